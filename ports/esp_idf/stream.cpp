#include "esp_idf/stream.h"

#include <fcntl.h>
#include <netdb.h>
#include <sdkconfig.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#ifdef CONFIG_MBEDTLS_CERTIFICATE_BUNDLE
#include <esp_crt_bundle.h>
#endif

namespace plugpoint::esp_idf {

namespace {

/// A PEM text with its terminating zero, as esp_tls counts it.
unsigned int pem_size(const char* pem) {
  return static_cast<unsigned int>(std::strlen(pem) + 1);
}

const unsigned char* pem_bytes(const char* pem) {
  return reinterpret_cast<const unsigned char*>(pem);
}

bool would_block(int error) {
  return error == EAGAIN || error == EWOULDBLOCK || error == EINTR;
}

/// Whether a socket can be written to now: it is connected, or could not be.
bool is_decided(int socket) {
  fd_set writable;
  FD_ZERO(&writable);
  FD_SET(socket, &writable);
  timeval now{};
  return select(socket + 1, nullptr, &writable, nullptr, &now) > 0;
}

}  // namespace

void Stream::open(const Endpoint& endpoint, std::uint32_t now_ms) {
  close();
  secure_ = endpoint.secure;
  port_ = endpoint.port;
  opened_ms_ = now_ms;
  if (!resolver_.ask(endpoint.host)) return fail("the host name is too long");
  state_ = State::resolving;
}

Stream::State Stream::poll(std::uint32_t now_ms) {
  const bool opening = state_ != State::closed && state_ != State::open;
  if (opening && now_ms - opened_ms_ > kConnectTimeout_ms) fail("no connection within 30 s");
  if (state_ == State::resolving) {
    const Resolver::State answer = resolver_.poll();
    if (answer == Resolver::State::failed) fail("the host name is unknown");
    if (answer == Resolver::State::found) begin_connection();
  }
  if (state_ == State::connecting) check_connection();
  if (state_ == State::handshake) go_on_with_handshake();
  return state_;
}

void Stream::begin_connection() {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_NUMERICHOST;
  char service[8];
  std::snprintf(service, sizeof service, "%u", static_cast<unsigned>(port_));
  addrinfo* found = nullptr;
  if (getaddrinfo(resolver_.address(), service, &hints, &found) != 0 || !found)
    return fail("the address of the host cannot be used");
  socket_ = socket(found->ai_family, found->ai_socktype, found->ai_protocol);
  const bool ready = socket_ >= 0 && fcntl(socket_, F_SETFL, O_NONBLOCK) == 0;
  const bool begun =
      ready && (connect(socket_, found->ai_addr, found->ai_addrlen) == 0 || errno == EINPROGRESS);
  freeaddrinfo(found);
  if (!begun) return fail("no socket could be opened");
  state_ = State::connecting;
}

void Stream::check_connection() {
  if (!is_decided(socket_)) return;
  int error = 0;
  socklen_t size = sizeof error;
  if (getsockopt(socket_, SOL_SOCKET, SO_ERROR, &error, &size) != 0 || error != 0)
    return fail("the central system does not take the connection");
  if (secure_) return begin_handshake();
  state_ = State::open;
}

/// esp_tls gets a socket that is connected already. On its own it would wait in getaddrinfo, and
/// its state machine waits with select for as long as its timeout says, so only its handshake is
/// used, which returns at once on a socket that does not block. `non_block` stays false: it is
/// about that select.
void Stream::begin_handshake() {
  tls_ = esp_tls_init();
  if (!tls_) return fail("there is no memory for TLS");
  tls_config_ = esp_tls_cfg_t{};
  if (tls_options_.authorities) {
    tls_config_.cacert_buf = pem_bytes(tls_options_.authorities);
    tls_config_.cacert_bytes = pem_size(tls_options_.authorities);
  }
#ifdef CONFIG_MBEDTLS_CERTIFICATE_BUNDLE
  if (!tls_options_.authorities) tls_config_.crt_bundle_attach = esp_crt_bundle_attach;
#endif
  if (tls_options_.certificate && tls_options_.key) {
    tls_config_.clientcert_buf = pem_bytes(tls_options_.certificate);
    tls_config_.clientcert_bytes = pem_size(tls_options_.certificate);
    tls_config_.clientkey_buf = pem_bytes(tls_options_.key);
    tls_config_.clientkey_bytes = pem_size(tls_options_.key);
  }
  if (esp_tls_set_conn_sockfd(tls_, socket_) != ESP_OK ||
      esp_tls_set_conn_state(tls_, ESP_TLS_CONNECTING) != ESP_OK)
    return fail("TLS does not take the socket");
  state_ = State::handshake;
}

void Stream::go_on_with_handshake() {
  const char* host = resolver_.host();
  const int done =
      esp_tls_conn_new_async(host, static_cast<int>(std::strlen(host)), port_, &tls_config_, tls_);
  if (done < 0) return fail("the TLS handshake failed: certificate, clock or authorities");
  if (done > 0) state_ = State::open;
}

std::size_t Stream::read(MutableBytes into) {
  if (state_ != State::open || into.empty()) return 0;
  if (tls_) {
    const ssize_t count = esp_tls_conn_read(tls_, into.data(), into.size());
    if (count > 0) return static_cast<std::size_t>(count);
    if (count == 0) fail("the central system closed the connection");
    if (count < 0 && count != ESP_TLS_ERR_SSL_WANT_READ && count != ESP_TLS_ERR_SSL_WANT_WRITE)
      fail("the TLS connection broke");
    return 0;
  }
  const ssize_t count = recv(socket_, into.data(), into.size(), 0);
  if (count > 0) return static_cast<std::size_t>(count);
  if (count == 0) fail("the central system closed the connection");
  if (count < 0 && !would_block(errno)) fail("the connection broke");
  return 0;
}

std::size_t Stream::write(Bytes bytes) {
  if (state_ != State::open || bytes.empty()) return 0;
  if (tls_) {
    const ssize_t count = esp_tls_conn_write(tls_, bytes.data(), bytes.size());
    if (count > 0) return static_cast<std::size_t>(count);
    if (count < 0 && count != ESP_TLS_ERR_SSL_WANT_READ && count != ESP_TLS_ERR_SSL_WANT_WRITE)
      fail("the TLS connection broke");
    return 0;
  }
  const ssize_t count = send(socket_, bytes.data(), bytes.size(), 0);
  if (count > 0) return static_cast<std::size_t>(count);
  if (count < 0 && !would_block(errno)) fail("the connection broke");
  return 0;
}

void Stream::close() {
  resolver_.forget();
  if (tls_) {
    // Closes the socket, which became its own.
    static_cast<void>(esp_tls_conn_destroy(tls_));
  } else if (socket_ >= 0) {
    static_cast<void>(::close(socket_));
  }
  tls_ = nullptr;
  socket_ = -1;
  state_ = State::closed;
}

void Stream::fail(const char* why) {
  close();
  why_ = why;
}

void Stream::wait(std::uint32_t ms, bool to_send) {
  if (tls_ && state_ == State::open && esp_tls_get_bytes_avail(tls_) > 0) return;
  timeval left{};
  left.tv_sec = static_cast<decltype(left.tv_sec)>(ms / 1000);
  left.tv_usec = static_cast<decltype(left.tv_usec)>(ms % 1000 * 1000);
  fd_set readable;
  fd_set writable;
  FD_ZERO(&readable);
  FD_ZERO(&writable);
  if (socket_ >= 0 && state_ != State::connecting) FD_SET(socket_, &readable);
  if (socket_ >= 0 && (to_send || state_ == State::connecting)) FD_SET(socket_, &writable);
  static_cast<void>(select(socket_ + 1, &readable, &writable, nullptr, &left));
}

}  // namespace plugpoint::esp_idf
