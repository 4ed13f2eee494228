// One ChargePoint in the main loop of a program without an operating system.
#pragma once

#include "bare/byte_stream.h"
#include "plugpoint/station/charge_point.h"

namespace plugpoint::bare {

/// Steps the station, follows its wish for a stream, moves bytes.
class StationLoop {
 public:
  /// Both must outlive the loop.
  StationLoop(ChargePoint& station, ByteStream& stream) : station_(station), stream_(stream) {}

  /// One round: everything that is due. Returns how long the station can be left alone, in ms, if
  /// nothing arrives and no fact of the hardware changes.
  std::uint32_t turn();

 private:
  static constexpr std::size_t kBuffer = 256;

  void follow_wish();
  void send();
  void receive();

  ChargePoint& station_;
  ByteStream& stream_;
  std::uint8_t in_[kBuffer];
  std::uint8_t out_[kBuffer];
  std::size_t received_ = 0;  ///< Bytes of `in_` that the station has not taken yet.
  std::size_t to_send_ = 0;   ///< Bytes of `out_` that the stream has not taken yet.
  bool told_open_ = false;
};

}  // namespace plugpoint::bare
