#include "sim/station_host.h"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstddef>
#include <stdexcept>
#include <utility>
#include <vector>

#include "posix/entropy.h"
#include "posix/file_storage.h"
#include "posix/stream.h"
#include "posix/tls.h"
#include "sim/names.h"
#include "sim/station_settings.h"

namespace plugpoint::sim {

namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

constexpr auto kShortestWait = 1ms;
constexpr auto kFlushTime = 2s;                  // For what can be delivered before the power goes.
constexpr std::int64_t kActiveStepMs = 500;      // How often the station looks while energy flows.
constexpr std::int64_t kRestartMs = 1000;        // A reset takes so long.
constexpr const char* kResetArea = "sim-reset";  // Holds something while a reset is under way.
constexpr std::uint8_t kResetMark[] = {'1'};

}  // namespace

class StationHost::Implementation final
    : public posix::StreamOwner,
      public Log,
      public std::enable_shared_from_this<StationHost::Implementation> {
 public:
  Implementation(posix::EventLoop& loop, const StationOptions& options, SimTime time,
                 HostObserver observer);
  virtual ~Implementation() = default;

  void power_on();
  void cut_power();
  /// The host is gone: whatever still waits in the loop finds nothing to do.
  void close();
  void power_off(std::function<void()> done);
  void power_cycle(bool graceful, std::function<void()> done);
  void set_network(bool up);
  void pump();

  SimulatedHardware& hardware() { return *hardware_; }
  ChargePoint* station() { return station_; }
  const SimTime& time() const { return time_; }
  bool network() const { return network_; }

  void stream_opened() override;
  std::size_t stream_input(Bytes bytes) override;
  std::size_t stream_output(MutableBytes window) override;
  void stream_closed(const std::string& why) override;
  void line(LogLevel level, Text text) override;

 private:
  std::uint32_t now() const { return static_cast<std::uint32_t>(time_.now_ms()); }
  void open_storage();
  BootReason boot_reason();
  bool reset();
  void restart_after_reset();
  void look();
  void tell_events();
  void connect_or_close();
  void close_stream(Text why);
  void schedule();
  void wait();
  bool flushed() const;
  void finish_power_off();

  posix::EventLoop& loop_;
  StationOptions options_;
  StationSettings settings_;
  SimTime time_;
  HostObserver observer_;
  posix::KernelEntropy entropy_;
  std::unique_ptr<posix::FileStorage> storage_;
  std::unique_ptr<SimulatedHardware> hardware_;
  std::shared_ptr<posix::TlsContext> tls_;
  std::unique_ptr<std::max_align_t[]> block_;
  ChargePoint* station_ = nullptr;
  posix::Stream stream_;
  FrameTap out_;
  FrameTap in_;
  asio::steady_timer timer_;
  asio::steady_timer restart_timer_;
  std::chrono::steady_clock::time_point flush_until_;
  std::vector<std::function<void()>> when_off_;
  bool network_ = true;
  bool scheduled_ = false;
  bool in_pump_ = false;
  bool powering_off_ = false;
  bool orderly_restart_ = false;
  bool closed_ = false;
};

StationHost::Implementation::Implementation(posix::EventLoop& loop, const StationOptions& options,
                                            SimTime time, HostObserver observer)
    : loop_(loop),
      options_(options),
      settings_(options_),
      time_(time),
      observer_(std::move(observer)),
      stream_(loop, *this),
      out_([this](const std::string& text) { observer_.frame(FrameLog::Direction::out, text); }),
      in_([this](const std::string& text) { observer_.frame(FrameLog::Direction::in, text); }),
      timer_(loop.context()),
      restart_timer_(loop.context()) {
  open_storage();
  hardware_->on_reset = [this](ResetKind) { return reset(); };
}

