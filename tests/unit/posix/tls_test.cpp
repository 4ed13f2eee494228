#include "posix/tls.h"

#include <openssl/ssl.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>

#include "certificates.h"
#include "stream_peer.h"

namespace plugpoint::posix {
namespace {

/// Echoes over TLS, with what a test wants to vary.
class TlsServer {
 public:
  struct Options {
    int lowest_version = TLS1_2_VERSION;
    int highest_version = TLS1_3_VERSION;
    const char* suites = nullptr;
    const Identity* client_authority = nullptr;
  };

  TlsServer(const Identity& identity, const Options& options)
      : context_(SSL_CTX_new(TLS_server_method()), SSL_CTX_free),
        server_([this](int socket) { serve(socket); }) {
    SSL_CTX* context = context_.get();
    SSL_CTX_set_security_level(context, 0);  // So that it would speak old versions.
    SSL_CTX_set_min_proto_version(context, options.lowest_version);
    SSL_CTX_set_max_proto_version(context, options.highest_version);
    SSL_CTX_use_certificate(context, identity.certificate());
    SSL_CTX_use_PrivateKey(context, identity.key());
    if (options.suites) SSL_CTX_set_cipher_list(context, options.suites);
    if (options.client_authority) {
      SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
      X509_STORE_add_cert(SSL_CTX_get_cert_store(context), options.client_authority->certificate());
    }
  }
  explicit TlsServer(const Identity& identity) : TlsServer(identity, Options()) {}

  std::uint16_t port() const { return server_.port; }
  std::string name_asked_for;
  std::atomic<bool> said_goodbye{false};
  std::atomic<int> served{0};

 private:
  void serve(int socket) {
    SSL* session = SSL_new(context_.get());
    SSL_set_fd(session, socket);
    if (SSL_accept(session) == 1) {
      const char* name = SSL_get_servername(session, TLSEXT_NAMETYPE_host_name);
      name_asked_for = name ? name : "(none)";
      char piece[20000];
      int count = 0;
      while ((count = SSL_read(session, piece, sizeof piece)) > 0)
        SSL_write(session, piece, count);
      said_goodbye = SSL_get_error(session, count) == SSL_ERROR_ZERO_RETURN;
    }
    SSL_free(session);
    ++served;
  }

  std::unique_ptr<SSL_CTX, void (*)(SSL_CTX*)> context_;
  Server server_;
};

class TlsTest : public testing::Test {
 protected:
  TlsTest()
      : authority_("Test CA", ""), good_("localhost", "DNS:localhost,IP:127.0.0.1", &authority_) {
    signal(SIGPIPE, SIG_DFL);
    char name[] = "/tmp/plugpoint-tls-XXXXXX";
    folder_ = mkdtemp(name);
    authority_.write_certificate(folder_ + "/ca.pem");
    options_.ca_file = folder_ + "/ca.pem";
  }
  ~TlsTest() override { std::filesystem::remove_all(folder_); }

  /// Sends a text and waits until it comes back, or the stream closes. True when it came back.
  bool talk(std::uint16_t port, const TlsOptions& options, const std::string& host = "localhost",
            const std::string& text = "hello") {
    std::string error;
    const std::shared_ptr<TlsContext> context = TlsContext::create(options, error);
    EXPECT_NE(context, nullptr) << error;
    if (!context) return false;
    owner_ = NotingOwner();
    owner_.to_send = text;
    Stream stream(loop_, owner_);
    stream.open(host, port, context);
    run_until(loop_, [&] { return owner_.received.size() >= text.size() || owner_.closed != 0; });
    const bool answered = owner_.received == text;
    stream.close();
    return answered;
  }

