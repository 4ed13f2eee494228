#include "plugpoint/port_arduino/tls_stream_esp8266.h"

#if defined(ARDUINO) && defined(ESP8266)

#include <StackThunk.h>

#include <cstring>
#include <ctime>
#include <new>

#include "plugpoint/port_arduino/clock.h"
#include "plugpoint/port_arduino/entropy.h"

namespace plugpoint::arduino {

namespace {
constexpr std::uint32_t kTimeoutMs = 30000;
constexpr std::time_t kPlausible = 1735689600;  // 2025-01-01: before it the clock was never set.
constexpr std::uint32_t kDaysBefore1970 = 719528;
constexpr std::time_t kSecondsPerDay = 86400;
// What BearSSL adds to the records it holds.
constexpr std::size_t kReceiveOverhead = 325;
constexpr std::size_t kSendBytes = 512 + 85;

const std::uint16_t kSuites[] = {
    BR_TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, BR_TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
    BR_TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, BR_TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
    BR_TLS_RSA_WITH_AES_128_GCM_SHA256,         BR_TLS_RSA_WITH_AES_256_GCM_SHA384,
};

std::size_t within(std::size_t value, std::size_t least, std::size_t most) {
  return value < least ? least : value > most ? most : value;
}
}  // namespace

struct TlsStream::Session {
  br_ssl_client_context client;
  br_x509_minimal_context certificates;
  std::unique_ptr<unsigned char[]> input;
  unsigned char output[kSendBytes];
  br_ssl_engine_context& engine() { return client.eng; }
};

TlsStream::TlsStream(const char* ca_pem, std::size_t receive_bytes)
    : trust_(ca_pem), receive_bytes_(within(receive_bytes, 512, 16384)) {
  stack_thunk_add_ref();
}

TlsStream::~TlsStream() {
  close();
  stack_thunk_del_ref();
}

void TlsStream::open(Text host, std::uint16_t port) {
  why_ = FlashText();
  began_ms_ = now_ms();
  if (host.size() >= sizeof host_) return fail(PLUGPOINT_REASON("the host's name is too long"));
  if (trust_.getCount() == 0)
    return fail(PLUGPOINT_REASON("there is no CA certificate to check the server with"));
  std::memcpy(host_, host.data(), host.size());
  host_[host.size()] = '\0';
  port_ = port;
  phase_ = Phase::waiting_for_time;
}

bool TlsStream::begin_session() {
  session_.reset(new (std::nothrow) Session);
  if (session_)
    session_->input.reset(new (std::nothrow) unsigned char[receive_bytes_ + kReceiveOverhead]);
  if (!session_ || !session_->input) return false;
  Session& session = *session_;
  br_ssl_engine_context& engine = session.engine();
  br_ssl_client_zero(&session.client);
  br_ssl_engine_add_flags(&engine, BR_OPT_NO_RENEGOTIATION);
  br_ssl_engine_set_versions(&engine, BR_TLS12, BR_TLS12);
  br_ssl_engine_set_suites(&engine, kSuites, sizeof kSuites / sizeof kSuites[0]);
  // The chip multiplies 32 bits to 32, so arithmetic on 15 bits takes half the time of that on 31.
  br_ssl_client_set_rsapub(&session.client, &br_rsa_i15_public);
  br_ssl_engine_set_rsavrfy(&engine, &br_rsa_i15_pkcs1_vrfy);
  br_ssl_engine_set_ec(&engine, &br_ec_all_m15);
  br_ssl_engine_set_ecdsa(&engine, &br_ecdsa_i15_vrfy_asn1);
  br_ssl_engine_set_hash(&engine, br_sha256_ID, &br_sha256_vtable);
  br_ssl_engine_set_hash(&engine, br_sha384_ID, &br_sha384_vtable);
  br_ssl_engine_set_hash(&engine, br_sha512_ID, &br_sha512_vtable);
  br_ssl_engine_set_prf_sha256(&engine, &br_tls12_sha256_prf);
  br_ssl_engine_set_prf_sha384(&engine, &br_tls12_sha384_prf);
  br_ssl_engine_set_default_aes_gcm(&engine);

  br_x509_minimal_context& certificates = session.certificates;
  br_x509_minimal_init(&certificates, &br_sha256_vtable, trust_.getTrustAnchors(),
                       trust_.getCount());
  br_x509_minimal_set_rsa(&certificates, br_ssl_engine_get_rsavrfy(&engine));
  br_x509_minimal_set_ecdsa(&certificates, br_ssl_engine_get_ec(&engine),
                            br_ssl_engine_get_ecdsa(&engine));
  br_x509_minimal_set_hash(&certificates, br_sha256_ID, &br_sha256_vtable);
  br_x509_minimal_set_hash(&certificates, br_sha384_ID, &br_sha384_vtable);
  br_x509_minimal_set_hash(&certificates, br_sha512_ID, &br_sha512_vtable);
  const std::time_t now = std::time(nullptr);
  br_x509_minimal_set_time(&certificates,
                           static_cast<std::uint32_t>(now / kSecondsPerDay) + kDaysBefore1970,
                           static_cast<std::uint32_t>(now % kSecondsPerDay));
  br_ssl_engine_set_x509(&engine, &certificates.vtable);

  br_ssl_engine_set_buffers_bidi(&engine, session.input.get(), receive_bytes_ + kReceiveOverhead,
                                 session.output, sizeof session.output);
  unsigned char seed[32];
  HardwareEntropy().fill({seed, sizeof seed});
  br_ssl_engine_inject_entropy(&engine, seed, sizeof seed);
  return br_ssl_client_reset(&session.client, host_, 0) == 1;
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
    if (!begin_session()) fail(PLUGPOINT_REASON("no memory for TLS"));
  }
  if (session_) move_records();
  if (phase_ == Phase::closed) return State::closed;
  return phase_ == Phase::open ? State::open : State::opening;
}