void StationHost::Implementation::open_storage() {
  std::string error;
  storage_ = posix::FileStorage::open(options_.state, error);
  if (!storage_) throw UsageError("state: " + error);
  try {
    // No area has a dot in its name.
    hardware_ = std::make_unique<SimulatedHardware>(options_.evses, EvseModel{},
                                                    options_.state + "/meter.txt");
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

// Power -------------------------------------------------------------------------------------------

BootReason StationHost::Implementation::boot_reason() {
  if (storage_->size(kResetArea) != 0) {
    storage_->remove(kResetArea);
    return BootReason::remote_reset;
  }
  return std::exchange(orderly_restart_, false) ? BootReason::local_reset : BootReason::power_up;
}

void StationHost::Implementation::power_on() {
  settings_.set_boot_reason(boot_reason());
  const std::size_t size = ChargePoint::block_size(settings_.get());
  block_ = std::make_unique<std::max_align_t[]>(size / sizeof(std::max_align_t) + 1);
  const MutableBytes block(reinterpret_cast<std::uint8_t*>(block_.get()),
                           (size / sizeof(std::max_align_t) + 1) * sizeof(std::max_align_t));
  Ports ports;
  ports.entropy = &entropy_;
  ports.storage = storage_.get();
  ports.hardware = hardware_.get();
  ports.log = this;
  hardware_->advance(time_.now_ms());
  Error error;
  station_ = ChargePoint::create(block, settings_.get(), ports, now(), error);
  if (!station_) throw UsageError(settings_.explain(error, *hardware_));
  schedule();
}

void StationHost::Implementation::cut_power() {
  stream_.close();
  station_ = nullptr;
  powering_off_ = false;
  timer_.cancel();
  restart_timer_.cancel();
  hardware_->advance(time_.now_ms());
  hardware_->power_off();
}

void StationHost::Implementation::close() {
  cut_power();
  closed_ = true;
  storage_.reset();  // Another may use the state from now on.
}

void StationHost::Implementation::power_off(std::function<void()> done) {
  when_off_.push_back(std::move(done));
  if (powering_off_) return;
  if (!station_) return finish_power_off();
  look();
  powering_off_ = true;
  flush_until_ = std::chrono::steady_clock::now() + kFlushTime;
  // A planned stop of the station itself (1.6 §7.36).
  station_->shut_down(now(), StopReason::reboot);
  schedule();
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

// Called from inside the station: what destroys it comes later.
bool StationHost::Implementation::reset() {
  // Where the program ends, the next one has to know.
  if (storage_->append(kResetArea, kResetMark) != Status::ok) return false;
  asio::post(loop_.context(), [self = shared_from_this()] {
    if (!self->station_ || self->powering_off_) return;
    self->stream_.flush();
    self->cut_power();
    if (!self->options_.exit_on_reset) return self->restart_after_reset();
    if (self->observer_.exit) self->observer_.exit();
  });
  return true;
}

void StationHost::Implementation::restart_after_reset() {
  restart_timer_.expires_after(time_.real(kRestartMs));
  restart_timer_.async_wait([self = shared_from_this()](const boost::system::error_code& error) {
    if (!error && !self->station_ && !self->closed_) self->power_on();
  });
}

// The way of the bytes ----------------------------------------------------------------------------

void StationHost::Implementation::stream_opened() {
  if (!station_) return;
  out_.reset();
  in_.reset();
  station_->stream_opened(now());
  schedule();
}

std::size_t StationHost::Implementation::stream_input(Bytes bytes) {
  if (!station_) return bytes.size();
  hardware_->advance(time_.now_ms());
  const std::size_t taken = station_->input(now(), bytes);
  if (observer_.frame) in_.pass(bytes.first(taken));
  schedule();
  return taken;
}

std::size_t StationHost::Implementation::stream_output(MutableBytes window) {
  if (!station_) return 0;
  const std::size_t count = station_->output(now(), window);
  if (observer_.frame) out_.pass(window.first(count));
  return count;
}

void StationHost::Implementation::stream_closed(const std::string& why) {
  if (!station_) return;
  station_->stream_closed(now(), to_text(why));
  schedule();
}

void StationHost::Implementation::line(LogLevel level, Text text) {
  if (observer_.log) observer_.log(level, to_string(text));
}

void StationHost::Implementation::set_network(bool up) {
  network_ = up;
  if (!up && station_ && stream_.is_active()) close_stream("the network is down");
  pump();
}

void StationHost::Implementation::close_stream(Text why) {
  stream_.close();
  station_->stream_closed(now(), why);
}

void StationHost::Implementation::connect_or_close() {
  const bool wanted = station_->stream_wanted();
  if (wanted && network_ && !stream_.is_active()) {
    const Endpoint endpoint = station_->endpoint();
    stream_.open(to_string(endpoint.host), endpoint.port, endpoint.secure ? tls_ : nullptr);
  }
  stream_.flush();
  if (!wanted && stream_.is_active()) close_stream("the station closed the connection");
}

// Time --------------------------------------------------------------------------------------------

void StationHost::Implementation::look() {
  hardware_->advance(time_.now_ms());
  station_->step(now());
}

void StationHost::Implementation::pump() {
  if (in_pump_) return schedule();
  if (!station_) return;
  in_pump_ = true;
  look();
  connect_or_close();
  tell_events();
  in_pump_ = false;
  if (powering_off_ && flushed()) return finish_power_off();
  wait();
}

void StationHost::Implementation::tell_events() {
  Event event;
  while (station_->next_event(event))
    if (observer_.event) observer_.event(event);
}

void StationHost::Implementation::schedule() {
  if (scheduled_) return;
  scheduled_ = true;
  asio::post(loop_.context(), [self = shared_from_this()] {
    self->scheduled_ = false;
    self->pump();
  });
}

void StationHost::Implementation::wait() {
  std::int64_t sleep_ms = station_->sleep_ms();
  if (hardware_->active()) sleep_ms = std::min(sleep_ms, kActiveStepMs);
  std::chrono::steady_clock::duration real = time_.real(sleep_ms);
  if (powering_off_)
    real = std::min(
        real, std::chrono::steady_clock::duration(flush_until_ - std::chrono::steady_clock::now()));
  timer_.expires_after(std::max<std::chrono::steady_clock::duration>(real, kShortestWait));
  timer_.async_wait([self = shared_from_this()](const boost::system::error_code& error) {
    if (!error) self->pump();
  });
}

// The host ----------------------------------------------------------------------------------------

StationHost::StationHost(posix::EventLoop& loop, const StationOptions& options, SimTime time,
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
  self_->pump();
}
void StationHost::set_network(bool up) {
  self_->set_network(up);
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
