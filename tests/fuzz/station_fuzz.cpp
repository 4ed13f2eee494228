// A whole station against a central system that says anything at any time, while cars come and go,
// time leaps, the connection breaks and the storage fails. Nothing may crash, hang or leak a frame
// that is not JSON; and the station goes on asking for the connection.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "plugpoint/station/charge_point.h"
#include "support/accepting_central.h"
#include "support/fake_entropy.h"
#include "support/fake_hardware.h"
#include "support/memory_storage.h"

namespace {

using plugpoint::ChargePoint;
using plugpoint::test::AcceptingCentral;

void require(bool held, const char* what) {
  if (held) return;
  std::fprintf(stderr, "%s\n", what);
  std::abort();
}

/// The inputs' bytes, taken one thing after the other.
class Script {
 public:
  Script(const std::uint8_t* data, std::size_t size) : at_(data), end_(data + size) {}

  bool done() const { return at_ == end_; }
  std::uint8_t byte() { return done() ? 0 : *at_++; }
  /// Text up to the next line end.
  std::string line() {
    std::string text;
    while (!done() && *at_ != '\n')
      text += static_cast<char>(*at_++);
    if (!done()) ++at_;
    return text.substr(0, 4000);
  }

 private:
  const std::uint8_t* at_;
  const std::uint8_t* end_;
};

class Subject {
 public:
  Subject() {
    hardware_.set_register(1, 0);
    hardware_.set_register(2, 0);
    hardware_.files.protocols = plugpoint::bit(plugpoint::FileProtocol::http);
    start();
  }

  void perform(Script& script) {
    switch (script.byte() % 12) {
      case 0:
      case 1:
      case 2:
        deliver(AcceptingCentral::frame(script.line()));
        break;
      case 3:
        deliver(script.line());
        break;
      case 4:
        toggle(script.byte());
        break;
      case 5:
        (void)station_->present_token(1, script.byte() % 2 == 0 ? "04A1B2C3" : "ABC");
        break;
      case 6:
        now_ms_ += script.byte() * 1000U;
        break;
      case 7:
        now_ms_ += 1U << (script.byte() % 32);
        break;
      case 8:
        drop_stream();
        break;
      case 9:
        storage_.fail_after(script.byte());
        break;
      case 10:
        storage_.mend();
        break;
      default:
        power_cycle();
        break;
    }
    run();
  }

 private:
  void start() {
    plugpoint::Settings settings;
    settings.evses = 2;
    block_.resize(ChargePoint::block_size(settings) / sizeof(std::max_align_t) + 1);
    plugpoint::Ports ports;
    ports.entropy = &entropy_;
    ports.storage = &storage_;
    ports.hardware = &hardware_;
    plugpoint::Error error;
    station_ = ChargePoint::create(
        {reinterpret_cast<std::uint8_t*>(block_.data()), block_.size() * sizeof(std::max_align_t)},
        settings, ports, now_ms_, error);
    require(station_ != nullptr, error.text);
    run();
  }

  void power_cycle() {
    storage_.mend();
    central_.reset();
    to_station_.clear();
    start();
  }

  void drop_stream() {
    if (!central_) return;
    central_.reset();
    to_station_.clear();
    station_->stream_closed(now_ms_, "the test says so");
  }

  void toggle(std::uint8_t what) {
    plugpoint::Facts& facts = hardware_.evse(1 + what % 2).facts;
    switch (what / 2 % 4) {
      case 0:
        facts.plugged = !facts.plugged;
        break;
      case 1:
        facts.ev_ready = !facts.ev_ready;
        break;
      case 2:
        facts.evse_ready = !facts.evse_ready;
        break;
      default:
        facts.faulted = !facts.faulted;
        break;
    }
    hardware_.set_register(1, register_wh_ += 100);
  }

  void deliver(const std::string& bytes) {
    if (central_) to_station_ += bytes;
  }

  void feed() {
    const plugpoint::Bytes bytes(reinterpret_cast<const std::uint8_t*>(to_station_.data()),
                                 to_station_.size());
    to_station_.erase(0, station_->input(now_ms_, bytes));
  }

  /// Moves the station's output to the central system and keeps its answers.
  void drain() {
    std::uint8_t window[512];
    for (int rounds = 0;; ++rounds) {
      require(rounds < 10000, "the output does not end");
      const std::size_t count = station_->output(now_ms_, {window, sizeof window});
      if (count == 0) return;
      if (!central_) continue;
      deliver(central_->receive(std::string(reinterpret_cast<const char*>(window), count)));
    }
  }

  /// The owner's loop, until nothing moves.
  void run() {
    for (int rounds = 0; rounds < 10000; ++rounds) {
      station_->step(now_ms_);
      drain();
      if (!station_->stream_wanted()) drop_stream();
      if (station_->stream_wanted() && !central_) {
        central_ = std::make_unique<AcceptingCentral>();
        station_->stream_opened(now_ms_);
        drain();
      }
      plugpoint::Event event;
      while (station_->next_event(event)) {
      }
      if (to_station_.empty()) return;
      feed();
    }
    require(false, "the station never comes to rest");
  }

  std::vector<std::max_align_t> block_;
  plugpoint::test::FakeEntropy entropy_;
  plugpoint::test::MemoryStorage storage_;
  plugpoint::test::FakeHardware hardware_;
  std::unique_ptr<AcceptingCentral> central_;
  ChargePoint* station_ = nullptr;
  std::string to_station_;
  std::uint32_t now_ms_ = 0;
  std::int64_t register_wh_ = 0;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Script script(data, size);
  Subject subject;
  for (int i = 0; i < 200 && !script.done(); ++i)
    subject.perform(script);
  return 0;
}
