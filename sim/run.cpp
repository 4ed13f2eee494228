#include "sim/run.h"

#include <unistd.h>

#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/streambuf.hpp>
#include <csignal>
#include <cstdio>
#include <istream>
#include <memory>
#include <string>

#include "posix/log.h"
#include "sim/control.h"
#include "sim/event_text.h"
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
  const bool bad = event.kind == Event::Kind::storage_failed;
  log_.line(bad ? LogLevel::error : LogLevel::info, to_text(event_text(event, *host_.station())));
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
