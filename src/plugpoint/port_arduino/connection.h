// Moves bytes between a charge point and its stream.
#pragma once

#include "plugpoint/port_arduino/byte_stream.h"
#include "plugpoint/station/charge_point.h"

namespace plugpoint::arduino {

/// Call `loop` from the sketch's loop(). It opens and closes the stream as the charge point wishes,
/// and moves a bounded number of bytes at a time, so that it returns within milliseconds;
/// what a TLS handshake computes and what storage takes come on top (docs/arduino.md).
class Connection {
 public:
  /// Both must outlive the connection. The stream has to fit `Settings::secure`.
  Connection(ChargePoint& station, ByteStream& stream) : station_(station), stream_(stream) {}

  void loop();

 private:
  static constexpr std::size_t kWindow = 256;
  static constexpr int kWindowsAtOnce = 4;

  void follow_wish();
  void receive();
  bool send();
  void lose(FlashText why);

  ChargePoint& station_;
  ByteStream& stream_;
  ByteStream::State state_ = ByteStream::State::closed;
};

}  // namespace plugpoint::arduino
