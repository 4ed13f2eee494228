#include "bare/station_loop.h"

#include <cstring>

#include "bare/clock.h"

namespace plugpoint::bare {

std::uint32_t StationLoop::turn() {
  station_.step(monotonic_ms());
  follow_wish();
  if (stream_.is_open()) {
    send();
    receive();
    send();
  }
  if (to_send_ > 0 || received_ > 0) return 0;
  return station_.sleep_ms();
}

void StationLoop::follow_wish() {
  if (told_open_ && !stream_.is_open()) {
    told_open_ = false;
    station_.stream_closed(monotonic_ms(), "the other side closed the connection");
  }
  if (!told_open_ && station_.stream_wanted()) {
    received_ = to_send_ = 0;
    told_open_ = stream_.open();
    if (told_open_) {
      station_.stream_opened(monotonic_ms());
    } else {
      station_.stream_closed(monotonic_ms(), "there is no connection to be had");
    }
  }
  if (told_open_ && !station_.stream_wanted()) {
    send();
    stream_.close();
    told_open_ = false;
    station_.stream_closed(monotonic_ms(), "closed as the station wished");
  }
}

void StationLoop::send() {
  for (;;) {
    if (to_send_ == 0) to_send_ = station_.output(monotonic_ms(), {out_, sizeof out_});
    if (to_send_ == 0) return;
    const std::size_t taken = stream_.write({out_, to_send_});
    if (taken == 0) return;
    to_send_ -= taken;
    std::memmove(out_, out_ + taken, to_send_);
  }
}

void StationLoop::receive() {
  received_ += stream_.read({in_ + received_, sizeof in_ - received_});
  if (received_ == 0) return;
  const std::size_t taken = station_.input(monotonic_ms(), {in_, received_});
  received_ -= taken;
  std::memmove(in_, in_ + taken, received_);
}

}  // namespace plugpoint::bare
