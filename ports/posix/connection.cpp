#include "posix/connection.h"

#include <boost/asio/post.hpp>
#include <chrono>

namespace plugpoint::posix {

namespace asio = boost::asio;

Connection::Connection(EventLoop& loop, ChargePoint& station, std::shared_ptr<TlsContext> tls,
                       const Pace& pace)
    : loop_(loop),
      station_(station),
      tls_(std::move(tls)),
      pace_(pace),
      stream_(loop, *this),
      timer_(loop.context()) {}

Connection::~Connection() {
  *alive_ = false;
}

void Connection::update() {
  station_.step(pace_.now_ms());
  follow_wish();
  stream_.flush();
  if (on_update_) on_update_();
  arm_timer();
}

/// The stream calls from inside its own work; whatever follows from that waits until it is done.
void Connection::update_soon() {
  if (update_posted_) return;
  update_posted_ = true;
  asio::post(loop_.context(), [this, alive = alive_] {
    if (!*alive) return;
    update_posted_ = false;
    update();
  });
}

void Connection::follow_wish() {
  const bool active = stream_.is_active();
  if (station_.stream_wanted() == active) return;
  if (!active) return open_stream();
  stream_.flush();
  if (!stream_.is_active()) return;  // Lost while writing.
  stream_.close();
  lose_stream("closed by the station");
}

void Connection::open_stream() {
  const Endpoint endpoint = station_.endpoint();
  // The station's wish stays, so that it is followed as soon as the network is back.
  if (!network_) return;
  if (endpoint.secure && !tls_) return lose_stream("TLS is needed, but not set up");
  stream_.open(std::string(endpoint.host.data(), endpoint.host.size()), endpoint.port,
               endpoint.secure ? tls_ : nullptr);
}

void Connection::lose_stream(const std::string& why) {
  station_.stream_closed(pace_.now_ms(), Text(why.data(), why.size()));
  update_soon();
}

void Connection::set_network(bool up) {
  network_ = up;
  if (!up && stream_.is_active()) {
    stream_.close();
    lose_stream("the network is down");
  }
  update_soon();
}

void Connection::arm_timer() {
  const Millis deadline = station_.next_deadline();
  if (deadline == armed_for_) return;
  armed_for_ = deadline;
  timer_.expires_after(pace_.real(station_.sleep_ms()));
  timer_.async_wait([this, alive = alive_](const boost::system::error_code& error) {
    if (error || !*alive) return;
    armed_for_ = -1;
    update();
  });
}

void Connection::stream_opened() {
  if (tap_) tap_->opened();
  station_.stream_opened(pace_.now_ms());
  update_soon();
}

std::size_t Connection::stream_input(Bytes bytes) {
  update_soon();
  const std::size_t taken = station_.input(pace_.now_ms(), bytes);
  if (tap_) tap_->received(bytes.first(taken));
  return taken;
}

std::size_t Connection::stream_output(MutableBytes window) {
  const std::size_t count = station_.output(pace_.now_ms(), window);
  if (tap_) tap_->sent(window.first(count));
  return count;
}

void Connection::stream_closed(const std::string& why) {
  lose_stream(why);
}

}  // namespace plugpoint::posix
