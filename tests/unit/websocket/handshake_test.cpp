// The client's duties in the opening handshake, RFC 6455 §4.1.
#include "session.h"

namespace plugpoint::websocket {
namespace {

class HandshakeInPieces : public Pieces {};
INSTANTIATE_TEST_SUITE_P(Steps, HandshakeInPieces, testing::Values(0U, 1U, 7U));

std::string with_field(const std::string& line) {
  std::string answer = response();
  return answer.insert(answer.size() - 2, line + "\r\n");
}

std::string without_field(const std::string& name) {
  std::string answer = response();
  const std::size_t at = answer.find(name + ":");
  return answer.erase(at, answer.find("\r\n", at) + 2 - at);
}

std::string replaced(const std::string& from, const std::string& to) {
  std::string answer = response();
  return answer.replace(answer.find(from), from.size(), to);
}

TEST_P(HandshakeInPieces, request_has_every_required_field) {
  Session session(GetParam());
  EXPECT_EQ(session.open(),
            "GET /ocpp/CP1 HTTP/1.1\r\n"
            "Host: csms.example\r\n"
            "Upgrade: websocket\r\n"
            "Connection: Upgrade\r\n"
            "Sec-WebSocket-Version: 13\r\n"
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
            "Sec-WebSocket-Protocol: ocpp2.0.1,ocpp1.6\r\n\r\n");
}

TEST_P(HandshakeInPieces, a_good_answer_opens) {
  Session session(GetParam());
  session.open();
  EXPECT_EQ(session.opened, 1);
  EXPECT_EQ(session.failed, 0) << session.error;
  EXPECT_EQ(session.client.state(), Client::State::open);
  EXPECT_EQ(session.client.subprotocol(), Text("ocpp1.6"));
  EXPECT_EQ(session.client.http_status(), 101);
  EXPECT_TRUE(session.client.writable());
}

TEST_P(HandshakeInPieces, frames_may_follow_in_the_same_segment) {
  Session session(GetParam());
  session.open(handshake(), response() + text_frame("[2]") + frame(0x89, "hi"));
  EXPECT_EQ(session.messages, std::vector<std::string>{"[2]"});
  const auto frames = session.drain_frames();
  ASSERT_EQ(frames.size(), 1U);
  EXPECT_EQ(frames[0].payload, "hi");
}

TEST(Handshake, each_connection_has_a_key_of_its_own) {
  Session session;
  const std::string first = session.open();
  session.client.reset();
  const Handshake request = handshake();
  session.client.open(request);
  EXPECT_NE(session.drain(), first);
}

TEST(Handshake, host_names_the_port_unless_it_is_the_default) {
  const auto host_line = [](const char* host, std::uint16_t port, bool secure) {
    Session session;
    Handshake request = handshake();
    request.host = host;
    request.port = port;
    request.secure = secure;
    const std::string sent = session.open(request);
    const std::size_t at = sent.find("Host: ") + 6;
    return sent.substr(at, sent.find("\r\n", at) - at);
  };
  EXPECT_EQ(host_line("h", 80, false), "h");
  EXPECT_EQ(host_line("h", 443, true), "h");
  EXPECT_EQ(host_line("h", 80, true), "h:80");
  EXPECT_EQ(host_line("h", 65535, false), "h:65535");
  EXPECT_EQ(host_line("::1", 8180, false), "[::1]:8180");
  EXPECT_EQ(host_line("[::1]", 8180, false), "[::1]:8180");
}

// RFC 7617 §2, and its example.
TEST_P(HandshakeInPieces, X02_basic_authentication) {
  Session session(GetParam());
  Handshake request = handshake();
  request.user = "Aladdin";
  request.password = "open sesame";
  EXPECT_NE(session.open(request).find("\r\nAuthorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==\r\n"),
            std::string::npos);
  EXPECT_EQ(session.opened, 1);
}

TEST(Handshake, X02_a_password_may_be_any_bytes) {
  Session session;
  Handshake request = handshake();
  request.user = "CP1";
  request.password = Text("\x00\xFF\r\n:", 5);
  EXPECT_NE(session.open(request).find("Basic Q1AxOgD/DQo6\r\n"), std::string::npos);
}

TEST(Handshake, X02_no_user_no_authorization) {
  Session session;
  Handshake request = handshake();
  request.password = "secret";
  EXPECT_EQ(session.open(request).find("Authorization"), std::string::npos);
}

TEST(Handshake, texts_that_would_forge_header_lines_are_never_sent) {
  const auto refused = [](void (*spoil)(Handshake&)) {
    Session session;
    Handshake request = handshake();
    spoil(request);
    session.client.open(request);
    EXPECT_EQ(session.drain(), "");
    const std::uint8_t* at = nullptr;
    EXPECT_EQ(session.client.receive(at, at), Event::failed);
    EXPECT_EQ(session.client.state(), Client::State::closed);
    EXPECT_FALSE(session.client.error().empty());
    return session.client.receive(at, at) == Event::none;
  };
  EXPECT_TRUE(refused([](Handshake& h) { h.host = "a\r\nX: y"; }));
  EXPECT_TRUE(refused([](Handshake& h) { h.host = ""; }));
  EXPECT_TRUE(refused([](Handshake& h) { h.path = "/a b"; }));
  EXPECT_TRUE(refused([](Handshake& h) { h.path = "/\xC3\xA4"; }));
  EXPECT_TRUE(refused([](Handshake& h) { h.path = "ocpp"; }));
  EXPECT_TRUE(refused([](Handshake& h) { h.subprotocols = "ocpp1.6,\r\n"; }));
  EXPECT_TRUE(refused([](Handshake& h) { h.subprotocols = "a,,b"; }));
  EXPECT_TRUE(refused([](Handshake& h) { h.subprotocols = "this-name-is-over-24-characters"; }));
  EXPECT_TRUE(refused([](Handshake& h) { h.user = "CP:1"; }));
}

// RFC 6455 §4.1: names and the values of Upgrade and Connection ignore case.
TEST_P(HandshakeInPieces, answer_in_other_spellings_opens) {
  for (const std::string& answer : {
           "HTTP/1.1 101\r\nUPGRADE:WebSocket\r\nconnection:\tkeep-alive , upgrade\t\r\n"
           "SEC-WebSocket-accept:   " +
               std::string(kAccept) +
               "  \r\n"
               "sec-websocket-protocol:ocpp2.0.1 \r\nSec-WebSocket-Extensions:\r\n\r\n",
           "HTTP/1.1 101 \xC3\xA4\nUpgrade: websocket\nConnection: Upgrade, Keep-Alive\n"
           "Server: x:y\nSec-WebSocket-Accept: " +
               std::string(kAccept) +
               "\n"
               "Sec-WebSocket-Protocol: ocpp2.0.1\nSec-WebSocket-Acceptable: no\nSec: 1\n\n",
       }) {
    Session session(GetParam());
    session.open(handshake(), answer);
    EXPECT_EQ(session.opened, 1) << session.error << "\n" << answer;
    EXPECT_EQ(session.client.subprotocol(), Text("ocpp2.0.1"));
  }
}

struct Refusal {
  std::string answer;
  std::string error;
};

TEST_P(HandshakeInPieces, an_answer_that_breaks_the_handshake_fails) {
  const Refusal refusals[] = {
      {without_field("Upgrade"), "The server's answer lacks Upgrade: websocket"},
      {replaced("websocket", "h2c"), "The server upgrades to something else"},
      {replaced("websocket", "websocket2"), "The server upgrades to something else"},
      {replaced("websocket", "web socket"), "The server upgrades to something else"},
      {without_field("Connection"), "The server's answer lacks Connection: Upgrade"},
      {replaced("Connection: Upgrade", "Connection: close"),
       "The server's answer lacks Connection: Upgrade"},
      {without_field("Sec-WebSocket-Accept"), "The server's answer lacks Sec-WebSocket-Accept"},
      {replaced("s3pP", "S3pP"), "Sec-WebSocket-Accept does not fit the key that was sent"},
      {replaced("xOo=", "xOo"), "Sec-WebSocket-Accept does not fit the key that was sent"},
      {replaced("xOo=", "xOo=="), "Sec-WebSocket-Accept does not fit the key that was sent"},
      {replaced("xOo=", "xOo= ="), "Sec-WebSocket-Accept does not fit the key that was sent"},
      {with_field("Sec-WebSocket-Accept: " + std::string(kAccept)),
       "Sec-WebSocket-Accept came twice"},
      {with_field("Sec-WebSocket-Extensions: permessage-deflate"),
       "The server uses an extension that was not offered"},
      {with_field(" folded: line"), "A header field name of the server cannot be read"},
      {with_field("no colon"), "A header field name of the server cannot be read"},
      {with_field(": empty"), "A header field name of the server cannot be read"},
      {with_field("Name : space"), "A header field name of the server cannot be read"},
      {with_field("X: a\x01z"), "A header field of the server has a control character"},
      {with_field("X: a\rz"), "A header line of the server ends without line feed"},
      {replaced("HTTP/1.1", "HTTP/1.0"), "The answer is no HTTP/1.1 response"},
      {replaced("HTTP/1.1", "HTTP/2.0"), "The answer is no HTTP/1.1 response"},
      {"SSH-2.0-OpenSSH_9.2\r\n", "The answer is no HTTP/1.1 response"},
      {replaced("101", "1O1"), "The HTTP status line cannot be read"},
      {replaced("101", "1010"), "The HTTP status line cannot be read"},
  };
  for (const Refusal& refusal : refusals) {
    Session session(GetParam());
    session.open(handshake(), refusal.answer);
    EXPECT_EQ(session.opened, 0) << refusal.answer;
    EXPECT_EQ(session.failed, 1) << refusal.answer;
    EXPECT_EQ(session.error, refusal.error) << refusal.answer;
    EXPECT_EQ(session.client.state(), Client::State::closed);
    EXPECT_EQ(session.drain(), "");
    EXPECT_FALSE(session.client.writable());
  }
}

TEST_P(HandshakeInPieces, R14_a_subprotocol_that_was_not_offered_fails) {
  for (const char* chosen : {"ocpp2.1", "OCPP1.6", "ocpp1", "ocpp1.6,ocpp2.0.1", "ocpp1.6 x",
                             "ocpp2.0.1,ocpp1.6", "ocpp1.6-which-is-longer-than-24-characters"}) {
    Session session(GetParam());
    session.open(handshake(), response(chosen));
    EXPECT_EQ(session.failed, 1) << chosen;
    EXPECT_EQ(session.error, "The server chose a subprotocol that was not offered");
  }
}

TEST_P(HandshakeInPieces, R14_an_answer_without_subprotocol_fails) {
  Session session(GetParam());
  session.open(handshake(), response(""));
  EXPECT_EQ(session.failed, 1);
  EXPECT_EQ(session.error, "The server chose none of the offered subprotocols");
}

TEST(Handshake, R14_two_subprotocols_fail) {
  Session session;
  session.open(handshake(), with_field("Sec-WebSocket-Protocol: ocpp1.6"));
  EXPECT_EQ(session.error, "Sec-WebSocket-Protocol came twice");
}

TEST(Handshake, none_offered_none_chosen) {
  Handshake request = handshake();
  request.subprotocols = {};
  Session session;
  EXPECT_EQ(session.open(request, response("")).find("Sec-WebSocket-Protocol"), std::string::npos);
  EXPECT_EQ(session.opened, 1);
  EXPECT_TRUE(session.client.subprotocol().empty());

  Session other;
  other.open(request, response("ocpp1.6"));
  EXPECT_EQ(other.failed, 1);
}

TEST_P(HandshakeInPieces, R15_the_status_of_a_refusal_is_known) {
  const std::pair<int, const char*> refusals[] = {
      {401, "The server refused the credentials (HTTP 401 or 403)"},
      {403, "The server refused the credentials (HTTP 401 or 403)"},
      {404, "The server does not know this path (HTTP 404)"},
      {302, "The server redirects, which is not followed (HTTP 3xx)"},
      {503, "The server is not able to serve now (HTTP 5xx)"},
      {200, "The server refused the handshake (HTTP status is not 101)"},
      {429, "The server refused the handshake (HTTP status is not 101)"},
  };
  for (const char* version : {"HTTP/1.1 ", "HTTP/1.0 "}) {
    for (const auto& [status, error] : refusals) {
      Session session(GetParam());
      session.open(handshake(),
                   version + std::to_string(status) + " Reason\r\nContent-Length: 4\r\n\r\nbody");
      EXPECT_EQ(session.failed, 1);
      EXPECT_EQ(session.client.http_status(), status);
      EXPECT_EQ(session.error, error);
    }
  }
}

TEST_P(HandshakeInPieces, headers_without_end_are_given_up) {
  const std::string endless[] = {
      response().substr(0, 34) + std::string(9000, 'a'),
      response().substr(0, 34) + "X: " + std::string(9000, 'a'),
      "HTTP/1.1 101 " + std::string(9000, 'a'),
  };
  for (const std::string& answer : endless) {
    Session session(GetParam());
    session.open(handshake(), answer);
    EXPECT_EQ(session.failed, 1);
    EXPECT_EQ(session.error, "The server's handshake answer is longer than 8 KiB");
  }
}

TEST_P(HandshakeInPieces, a_long_but_bounded_answer_opens) {
  std::string answer = response();
  answer.insert(answer.size() - 2, "X-Trace: " + std::string(7800, 'a') + "\r\n");
  Session session(GetParam());
  session.open(handshake(), answer);
  EXPECT_EQ(session.opened, 1) << session.error;
}

TEST(Handshake, an_answer_before_the_whole_request_was_sent_fails) {
  Session session;
  const Handshake request = handshake();
  session.client.open(request);
  std::uint8_t window[100];
  session.client.output(window);
  session.feed(response());
  EXPECT_EQ(session.failed, 1);
  EXPECT_EQ(session.error, "The server answered before the request was sent");
}

TEST(Handshake, close_before_the_answer_sends_no_frame) {
  Session session;
  const Handshake request = handshake();
  session.client.open(request);
  session.client.close(1000);
  EXPECT_EQ(session.client.state(), Client::State::closed);
  EXPECT_EQ(session.drain(), "");
  session.feed(response());
  EXPECT_EQ(session.opened, 0);
}

TEST(Handshake, nothing_can_be_sent_before_it_is_open) {
  Session session;
  const Handshake request = handshake();
  session.client.open(request);
  EXPECT_TRUE(session.client.window().empty());
  session.client.send(3, true);
  session.client.ping();
  const std::string sent = session.drain();
  EXPECT_EQ(sent.substr(sent.size() - 4), "\r\n\r\n");
}

TEST(Handshake, a_new_connection_forgets_the_old_one) {
  Session session;
  session.open();
  session.feed(frame(0x01, "half") + frame(0x89, "").substr(0, 1));
  const MutableBytes window = session.client.window();
  window[0] = 'x';
  session.client.send(1, false);
  session.client.reset();
  EXPECT_EQ(session.client.state(), Client::State::idle);
  EXPECT_EQ(session.drain(), "");
  session.entropy.calls = 0;
  session.messages.clear();
  session.partial.clear();
  session.open();
  EXPECT_EQ(session.opened, 2);
  session.feed(text_frame("whole"));
  EXPECT_EQ(session.messages, std::vector<std::string>{"whole"});
  const auto frames = parse_frames(session.send("new"));
  ASSERT_EQ(frames.size(), 1U);
  EXPECT_EQ(frames[0].opcode, 1);
}

}  // namespace
}  // namespace plugpoint::websocket
