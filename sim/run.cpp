#include "sim/run.h"

#include <unistd.h>

#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/streambuf.hpp>
#include <csignal>
#include <cstdio>
#include <istream>
#include <iterator>
#include <memory>
#include <string>

#include "posix/log.h"
#include "sim/control.h"
#include "sim/frame_log.h"
#include "sim/names.h"
#include "sim/station_host.h"

namespace plugpoint::sim {

namespace {

namespace asio = boost::asio;

class Run {
 public:
  explicit Run(const StationOptions& options);
  int run();

 private:
  HostObserver observer();
  void show(const Event& event);
  void read_control();
  void power_off();

  StationOptions options_;
  posix::EventLoop loop_;
  posix::StderrLog log_;
  std::unique_ptr<FrameLog> frames_;
  StationHost host_;
  Control control_;
  asio::signal_set signals_;
  asio::posix::stream_descriptor input_;
  asio::streambuf lines_;
  bool ending_ = false;
};

void print_line(const std::string& text) {
  const std::string line = text + "\n";
  std::fwrite(line.data(), 1, line.size(), stdout);
  std::fflush(stdout);
}

std::string data_transfer_text(const Event& event) {
  constexpr const char* kStatuses[] = {"Accepted", "Rejected", "UnknownMessageId",
                                       "UnknownVendorId"};
  if (event.number >= std::size(kStatuses)) return "no answer";
  return kStatuses[event.number] + (event.text.absent() ? "" : ", " + to_string(event.text));
}

Run::Run(const StationOptions& options)
    : options_(options),
      log_(options.id, options.verbose ? LogLevel::debug : LogLevel::info),
      frames_(options.log.empty() ? nullptr : std::make_unique<FrameLog>(options.log)),
      host_(loop_, options, SimTime(), observer()),
      control_(host_, print_line, [this] { power_off(); }),
      signals_(loop_.context(), SIGTERM, SIGINT),
      input_(loop_.context()) {}

HostObserver Run::observer() {
  HostObserver observer;
  observer.event = [this](const Event& event) { show(event); };
  observer.log = [this](LogLevel level, const std::string& text) {
    log_.line(level, to_text(text));
  };
  observer.exit = [this] { loop_.stop(); };
  if (frames_) {
    observer.frame = [this](FrameLog::Direction direction, const std::string& text) {
      frames_->write(direction, text);
    };
  }
  return observer;
}

int Run::run() {
  host_.power_on();
  signals_.async_wait([this](const boost::system::error_code& error, int) {
    if (!error) power_off();
  });
  if (options_.control) {
    input_.assign(::dup(STDIN_FILENO));
    read_control();
  }
  loop_.run();
  return 0;
}

void Run::show(const Event& event) {
  const std::string at = "EVSE " + std::to_string(event.evse) + ": ";
  const auto say = [&](const std::string& text) { log_.line(LogLevel::info, to_text(text)); };
  switch (event.kind) {
    case Event::Kind::connected:
      return say("connected, " + to_string(event.text));
    case Event::Kind::disconnected:
      return say("disconnected" + (event.why.empty() ? "" : std::string(": ") + event.why.c_str()));
    case Event::Kind::registered:
      return say("registered");
    case Event::Kind::status_changed:
      return say(at + name_of(host_.station()->status(event.evse)));
    case Event::Kind::token_accepted:
      return say(at + "token accepted");
    case Event::Kind::token_refused:
      return say(at + "token refused: " + event.why.c_str());
    case Event::Kind::transaction_started:
      return say(at + "transaction started");
    case Event::Kind::transaction_ended:
      return say(at + "transaction ended, " + name_of(static_cast<StopReason>(event.number)));
    case Event::Kind::limit_changed:
      return say(at + "limit changed");
    case Event::Kind::variable_changed:
      return say("a configuration key was changed");
    case Event::Kind::data_transfer_answer:
      return say("DataTransfer: " + data_transfer_text(event));
    case Event::Kind::storage_failed:
      return log_.line(LogLevel::error, to_text(std::string("not stored: ") + event.why.c_str()));
  }
}

void Run::read_control() {
  asio::async_read_until(input_, lines_, '\n',
                         [this](const boost::system::error_code& error, std::size_t) {
                           std::istream stream(&lines_);
                           std::string line;
                           // What follows the last line end is a command too, if it is one.
                           if (!error || lines_.size() != 0) {
                             std::getline(stream, line);
                             if (!line.empty() && line.back() == '\r') line.pop_back();
                             if (!line.empty()) control_.line(line);
                           }
                           if (!error) return read_control();
                           if (error != asio::error::operation_aborted) power_off();
                         });
}

// The second signal, or one during the flush, changes nothing: 2 s are the most it takes.
void Run::power_off() {
  if (ending_) return;
  ending_ = true;
  host_.power_off([this] { loop_.stop(); });
}

}  // namespace

int run_station(const StationOptions& options) {
  return Run(options).run();
}

}  // namespace plugpoint::sim
