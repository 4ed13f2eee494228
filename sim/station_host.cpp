#include "sim/station_host.h"

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstddef>
#include <stdexcept>
#include <utility>
#include <vector>

#include "posix/connection.h"
#include "posix/entropy.h"
#include "posix/file_storage.h"
#include "posix/tls.h"
#include "sim/event_text.h"
#include "sim/names.h"
#include "sim/signing_meter.h"
#include "sim/station_settings.h"

namespace plugpoint::sim {

namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

constexpr auto kFlushTime = 2s;  // For what can be delivered before the power goes.
constexpr std::chrono::microseconds kFlushLook = 50ms;
constexpr std::uint32_t kActiveLookMs = 500;     // How often facts are polled while energy flows.
constexpr std::uint32_t kRestartMs = 1000;       // A reset takes so long.
constexpr const char* kResetArea = "sim-reset";  // Holds something while a reset is under way.
constexpr std::uint8_t kResetMark[] = {'1'};

}  // namespace

class StationHost::Implementation final
    : public Log,
      public posix::Tap,
      public std::enable_shared_from_this<StationHost::Implementation> {
 public:
  Implementation(posix::EventLoop& loop, const StationOptions& options, const SimTime& time,
                 HostObserver observer);
  virtual ~Implementation() = default;

  void power_on();
  void cut_power();
  /// The host is gone: whatever still waits in the loop finds nothing to do.
  void close();
  void power_off(std::function<void()> done);
  void power_cycle(bool graceful, std::function<void()> done);
  void set_network(bool up);
  void set_reservations(bool accepted);
  void wake();

  SimulatedHardware& hardware() { return *hardware_; }
  SimulatedFiles& files() { return *files_; }
  ChargePoint* station() { return station_; }
  const SimTime& time() const { return time_; }
  bool network() const { return network_; }
  bool reservations() const { return reservations_; }
  const MeteredStorage& storage() const { return *storage_; }
  const Settings& settings() const { return settings_.get(); }

 private:
  void opened() override;
  void sent(Bytes bytes) override;
  void received(Bytes bytes) override;
  void line(LogLevel level, Text text) override;

  /// Something happened that belongs in the station's own log.
  void note(const std::string& text) { files_->log().write(machine_utc(), LogLevel::info, text); }
  void open_storage();
  void make_meters_sign();
  BootReason boot_reason();
  bool reset();
  void restart_after_reset();
  void connect();
  void updated();
  void watch();
  bool flushed() const;
  void finish_power_off();
  /// Does something once the present work is done.
  void later(void (*work)(Implementation&));

  posix::EventLoop& loop_;
  StationOptions options_;
  StationSettings settings_;
  SimTime time_;
  HostObserver observer_;
  posix::KernelEntropy entropy_;
  std::unique_ptr<posix::FileStorage> file_storage_;
  std::unique_ptr<MeteredStorage> storage_;
  std::unique_ptr<SimulatedHardware> hardware_;
  std::unique_ptr<SimulatedFiles> files_;
  std::unique_ptr<SigningMeter> signing_;
  std::shared_ptr<posix::TlsContext> tls_;
  std::unique_ptr<std::max_align_t[]> block_;
  ChargePoint* station_ = nullptr;
  std::unique_ptr<posix::Connection> connection_;
  FrameTap out_;
  FrameTap in_;
  asio::steady_timer watch_timer_;
  asio::steady_timer restart_timer_;
  std::chrono::steady_clock::time_point flush_until_;
  std::vector<std::function<void()>> when_off_;
  bool network_ = true;
  bool reservations_ = true;
  bool updating_ = false;
  bool watching_ = false;
  bool powering_off_ = false;
  bool orderly_restart_ = false;
  bool closed_ = false;
};

StationHost::Implementation::Implementation(posix::EventLoop& loop, const StationOptions& options,
                                            const SimTime& time, HostObserver observer)
    : loop_(loop),
      options_(options),
      settings_(options_),
      time_(time),
      observer_(std::move(observer)),
      out_([this](const std::string& text) { observer_.frame(FrameLog::Direction::out, text); }),
      in_([this](const std::string& text) { observer_.frame(FrameLog::Direction::in, text); }),
      watch_timer_(loop.context()),
      restart_timer_(loop.context()) {
  open_storage();
  hardware_->clock = [this] { return time_.now(); };
  hardware_->on_reset = [this](ResetKind) { return reset(); };
  TransferOptions transfers;
  transfers.ca = options_.ca;
  transfers.insecure_skip_verify = options_.insecure_skip_verify;
  if (options_.free_bytes)
    transfers.free_bytes = [free = options_.free_bytes](int) { return free(); };
  files_ = std::make_unique<SimulatedFiles>(loop_, options_.state, options_.id, transfers);
  files_->clock = [this] { return time_.now(); };
  files_->on_change = [this] { wake(); };
  hardware_->files = files_.get();
}

