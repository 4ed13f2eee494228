// TLS on a non-blocking socket, by OpenSSL.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "plugpoint/base/span.h"

struct ssl_ctx_st;
struct ssl_st;

namespace plugpoint::posix {

struct TlsOptions {
  std::string ca_file;           ///< PEM; with both empty, the system's trust store decides.
  std::string ca_directory;      ///< Hashed names, as `openssl rehash` makes them.
  std::string certificate_file;  ///< PEM chain of the client (security profile 3); empty: none.
  std::string key_file;          ///< Its private key, PEM.
  /// True: any certificate of any host is accepted, so anybody on the way can read and change
  /// everything. Only for tests.
  bool insecure_accept_any_server = false;
};

/// What connections to one central system have in common. TLS 1.2 or later, suites with AES-GCM
/// (security whitepaper, A00.FR.3xx), no compression. The server's certificate and its host name
/// are verified unless the options say otherwise.
class TlsContext {
 public:
  /// Null on failure, then `error` says which file could not be used.
  static std::shared_ptr<TlsContext> create(const TlsOptions& options, std::string& error);
  ~TlsContext();
  TlsContext(const TlsContext&) = delete;
  TlsContext& operator=(const TlsContext&) = delete;

 private:
  friend class TlsSession;
  TlsContext() = default;

  ssl_ctx_st* context_ = nullptr;
  bool verify_ = true;
};

/// The outcome of reading, writing or shaking hands without blocking.
enum class Transfer : std::uint8_t { done, want_read, want_write, end, failed };

/// One TLS connection over a connected, non-blocking socket that the caller owns.
class TlsSession {
 public:
  /// `host` is what the certificate must name: a DNS name (also sent as SNI) or an IP address.
  TlsSession(std::shared_ptr<TlsContext> context, int socket, const std::string& host);
  ~TlsSession();
  TlsSession(const TlsSession&) = delete;
  TlsSession& operator=(const TlsSession&) = delete;

  Transfer handshake();
  Transfer read(MutableBytes into, std::size_t& count);
  /// After `want_*` call again with the same bytes (more may follow them).
  Transfer write(Bytes bytes, std::size_t& count);
  /// Says goodbye, without waiting for the answer.
  void shut_down();
  /// Why the last call returned `failed`.
  const std::string& error() const { return error_; }

 private:
  Transfer outcome(int result);
  void describe_failure();

  std::shared_ptr<TlsContext> context_;
  int socket_;
  ssl_st* session_ = nullptr;
  std::string error_;
};

}  // namespace plugpoint::posix