bool TlsStream::send_record() {
  std::size_t size = 0;
  const unsigned char* const bytes = thunk_br_ssl_engine_sendrec_buf(&session_->engine(), &size);
  size = within(size, 0, tcp_.room());
  if (!bytes || size == 0) return false;
  tcp_.write({bytes, size});
  thunk_br_ssl_engine_sendrec_ack(&session_->engine(), size);
  return true;
}

bool TlsStream::receive_record() {
  std::size_t size = 0;
  unsigned char* const room = thunk_br_ssl_engine_recvrec_buf(&session_->engine(), &size);
  const Bytes bytes = tcp_.received().first(size);
  if (!room || bytes.empty()) return false;
  std::memcpy(room, bytes.data(), bytes.size());
  tcp_.consume(bytes.size());
  thunk_br_ssl_engine_recvrec_ack(&session_->engine(), bytes.size());
  return true;
}

void TlsStream::move_records() {
  br_ssl_engine_context& engine = session_->engine();
  while (send_record()) {
  }
  // During the handshake each piece may bring a long calculation: one a time.
  if (receive_record()) {
    while (send_record()) {
    }
  }
  const unsigned state = br_ssl_engine_current_state(&engine);
  if (state == BR_SSL_CLOSED) return fail(text_of(br_ssl_engine_last_error(&engine)));
  if (phase_ == Phase::handshake && (state & BR_SSL_SENDAPP)) phase_ = Phase::open;
}

Bytes TlsStream::received() {
  if (!session_ || !(br_ssl_engine_current_state(&session_->engine()) & BR_SSL_RECVAPP)) return {};
  std::size_t size = 0;
  const unsigned char* const bytes = thunk_br_ssl_engine_recvapp_buf(&session_->engine(), &size);
  return {bytes, bytes ? size : 0};
}

void TlsStream::consume(std::size_t count) {
  if (session_ && count > 0) thunk_br_ssl_engine_recvapp_ack(&session_->engine(), count);
}

std::size_t TlsStream::room() {
  if (phase_ != Phase::open || !(br_ssl_engine_current_state(&session_->engine()) & BR_SSL_SENDAPP))
    return 0;
  std::size_t size = 0;
  return thunk_br_ssl_engine_sendapp_buf(&session_->engine(), &size) ? size : 0;
}

void TlsStream::write(Bytes bytes) {
  std::size_t size = 0;
  unsigned char* const room = thunk_br_ssl_engine_sendapp_buf(&session_->engine(), &size);
  if (!room || bytes.size() > size)
    return fail(PLUGPOINT_REASON("more was sent than there is room for"));
  std::memcpy(room, bytes.data(), bytes.size());
  thunk_br_ssl_engine_sendapp_ack(&session_->engine(), bytes.size());
  br_ssl_engine_flush(&session_->engine(), 0);
  while (send_record()) {
  }
}

void TlsStream::close() {
  if (phase_ == Phase::open) {
    br_ssl_engine_close(&session_->engine());
    while (send_record()) {
    }
  }
  tcp_.close();
  session_.reset();
  phase_ = Phase::closed;
}

void TlsStream::fail(FlashText why) {
  close();
  why_ = why;
}

FlashText TlsStream::text_of(int error) {
  switch (error) {
    case BR_ERR_OK:
      return PLUGPOINT_REASON("the server closed the connection");
    case BR_ERR_X509_NOT_TRUSTED:
    case BR_ERR_X509_BAD_SIGNATURE:
      return PLUGPOINT_REASON("the server's certificate is not signed by a CA that is trusted");
    case BR_ERR_X509_EXPIRED:
      return PLUGPOINT_REASON("the server's certificate is not valid at this time");
    case BR_ERR_X509_BAD_SERVER_NAME:
      return PLUGPOINT_REASON("the server's certificate is for another host name");
    case BR_ERR_TOO_LARGE:
      return PLUGPOINT_REASON("the server sends larger TLS records than receive_bytes");
    default:
      return PLUGPOINT_REASON(
          "TLS failed: the server speaks no TLS 1.2 with a suite of ours, or broke it");
  }
}

}  // namespace plugpoint::arduino

#endif  // ARDUINO && ESP8266
