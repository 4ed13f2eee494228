#include "plugpoint/port_arduino/connection.h"

#if defined(ARDUINO)

#include "plugpoint/port_arduino/clock.h"
#include "plugpoint/port_arduino/network.h"

namespace plugpoint::arduino {

using State = ByteStream::State;

void Connection::loop() {
  station_.step(now_ms());
  if (state_ != State::closed) {
    const State now = stream_.poll();
    if (now == State::closed) {
      lose(stream_.why());
    } else if (now == State::open && state_ == State::opening) {
      state_ = now;
      station_.stream_opened(now_ms());
    }
  }
  if (state_ == State::open) {
    receive();
    for (int i = 0; i < kWindowsAtOnce && send(); ++i) {
    }
  }
  follow_wish();
}

void Connection::follow_wish() {
  const bool wanted = station_.stream_wanted();
  if (wanted && state_ == State::closed) {
    if (!network_up()) return;  // The wish stays.
    const Endpoint endpoint = station_.endpoint();
    stream_.open(endpoint.host, endpoint.port);
    state_ = State::opening;
  } else if (!wanted && state_ != State::closed) {
    if (state_ == State::open && send()) return;  // What is still to be said leaves first.
    stream_.close();
    lose(PLUGPOINT_REASON("closed by the station"));
  }
}

void Connection::receive() {
  for (int i = 0; i < kWindowsAtOnce; ++i) {
    const Bytes bytes = stream_.received().first(kWindow);
    if (bytes.empty()) return;
    const std::size_t taken = station_.input(now_ms(), bytes);
    stream_.consume(taken);
    if (taken < bytes.size()) return;  // It has to send first.
  }
}

bool Connection::send() {
  std::uint8_t window[kWindow];
  std::size_t room = stream_.room();
  if (room > sizeof window) room = sizeof window;
  if (room == 0) return false;
  const std::size_t count = station_.output(now_ms(), {window, room});
  if (count > 0) stream_.write({window, count});
  return count > 0;
}

void Connection::lose(FlashText why) {
  state_ = State::closed;
  char room[96];
  station_.stream_closed(now_ms(), why.view(room));
}

}  // namespace plugpoint::arduino

#endif  // ARDUINO