void StationHost::Implementation::open_storage() {
  std::string error;
  file_storage_ = posix::FileStorage::open(options_.state, error);
  if (!file_storage_) throw UsageError("state: " + error);
  storage_ = std::make_unique<MeteredStorage>(*file_storage_);
  try {
    // No area has a dot in its name.
    hardware_ = std::make_unique<SimulatedHardware>(options_.evses, EvseModel{},
                                                    options_.state + "/meter.txt");
    if (options_.signing_meter) make_meters_sign();
  } catch (const std::runtime_error& failure) {
    throw UsageError(std::string("state: ") + failure.what());
  }
  if (!options_.secure) return;
  posix::TlsOptions tls;
  tls.ca_file = options_.ca;
  tls.insecure_accept_any_server = options_.insecure_skip_verify;
  tls_ = posix::TlsContext::create(tls, error);
  if (!tls_) throw UsageError("ca: " + error);
}

void StationHost::Implementation::make_meters_sign() {
  signing_ = std::make_unique<SigningMeter>(options_.state, options_.evses);
  hardware_->signing = signing_.get();
  for (unsigned evse = 1; evse <= options_.evses; ++evse)
    settings_.add_read_only_key("MeterPublicKey" + std::to_string(evse),
                                signing_->public_key(static_cast<std::uint8_t>(evse)));
}

// Power -------------------------------------------------------------------------------------------

BootReason StationHost::Implementation::boot_reason() {
  const bool updated = files_->start();
  const bool reset = storage_->size(kResetArea) != 0;
  if (reset) storage_->remove(kResetArea);
  if (updated) return BootReason::firmware_update;
  if (reset) return BootReason::remote_reset;
  return std::exchange(orderly_restart_, false) ? BootReason::local_reset : BootReason::power_up;
}

void StationHost::Implementation::power_on() {
  settings_.set_boot_reason(boot_reason());
  if (!files_->version().empty()) settings_.set_firmware_version(files_->version());
  note("the power is on");
  const std::size_t size = ChargePoint::block_size(settings_.get());
  block_ = std::make_unique<std::max_align_t[]>(size / sizeof(std::max_align_t) + 1);
  const MutableBytes block(reinterpret_cast<std::uint8_t*>(block_.get()),
                           (size / sizeof(std::max_align_t) + 1) * sizeof(std::max_align_t));
  Ports ports;
  ports.entropy = &entropy_;
  ports.storage = storage_.get();
  ports.hardware = hardware_.get();
  ports.log = this;
  Error error;
  station_ = ChargePoint::create(block, settings_.get(), ports, time_.now_ms(), error);
  if (!station_) throw UsageError(settings_.explain(error, *hardware_));
  station_->accept_reservations(reservations_);
  connect();
}

void StationHost::Implementation::set_reservations(bool accepted) {
  reservations_ = accepted;
  if (station_) station_->accept_reservations(accepted);
}

void StationHost::Implementation::cut_power() {
  connection_.reset();
  if (station_) note("the power is off");
  station_ = nullptr;
  files_->power_off();
  powering_off_ = false;
  watch_timer_.cancel();
  restart_timer_.cancel();
  hardware_->advance(time_.now());
  hardware_->power_off();
}

void StationHost::Implementation::close() {
  cut_power();
  closed_ = true;
  storage_.reset();
  file_storage_.reset();  // Another may use the state from now on.
}

void StationHost::Implementation::power_off(std::function<void()> done) {
  when_off_.push_back(std::move(done));
  if (powering_off_) return;
  if (!station_) return finish_power_off();
  powering_off_ = true;
  flush_until_ = std::chrono::steady_clock::now() + kFlushTime;
  // A planned stop of the station itself (1.6 §7.36).
  station_->shut_down(time_.now_ms(), StopReason::reboot);
  watch_timer_.cancel();
  wake();
}

bool StationHost::Implementation::flushed() const {
  return station_->queue_length() == 0 || !station_->connected() ||
         std::chrono::steady_clock::now() >= flush_until_;
}

void StationHost::Implementation::finish_power_off() {
  cut_power();
  const auto waiting = std::move(when_off_);
  when_off_.clear();
  for (const auto& done : waiting)
    done();
}

void StationHost::Implementation::power_cycle(bool graceful, std::function<void()> done) {
  const auto on = [self = shared_from_this(), done = std::move(done)] {
    self->power_on();
    done();
  };
  orderly_restart_ = graceful;
  if (graceful) return power_off(on);
  cut_power();
  on();
}

