// TCP on the ESP8266, straight on lwIP.
//
// WiFiClient::connect waits in a loop until the connection stands or its timeout is over, and so
// does its look-up of a name. lwIP itself does both by callbacks, which run between two passes of
// loop() (in yield and delay), never inside this code.
#pragma once

#if defined(ESP8266)

#include <lwip/dns.h>
#include <lwip/tcp.h>

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
  static constexpr std::size_t kMaxHost = 128;
  static constexpr std::uint32_t kOpenTimeoutMs = 20000;

  static void found(const char* name, const ip_addr_t* address, void* self);
  static err_t connected(void* self, tcp_pcb* pcb, err_t error);
  static err_t arrived(void* self, tcp_pcb* pcb, pbuf* buffers, err_t error);
  static void failed(void* self, err_t error);

  void connect(const ip_addr_t& address);
  void fail(FlashText why);
  void detach();

  tcp_pcb* pcb_ = nullptr;
  pbuf* input_ = nullptr;     ///< What came and was not consumed.
  std::size_t consumed_ = 0;  ///< Of the first buffer.
  char host_[kMaxHost] = "";
  FlashText why_;
  std::uint32_t began_ms_ = 0;
  std::uint16_t port_ = 0;
  State state_ = State::closed;
  bool resolving_ = false;
  bool ended_ = false;  ///< The server will send no more.
};

}  // namespace plugpoint::arduino

#endif  // ESP8266
