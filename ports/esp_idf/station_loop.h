// One ChargePoint in the loop of a FreeRTOS task.
#pragma once

#include "esp_idf/stream.h"
#include "plugpoint/station/charge_point.h"

namespace plugpoint::esp_idf {

/// Steps the station, follows its wish for a stream, moves bytes.
class StationLoop {
 public:
  /// Both must outlive the loop.
  StationLoop(ChargePoint& station, Stream& stream) : station_(station), stream_(stream) {}

  /// One round: everything that is due. Does not wait, but for writes to flash.
  void turn(std::uint32_t now_ms);
  /// Waits until the station has something to do: bytes, its own deadline, or `longest_ms`, after
  /// which the firmware looks at its pins.
  void wait(std::uint32_t longest_ms);

 private:
  static constexpr std::size_t kBuffer = 512;
  /// How often a connection that is being opened is looked after.
  static constexpr std::uint32_t kOpening_ms = 20;

  void follow_wish(std::uint32_t now_ms);
  void send(std::uint32_t now_ms);
  void receive(std::uint32_t now_ms);

  ChargePoint& station_;
  Stream& stream_;
  std::uint8_t in_[kBuffer];
  std::uint8_t out_[kBuffer];
  std::size_t received_ = 0;  ///< Bytes of `in_` that the station has not taken yet.
  std::size_t to_send_ = 0;   ///< Bytes of `out_` that the stream has not taken yet.
  bool tried_ = false;        ///< A stream was asked for, and its end not told yet.
  bool told_open_ = false;
};

}  // namespace plugpoint::esp_idf