  Identity authority_;
  Identity good_;
  TlsOptions options_;
  std::string folder_;
  EventLoop loop_;
  NotingOwner owner_;
};

TEST_F(TlsTest, a_server_of_a_known_authority_is_accepted) {
  TlsServer server(good_);
  EXPECT_TRUE(talk(server.port(), options_)) << owner_.reason;
  EXPECT_TRUE(run_until(loop_, [&] { return server.served == 1; }));
  EXPECT_EQ(server.name_asked_for, "localhost");
  EXPECT_TRUE(server.said_goodbye);
}

TEST_F(TlsTest, an_address_is_verified_too_and_never_sent_as_name) {
  TlsServer server(good_);
  EXPECT_TRUE(talk(server.port(), options_, "127.0.0.1")) << owner_.reason;
  EXPECT_TRUE(run_until(loop_, [&] { return server.served == 1; }));
  EXPECT_EQ(server.name_asked_for, "(none)");
}

TEST_F(TlsTest, X03_a_self_signed_certificate_is_refused_by_default) {
  const Identity alone("localhost", "DNS:localhost");
  TlsServer server(alone);
  EXPECT_FALSE(talk(server.port(), TlsOptions()));
  EXPECT_EQ(owner_.opened, 0);
  EXPECT_EQ(owner_.reason, "the server's certificate is refused: self-signed certificate");
}

TEST_F(TlsTest, X03_an_unknown_authority_is_refused) {
  TlsServer server(good_);
  EXPECT_FALSE(talk(server.port(), TlsOptions()));
  EXPECT_EQ(owner_.reason.rfind("the server's certificate is refused: ", 0), 0U) << owner_.reason;
}

TEST_F(TlsTest, X03_another_host_name_is_refused) {
  const Identity other("csms.example", "DNS:csms.example,IP:127.0.0.2", &authority_);
  TlsServer server(other);
  EXPECT_FALSE(talk(server.port(), options_));
  EXPECT_EQ(owner_.reason, "the server's certificate is refused: hostname mismatch");
  EXPECT_FALSE(talk(server.port(), options_, "127.0.0.1"));
  EXPECT_EQ(owner_.reason, "the server's certificate is refused: IP address mismatch");
}

TEST_F(TlsTest, X03_an_expired_certificate_is_refused) {
  const Identity expired("localhost", "DNS:localhost", &authority_, -7200, -3600);
  TlsServer server(expired);
  EXPECT_FALSE(talk(server.port(), options_));
  EXPECT_EQ(owner_.reason, "the server's certificate is refused: certificate has expired");
}

TEST_F(TlsTest, only_the_insecure_option_accepts_any_server) {
  const Identity alone("nobody", "DNS:nobody");
  TlsServer server(alone);
  TlsOptions options;
  options.insecure_accept_any_server = true;
  EXPECT_TRUE(talk(server.port(), options)) << owner_.reason;
}

TEST_F(TlsTest, X03_versions_before_1_2_are_refused) {
  TlsServer::Options old;
  old.lowest_version = TLS1_VERSION;
  old.highest_version = TLS1_1_VERSION;
  TlsServer server(good_, old);
  EXPECT_FALSE(talk(server.port(), options_));
  EXPECT_EQ(owner_.reason.rfind("TLS: ", 0), 0U) << owner_.reason;
}

TEST_F(TlsTest, X03_tls_1_2_needs_aes_gcm) {
  TlsServer::Options weak;
  weak.highest_version = TLS1_2_VERSION;
  weak.suites = "ECDHE-ECDSA-AES128-SHA256";
  TlsServer refused(good_, weak);
  EXPECT_FALSE(talk(refused.port(), options_));
  weak.suites = "ECDHE-ECDSA-AES128-GCM-SHA256";
  TlsServer accepted(good_, weak);
  EXPECT_TRUE(talk(accepted.port(), options_)) << owner_.reason;
}

TEST_F(TlsTest, a_client_certificate_is_shown) {
  const Identity client("CP1", "DNS:CP1", &authority_);
  client.write_certificate(folder_ + "/client.pem");
  client.write_key(folder_ + "/client.key");
  TlsServer::Options strict;
  strict.client_authority = &authority_;
  TlsServer server(good_, strict);
  EXPECT_FALSE(talk(server.port(), options_));
  options_.certificate_file = folder_ + "/client.pem";
  options_.key_file = folder_ + "/client.key";
  EXPECT_TRUE(talk(server.port(), options_)) << owner_.reason;
}

TEST_F(TlsTest, much_data_in_both_directions) {
  TlsServer server(good_);
  std::string text(3000000, '\0');
  for (std::size_t i = 0; i < text.size(); ++i)
    text[i] = static_cast<char>(i * 31 >> 3);
  EXPECT_TRUE(talk(server.port(), options_, "localhost", text)) << owner_.reason;
}

TEST_F(TlsTest, a_server_that_speaks_no_tls) {
  Server server(
      [](int socket) { ::send(socket, "HTTP/1.1 400 Bad Request\r\n\r\n", 28, MSG_NOSIGNAL); });
  EXPECT_FALSE(talk(server.port, options_));
  EXPECT_EQ(owner_.reason.rfind("TLS: ", 0), 0U) << owner_.reason;
}

TEST_F(TlsTest, a_handshake_that_is_never_answered_runs_into_the_timeout) {
  Server server([](int socket) { read_all(socket); });
  std::string error;
  Stream::Timeouts timeouts;
  timeouts.connect_ms = 100;
  Stream stream(loop_, owner_, timeouts);
  stream.open("localhost", server.port, TlsContext::create(options_, error));
  EXPECT_TRUE(run_until(loop_, [&] { return owner_.closed == 1; }));
  EXPECT_EQ(owner_.reason, "cannot connect to localhost: no answer in time");
}

TEST_F(TlsTest, files_that_cannot_be_used_are_named) {
  std::string error;
  TlsOptions options;
  options.ca_file = folder_ + "/missing.pem";
  EXPECT_EQ(TlsContext::create(options, error), nullptr);
  EXPECT_NE(error.find(folder_ + "/missing.pem"), std::string::npos) << error;
  options = options_;
  options.certificate_file = folder_ + "/none.pem";
  EXPECT_EQ(TlsContext::create(options, error), nullptr);
  EXPECT_NE(error.find(folder_ + "/none.pem"), std::string::npos) << error;
}

}  // namespace
}  // namespace plugpoint::posix
