// TLS on the ESP8266: the core's BearSSL over the TCP stream.
//
// BearSSL::WiFiClientSecure waits for the whole handshake. Here the engine is given what has
// arrived and asked what it has to say, so no time is lost waiting for the network. One step of
// public-key arithmetic cannot be divided, though: see docs/arduino.md.
#pragma once

#if defined(ESP8266)

#include <ESP8266WiFi.h>

#include <memory>

#include "plugpoint/port_arduino/tcp_stream_esp8266.h"

namespace plugpoint::arduino {

/// Checks the server: its chain must lead to one of the given certificates, carry the host's name,
/// and be valid at the present time, which `time()` must know (configTime). There is no way to turn
/// this off. TLS 1.2 only, with the cipher suites of the OCPP security whitepaper and their
/// ECDHE_RSA sisters.
class TlsStream final : public ByteStream {
 public:
  /// `ca_pem`: one or several certificates; read here. A server whose own certificate is in it is
  /// trusted too. `receive_bytes`: the largest record that the server sends, 512 to 16384; smaller
  /// only where the server is known to keep to it.
  explicit TlsStream(const char* ca_pem, std::size_t receive_bytes = 16384);
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
  struct Session;  // The engine and its buffers, only while connected.
  enum class Phase : std::uint8_t { closed, waiting_for_time, connecting, handshake, open };

  bool begin_session();
  void move_records();
  bool send_record();
  bool receive_record();
  void fail(FlashText why);
  static FlashText text_of(int error);

  TcpStream tcp_;
  BearSSL::X509List trust_;
  std::unique_ptr<Session> session_;
  FlashText why_;
  std::size_t receive_bytes_;
  std::uint32_t began_ms_ = 0;
  std::uint16_t port_ = 0;
  Phase phase_ = Phase::closed;
  char host_[128] = "";
};

}  // namespace plugpoint::arduino

#endif  // ESP8266
