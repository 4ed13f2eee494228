#include "posix/tls.h"

#include <arpa/inet.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstring>

namespace plugpoint::posix {

namespace {

// The suites of A00.FR.318, and their ECDHE_RSA siblings: a server with an RSA certificate would
// otherwise be left without forward secrecy. Those of TLS 1.3 are OpenSSL's.
constexpr char kSuites[] =
    "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:"
    "ECDHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-AES256-GCM-SHA384:"
    "AES128-GCM-SHA256:AES256-GCM-SHA384";

int socket_of(BIO* bio) {
  return *static_cast<const int*>(BIO_get_data(bio));
}

// OpenSSL's own socket BIO writes with write(2), which kills the program by SIGPIPE when the server
// is gone.
int write_socket(BIO* bio, const char* bytes, int size) {
  BIO_clear_retry_flags(bio);
  const ssize_t count = ::send(socket_of(bio), bytes, static_cast<std::size_t>(size), MSG_NOSIGNAL);
  if (count < 0 && (errno == EAGAIN || errno == EINTR)) BIO_set_retry_write(bio);
  return static_cast<int>(count);
}

int read_socket(BIO* bio, char* into, int size) {
  BIO_clear_retry_flags(bio);
  const ssize_t count = ::recv(socket_of(bio), into, static_cast<std::size_t>(size), 0);
  if (count < 0 && (errno == EAGAIN || errno == EINTR)) BIO_set_retry_read(bio);
  return static_cast<int>(count);
}

long control(BIO*, int command, long, void*) {
  return command == BIO_CTRL_FLUSH ? 1 : 0;
}

int create_bio(BIO* bio) {
  BIO_set_init(bio, 1);
  return 1;
}

const BIO_METHOD* socket_method() {
  static const BIO_METHOD* const kMethod = [] {
    BIO_METHOD* method = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "socket");
    BIO_meth_set_write(method, write_socket);
    BIO_meth_set_read(method, read_socket);
    BIO_meth_set_ctrl(method, control);
    BIO_meth_set_create(method, create_bio);
    return method;
  }();
  return kMethod;
}

bool is_address(const std::string& host) {
  unsigned char address[sizeof(in6_addr)];
  return inet_pton(AF_INET, host.c_str(), address) == 1 ||
         inet_pton(AF_INET6, host.c_str(), address) == 1;
}

std::string last_openssl_error() {
  const unsigned long code = ERR_get_error();
  const char* text = code != 0 ? ERR_reason_error_string(code) : nullptr;
  ERR_clear_error();
  return text ? text : "unknown reason";
}

bool load_trust(ssl_ctx_st* context, const TlsOptions& options) {
  if (options.ca_file.empty() && options.ca_directory.empty())
    return SSL_CTX_set_default_verify_paths(context) == 1;
  return SSL_CTX_load_verify_locations(
             context, options.ca_file.empty() ? nullptr : options.ca_file.c_str(),
             options.ca_directory.empty() ? nullptr : options.ca_directory.c_str()) == 1;
}

bool load_identity(ssl_ctx_st* context, const TlsOptions& options) {
  if (options.certificate_file.empty()) return true;
  return SSL_CTX_use_certificate_chain_file(context, options.certificate_file.c_str()) == 1 &&
         SSL_CTX_use_PrivateKey_file(context, options.key_file.c_str(), SSL_FILETYPE_PEM) == 1 &&
         SSL_CTX_check_private_key(context) == 1;
}

}  // namespace

std::shared_ptr<TlsContext> TlsContext::create(const TlsOptions& options, std::string& error) {
  std::shared_ptr<TlsContext> result(new TlsContext);
  ssl_ctx_st* context = SSL_CTX_new(TLS_client_method());
  result->context_ = context;
  result->verify_ = !options.insecure_accept_any_server;
  if (!context || SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) != 1 ||
      SSL_CTX_set_cipher_list(context, kSuites) != 1) {
    error = "TLS is not available: " + last_openssl_error();
    return nullptr;
  }
  SSL_CTX_set_options(context, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION);
  // Buffers are given back while a connection is idle: 34 KB each otherwise.
  SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE |
                                SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_verify(context, result->verify_ ? SSL_VERIFY_PEER : SSL_VERIFY_NONE, nullptr);
  if (result->verify_ && !load_trust(context, options)) {
    error = "cannot use the CA certificates " + options.ca_file + options.ca_directory + ": " +
            last_openssl_error();
    return nullptr;
  }
  if (!load_identity(context, options)) {
    error = "cannot use the client certificate " + options.certificate_file + " with the key " +
            options.key_file + ": " + last_openssl_error();
    return nullptr;
  }
  return result;
}

TlsContext::~TlsContext() {
  SSL_CTX_free(context_);
}

TlsSession::TlsSession(std::shared_ptr<TlsContext> context, int socket, const std::string& host)
    : context_(std::move(context)), socket_(socket), session_(SSL_new(context_->context_)) {
  if (!session_) return;
  BIO* bio = BIO_new(socket_method());
  BIO_set_data(bio, &socket_);
  SSL_set_bio(session_, bio, bio);
  SSL_set_connect_state(session_);
  const bool address = is_address(host);
  if (!address) SSL_set_tlsext_host_name(session_, host.c_str());
  if (!context_->verify_) return;
  if (address) {
    X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(session_), host.c_str());
  } else {
    SSL_set_hostflags(session_, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    SSL_set1_host(session_, host.c_str());
  }
}

TlsSession::~TlsSession() {
  SSL_free(session_);
}

Transfer TlsSession::outcome(int result) {
  switch (SSL_get_error(session_, result)) {
    case SSL_ERROR_NONE:
      return Transfer::done;
    case SSL_ERROR_WANT_READ:
      return Transfer::want_read;
    case SSL_ERROR_WANT_WRITE:
      return Transfer::want_write;
    case SSL_ERROR_ZERO_RETURN:
      return Transfer::end;
    default:
      describe_failure();
      return Transfer::failed;
  }
}

void TlsSession::describe_failure() {
  const long verdict = SSL_get_verify_result(session_);
  if (context_->verify_ && verdict != X509_V_OK) {
    error_ = std::string("the server's certificate is refused: ") +
             X509_verify_cert_error_string(verdict);
    ERR_clear_error();
  } else if (ERR_peek_error() != 0) {
    error_ = "TLS: " + last_openssl_error();
  } else {
    error_ = std::string("TLS: ") + (errno != 0 ? std::strerror(errno) : "the server hung up");
  }
}

Transfer TlsSession::handshake() {
  if (!session_) return Transfer::failed;
  errno = 0;
  ERR_clear_error();
  return outcome(SSL_do_handshake(session_));
}

Transfer TlsSession::read(MutableBytes into, std::size_t& count) {
  errno = 0;
  ERR_clear_error();
  return outcome(SSL_read_ex(session_, into.data(), into.size(), &count));
}

Transfer TlsSession::write(Bytes bytes, std::size_t& count) {
  errno = 0;
  ERR_clear_error();
  return outcome(SSL_write_ex(session_, bytes.data(), bytes.size(), &count));
}

void TlsSession::shut_down() {
  if (session_ && SSL_is_init_finished(session_)) SSL_shutdown(session_);
  ERR_clear_error();
}

}  // namespace plugpoint::posix
