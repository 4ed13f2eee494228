// The byte stream to the central system: lwIP sockets, and TLS by esp_tls. Nothing here waits.
#pragma once

#include <esp_tls.h>

#include "esp_idf/resolver.h"
#include "plugpoint/station/charge_point.h"

namespace plugpoint::esp_idf {

/// Whom to trust, and who the station is. PEM texts, terminated; they must outlive the stream.
struct TlsOptions {
  /// Certificates of the authorities that may sign the central system's. Null: those of the
  /// certificate bundle (CONFIG_MBEDTLS_CERTIFICATE_BUNDLE); without one nothing is trusted.
  const char* authorities = nullptr;
  const char* certificate = nullptr;  ///< Of the station (security profile 3); null: none.
  const char* key = nullptr;          ///< Its private key.
};

/// One connection at a time. It must live as long as the program (see Resolver).
class Stream {
 public:
  enum class State : std::uint8_t { closed, resolving, connecting, handshake, open };

  explicit Stream(const TlsOptions& tls = {}) : tls_options_(tls) {}
  ~Stream() { close(); }
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;

  /// Begins to connect; what follows is told by `poll`. At most 30 s pass before it is given up.
  void open(const Endpoint& endpoint, std::uint32_t now_ms);
  /// Goes on. After a failure the state is closed and `why` says the reason.
  State poll(std::uint32_t now_ms);
  State state() const { return state_; }
  const char* why() const { return why_; }
  /// Takes what has arrived; 0 when nothing has, or the stream was closed meanwhile.
  std::size_t read(MutableBytes into);
  /// Gives bytes away; returns how many were taken. What was not taken must be offered again, with
  /// the same beginning (TLS may have sealed it already).
  std::size_t write(Bytes bytes);
  void close();
  /// Waits at most `ms`, less when bytes arrive, or can leave when `to_send`.
  void wait(std::uint32_t ms, bool to_send);

 private:
  static constexpr std::uint32_t kConnectTimeout_ms = 30000;

  void fail(const char* why);
  void begin_connection();
  void check_connection();
  void begin_handshake();
  void go_on_with_handshake();

  TlsOptions tls_options_;
  Resolver resolver_;
  esp_tls_cfg_t tls_config_{};
  esp_tls_t* tls_ = nullptr;
  int socket_ = -1;
  State state_ = State::closed;
  bool secure_ = false;
  std::uint16_t port_ = 0;
  std::uint32_t opened_ms_ = 0;
  const char* why_ = "";
};

}  // namespace plugpoint::esp_idf
