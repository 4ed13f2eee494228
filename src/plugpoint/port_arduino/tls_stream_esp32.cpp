#include "plugpoint/port_arduino/tls_stream_esp32.h"

#if defined(ARDUINO) && defined(ESP32)

#include <mbedtls/ssl.h>
#include <mbedtls/version.h>
#include <mbedtls/x509_crt.h>
#if defined(MBEDTLS_SSL_PROTO_TLS1_3)
#include <psa/crypto.h>
#endif

#include <cstring>
#include <ctime>
#include <new>

#include "plugpoint/port_arduino/clock.h"
#include "plugpoint/port_arduino/entropy.h"

namespace plugpoint::arduino {

namespace {
constexpr std::uint32_t kTimeoutMs = 30000;
constexpr std::time_t kPlausible = 1735689600;  // 2025-01-01: before it the clock was never set.

int random(void*, unsigned char* bytes, std::size_t size) {
  HardwareEntropy().fill({bytes, size});
  return 0;
}

int compare(const mbedtls_x509_time& time, const std::tm& now) {
  const int pairs[][2] = {{time.year, now.tm_year + 1900}, {time.mon, now.tm_mon + 1},
                          {time.day, now.tm_mday},         {time.hour, now.tm_hour},
                          {time.min, now.tm_min},          {time.sec, now.tm_sec}};
  for (const auto& pair : pairs)
    if (pair[0] != pair[1]) return pair[0] < pair[1] ? -1 : 1;
  return 0;
}

/// The core's mbedTLS is built without the check of dates (CONFIG_MBEDTLS_HAVE_TIME_DATE).
int check_dates(void*, mbedtls_x509_crt* certificate, int, std::uint32_t* flags) {
  const std::time_t utc = std::time(nullptr);
  std::tm now{};
  gmtime_r(&utc, &now);
  if (compare(certificate->valid_to, now) < 0) *flags |= MBEDTLS_X509_BADCERT_EXPIRED;
  if (compare(certificate->valid_from, now) > 0) *flags |= MBEDTLS_X509_BADCERT_FUTURE;
  return 0;
}

FlashText text_of(std::uint32_t flags) {
  if (flags & (MBEDTLS_X509_BADCERT_EXPIRED | MBEDTLS_X509_BADCERT_FUTURE))
    return PLUGPOINT_REASON("the server's certificate is not valid at this time");
  if (flags & MBEDTLS_X509_BADCERT_NOT_TRUSTED)
    return PLUGPOINT_REASON("the server's certificate is not signed by a CA that is trusted");
  if (flags & MBEDTLS_X509_BADCERT_CN_MISMATCH)
    return PLUGPOINT_REASON("the server's certificate is for another host name");
  return PLUGPOINT_REASON(
      "TLS failed: the server speaks no TLS 1.2 with a suite of ours, or broke it");
}

void demand_tls_1_2(mbedtls_ssl_config& config) {
#if MBEDTLS_VERSION_NUMBER >= 0x03020000  // Core 3; the older name is not promised to stay.
  mbedtls_ssl_conf_min_tls_version(&config, MBEDTLS_SSL_VERSION_TLS1_2);
#else
  mbedtls_ssl_conf_min_version(&config, MBEDTLS_SSL_MAJOR_VERSION_3, MBEDTLS_SSL_MINOR_VERSION_3);
#endif
}

/// Before release 3.6.1, Mbed TLS leaves it to its user to begin what TLS 1.3 computes with.
bool begin_cryptography() {
#if defined(MBEDTLS_SSL_PROTO_TLS1_3)
  return psa_crypto_init() == PSA_SUCCESS;
#else
  return true;
#endif
}

bool is_waiting(int result) {
#if defined(MBEDTLS_ERR_SSL_RECEIVED_NEW_SESSION_TICKET)
  // A TLS 1.3 server offers to resume the session later: not wanted, and no reason to end.
  if (result == MBEDTLS_ERR_SSL_RECEIVED_NEW_SESSION_TICKET) return true;
#endif
  return result == MBEDTLS_ERR_SSL_WANT_READ || result == MBEDTLS_ERR_SSL_WANT_WRITE;
}
}  // namespace

struct TlsStream::Session {
  Session() {
    mbedtls_ssl_init(&ssl);
    mbedtls_ssl_config_init(&config);
    mbedtls_x509_crt_init(&trust);
  }
  ~Session() {
    mbedtls_ssl_free(&ssl);
    mbedtls_ssl_config_free(&config);
    mbedtls_x509_crt_free(&trust);
  }
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  mbedtls_ssl_context ssl;
  mbedtls_ssl_config config;
  mbedtls_x509_crt trust;
};

TlsStream::TlsStream(const char* ca_pem) : ca_pem_(ca_pem) {}

TlsStream::~TlsStream() {
  close();
}

void TlsStream::open(Text host, std::uint16_t port) {
  why_ = FlashText();
  input_begin_ = input_end_ = output_size_ = 0;
  began_ms_ = now_ms();
  if (host.size() >= sizeof host_) return fail(PLUGPOINT_REASON("the host's name is too long"));
  std::memcpy(host_, host.data(), host.size());
  host_[host.size()] = '\0';
  port_ = port;
  phase_ = Phase::waiting_for_time;
}

bool TlsStream::begin_session() {
  session_.reset(new (std::nothrow) Session);
  if (!session_ || !begin_cryptography()) return false;
  Session& session = *session_;
  const auto* const pem = reinterpret_cast<const unsigned char*>(ca_pem_);
  if (mbedtls_x509_crt_parse(&session.trust, pem, std::strlen(ca_pem_) + 1) != 0) return false;
  if (mbedtls_ssl_config_defaults(&session.config, MBEDTLS_SSL_IS_CLIENT,
                                  MBEDTLS_SSL_TRANSPORT_STREAM, MBEDTLS_SSL_PRESET_DEFAULT) != 0)
    return false;
  demand_tls_1_2(session.config);
  mbedtls_ssl_conf_authmode(&session.config, MBEDTLS_SSL_VERIFY_REQUIRED);
  mbedtls_ssl_conf_ca_chain(&session.config, &session.trust, nullptr);
  mbedtls_ssl_conf_verify(&session.config, &check_dates, nullptr);
  mbedtls_ssl_conf_rng(&session.config, &random, nullptr);
  if (mbedtls_ssl_setup(&session.ssl, &session.config) != 0) return false;
  mbedtls_ssl_set_bio(&session.ssl, this, &TlsStream::send, &TlsStream::receive, nullptr);
  return mbedtls_ssl_set_hostname(&session.ssl, host_) == 0;
}

int TlsStream::send(void* self, const unsigned char* bytes, std::size_t size) {
  TcpStream& tcp = static_cast<TlsStream*>(self)->tcp_;
  const std::size_t count = size < tcp.room() ? size : tcp.room();
  if (count == 0) return MBEDTLS_ERR_SSL_WANT_WRITE;
  tcp.write({bytes, count});
  return static_cast<int>(count);
}

int TlsStream::receive(void* self, unsigned char* bytes, std::size_t size) {
  TcpStream& tcp = static_cast<TlsStream*>(self)->tcp_;
  const Bytes come = tcp.received().first(size);
  if (come.empty()) return MBEDTLS_ERR_SSL_WANT_READ;
  std::memcpy(bytes, come.data(), come.size());
  tcp.consume(come.size());
  return static_cast<int>(come.size());
}

void TlsStream::shake_hands() {
  const int result = mbedtls_ssl_handshake(&session_->ssl);
  if (is_waiting(result)) return;
  if (result != 0) return fail(text_of(mbedtls_ssl_get_verify_result(&session_->ssl)));
  phase_ = Phase::open;
}

ByteStream::State TlsStream::poll() {
  if (phase_ == Phase::closed) return State::closed;
  if (phase_ != Phase::open && now_ms() - began_ms_ > kTimeoutMs)
    fail(phase_ == Phase::waiting_for_time
             ? PLUGPOINT_REASON(
                   "the server's certificate cannot be checked without the time: call configTime")
             : PLUGPOINT_REASON("the server did not finish the TLS handshake in time"));
  if (phase_ == Phase::waiting_for_time && std::time(nullptr) >= kPlausible) {
    phase_ = Phase::connecting;
    tcp_.open(Text(host_), port_);
  }
  if (phase_ == Phase::closed || phase_ == Phase::waiting_for_time)
    return phase_ == Phase::closed ? State::closed : State::opening;
  const State below = tcp_.poll();
  if (below == State::closed && received().empty()) fail(tcp_.why());
  if (below == State::open && phase_ == Phase::connecting) {
    phase_ = Phase::handshake;
    if (!begin_session())
      fail(PLUGPOINT_REASON("TLS cannot begin: no memory, or the CA is no certificate in PEM"));
  }
  if (phase_ == Phase::handshake) shake_hands();
  if (phase_ == Phase::open) flush();
  if (phase_ == Phase::closed) return State::closed;
  return phase_ == Phase::open ? State::open : State::opening;
}

Bytes TlsStream::received() {
  if (phase_ != Phase::open) return {};
  if (input_begin_ == input_end_) {
    const int count = mbedtls_ssl_read(&session_->ssl, input_, sizeof input_);
    input_begin_ = 0;
    input_end_ = count > 0 ? static_cast<std::size_t>(count) : 0;
    if (count <= 0 && !is_waiting(count))
      fail(PLUGPOINT_REASON("the server closed the connection"));
  }
  return {input_ + input_begin_, input_end_ - input_begin_};
}

void TlsStream::consume(std::size_t count) {
  input_begin_ += count;
}

std::size_t TlsStream::room() {
  // mbedTLS wants the same bytes again after a partial write, so one piece is written at a time.
  return phase_ == Phase::open && output_size_ == 0 ? sizeof output_ : 0;
}

void TlsStream::write(Bytes bytes) {
  if (bytes.size() > room()) return;
  std::memcpy(output_, bytes.data(), bytes.size());
  output_size_ = bytes.size();
  flush();
}

void TlsStream::flush() {
  if (output_size_ == 0) return;
  const int count = mbedtls_ssl_write(&session_->ssl, output_, output_size_);
  if (is_waiting(count)) return;
  if (count < 0) return fail(PLUGPOINT_REASON("the connection was lost"));
  output_size_ -= static_cast<std::size_t>(count);
  std::memmove(output_, output_ + count, output_size_);
}

void TlsStream::close() {
  if (phase_ == Phase::open) mbedtls_ssl_close_notify(&session_->ssl);
  tcp_.close();
  session_.reset();
  phase_ = Phase::closed;
}

void TlsStream::fail(FlashText why) {
  close();
  why_ = why;
}

}  // namespace plugpoint::arduino

#endif  // ARDUINO && ESP32
