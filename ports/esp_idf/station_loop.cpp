#include "esp_idf/station_loop.h"

#include <cstring>

namespace plugpoint::esp_idf {

void StationLoop::turn(std::uint32_t now_ms) {
  station_.step(now_ms);
  follow_wish(now_ms);
  if (!told_open_) return;
  send(now_ms);
  receive(now_ms);
  send(now_ms);
}

void StationLoop::follow_wish(std::uint32_t now_ms) {
  const Stream::State state = stream_.poll(now_ms);
  if (tried_ && state == Stream::State::closed) {
    tried_ = told_open_ = false;
    station_.stream_closed(now_ms, stream_.why());
  }
  if (!tried_ && station_.stream_wanted()) {
    received_ = to_send_ = 0;
    tried_ = true;
    stream_.open(station_.endpoint(), now_ms);
  }
  if (tried_ && !told_open_ && state == Stream::State::open) {
    told_open_ = true;
    station_.stream_opened(now_ms);
  }
  if (tried_ && !station_.stream_wanted()) {
    if (told_open_) send(now_ms);
    stream_.close();
    tried_ = told_open_ = false;
    station_.stream_closed(now_ms, "closed as the station wished");
  }
}

void StationLoop::send(std::uint32_t now_ms) {
  for (;;) {
    if (to_send_ == 0) to_send_ = station_.output(now_ms, out_);
    if (to_send_ == 0) return;
    const std::size_t taken = stream_.write({out_, to_send_});
    if (taken == 0) return;
    to_send_ -= taken;
    std::memmove(out_, out_ + taken, to_send_);
  }
}

void StationLoop::receive(std::uint32_t now_ms) {
  received_ += stream_.read(MutableBytes(in_).from(received_));
  const std::size_t taken = station_.input(now_ms, {in_, received_});
  received_ -= taken;
  std::memmove(in_, in_ + taken, received_);
}

void StationLoop::wait(std::uint32_t longest_ms) {
  std::uint32_t ms = station_.sleep_ms();
  if (tried_ && !told_open_ && ms > kOpening_ms) ms = kOpening_ms;
  if (received_ > 0 && to_send_ == 0) ms = 0;
  stream_.wait(ms < longest_ms ? ms : longest_ms, to_send_ > 0);
}

}  // namespace plugpoint::esp_idf
