// TLS on the ESP32: mbedTLS over the TCP stream. It never waits for the network; a step of
// public-key arithmetic cannot be divided, though: see docs/arduino.md.
#pragma once

#if defined(ESP32)

#include <memory>

#include "plugpoint/port_arduino/tcp_stream_esp32.h"

namespace plugpoint::arduino {

/// Checks the server: its chain must lead to one of the given certificates, carry the host's name,
/// and be valid at the present time, which `time()` must know (configTime). There is no way to turn
/// this off. TLS 1.2 at least.
class TlsStream final : public ByteStream {
 public:
  /// `ca_pem`: one or several certificates; must stay where it is.
  explicit TlsStream(const char* ca_pem);
  ~TlsStream() override;

  void open(Text host, std::uint16_t port) override;
  State poll() override;
  Bytes received() override;
  void consume(std::size_t count) override;
  std::size_t room() override;
  void write(Bytes bytes) override;
  void close() override;
  FlashText why() const override { return why_; }

 private:
  struct Session;  // mbedTLS's contexts, only while connected.
  enum class Phase : std::uint8_t { closed, waiting_for_time, connecting, handshake, open };
  static constexpr std::size_t kBuffer = 512;

  static int send(void* self, const unsigned char* bytes, std::size_t size);
  static int receive(void* self, unsigned char* bytes, std::size_t size);
  bool begin_session();
  void shake_hands();
  void flush();
  void fail(FlashText why);

  TcpStream tcp_;
  std::unique_ptr<Session> session_;
  const char* ca_pem_;
  FlashText why_;
  std::uint32_t began_ms_ = 0;
  std::uint16_t port_ = 0;
  Phase phase_ = Phase::closed;
  std::size_t input_begin_ = 0;
  std::size_t input_end_ = 0;
  std::size_t output_size_ = 0;
  std::uint8_t input_[kBuffer] = {};
  std::uint8_t output_[kBuffer] = {};
  char host_[128] = "";
};

}  // namespace plugpoint::arduino

#endif  // ESP32