void StationHost::Implementation::later(void (*work)(Implementation&)) {
  asio::post(loop_.context(), [self = shared_from_this(), work] { work(*self); });
}

// Called from inside the station: what destroys it comes later.
bool StationHost::Implementation::reset() {
  // Where the program ends, the next one has to know.
  if (storage_->append(kResetArea, kResetMark) != Status::ok) return false;
  later([](Implementation& self) {
    if (!self.station_ || self.powering_off_) return;
    self.cut_power();
    if (!self.options_.exit_on_reset) return self.restart_after_reset();
    if (self.observer_.exit) self.observer_.exit();
  });
  return true;
}

void StationHost::Implementation::restart_after_reset() {
  restart_timer_.expires_after(time_.real(kRestartMs));
  restart_timer_.async_wait([self = shared_from_this()](const boost::system::error_code& error) {
    if (!error && !self->station_ && !self->closed_) self->power_on();
  });
}

// The connection ----------------------------------------------------------------------------------

void StationHost::Implementation::connect() {
  connection_ = std::make_unique<posix::Connection>(loop_, *station_, tls_, time_);
  connection_->on_update([this] { updated(); });
  if (observer_.frame) connection_->set_tap(this);
  connection_->set_network(network_);
}

void StationHost::Implementation::set_network(bool up) {
  network_ = up;
  note(up ? "the network is there" : "the network is gone");
  if (connection_) connection_->set_network(up);
  wake();
}

void StationHost::Implementation::wake() {
  // From inside an event: what changed is seen with the next update.
  if (updating_) return later([](Implementation& self) { self.wake(); });
  if (connection_) connection_->update();
}

void StationHost::Implementation::updated() {
  updating_ = true;
  Event event;
  while (station_->next_event(event)) {
    note(event_text(event, *station_));
    if (observer_.event) observer_.event(event);
  }
  updating_ = false;
  if (powering_off_ && flushed())
    later([](Implementation& self) {
      if (self.powering_off_) self.finish_power_off();
    });
  watch();
}

// While energy flows, facts change by themselves; what is powered off goes on until its deadline.
void StationHost::Implementation::watch() {
  if (watching_ || !(hardware_->active() || powering_off_)) return;
  watching_ = true;
  watch_timer_.expires_after(powering_off_ ? kFlushLook : time_.real(kActiveLookMs));
  watch_timer_.async_wait([self = shared_from_this()](const boost::system::error_code&) {
    self->watching_ = false;
    self->wake();
  });
}

void StationHost::Implementation::opened() {
  out_.reset();
  in_.reset();
}

void StationHost::Implementation::sent(Bytes bytes) {
  out_.pass(bytes);
}
void StationHost::Implementation::received(Bytes bytes) {
  in_.pass(bytes);
}

void StationHost::Implementation::line(LogLevel level, Text text) {
  files_->log().write(machine_utc(), level, to_string(text));
  if (observer_.log) observer_.log(level, to_string(text));
}

// The host ----------------------------------------------------------------------------------------

StationHost::StationHost(posix::EventLoop& loop, const StationOptions& options, const SimTime& time,
                         HostObserver observer)
    : self_(std::make_shared<Implementation>(loop, options, time, std::move(observer))) {}

StationHost::~StationHost() {
  self_->cut_power();
}

std::uint8_t StationHost::evses() const {
  return self_->hardware().evses();
}
SimulatedHardware& StationHost::hardware() {
  return self_->hardware();
}
SimulatedFiles& StationHost::files() {
  return self_->files();
}
const SimulatedFiles& StationHost::files() const {
  return self_->files();
}
const SimulatedHardware& StationHost::hardware() const {
  return self_->hardware();
}
ChargePoint* StationHost::station() {
  return self_->station();
}
const ChargePoint* StationHost::station() const {
  return self_->station();
}
const SimTime& StationHost::time() const {
  return self_->time();
}
void StationHost::wake() {
  self_->wake();
}
void StationHost::set_network(bool up) {
  self_->set_network(up);
}
void StationHost::set_reservations(bool accepted) {
  self_->set_reservations(accepted);
}

bool StationHost::reservations() const {
  return self_->reservations();
}

const MeteredStorage& StationHost::storage() const {
  return self_->storage();
}
const Settings& StationHost::settings() const {
  return self_->settings();
}
bool StationHost::network() const {
  return self_->network();
}
void StationHost::power_off(std::function<void()> done) {
  self_->power_off(std::move(done));
}
void StationHost::cut_power() {
  self_->cut_power();
}
void StationHost::power_on() {
  self_->power_on();
}

void StationHost::power_cycle(bool graceful, std::function<void()> done) {
  self_->power_cycle(graceful, std::move(done));
}

}  // namespace plugpoint::sim
