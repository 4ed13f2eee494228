// TCP on the ESP32: sockets that do not block, and a name look-up that runs in lwIP's own task.
//
// WiFiClient::connect waits for the connection, and for the look-up before it.
#pragma once

#if defined(ESP32)

#include <atomic>
#include <memory>

#include "plugpoint/port_arduino/byte_stream.h"

namespace plugpoint::arduino {

class TcpStream final : public ByteStream {
 public:
  TcpStream() = default;
  ~TcpStream() override { close(); }
  TcpStream(const TcpStream&) = delete;
  TcpStream& operator=(const TcpStream&) = delete;

  void open(Text host, std::uint16_t port) override;
  State poll() override;
  Bytes received() override;
  void consume(std::size_t count) override;
  std::size_t room() override;
  void write(Bytes bytes) override;
  void close() override;
  FlashText why() const override { return why_; }

 private:
  static constexpr std::size_t kBuffer = 1024;
  static constexpr std::uint32_t kOpenTimeoutMs = 20000;
  struct LookUp;

  void connect();
  void look_at_connection();
  void flush();
  void fail(FlashText why);

  std::shared_ptr<LookUp>
      look_up_;  ///< While the name is being looked up; shared with lwIP's task.
  int socket_ = -1;
  FlashText why_;
  std::uint32_t began_ms_ = 0;
  std::uint16_t port_ = 0;
  State state_ = State::closed;
  bool ended_ = false;  ///< The server will send no more.
  std::size_t input_begin_ = 0;
  std::size_t input_end_ = 0;
  std::size_t output_size_ = 0;
  std::uint8_t input_[kBuffer] = {};
  std::uint8_t output_[kBuffer] = {};
};

}  // namespace plugpoint::arduino

#endif  // ESP32
