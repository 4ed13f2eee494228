#include <gtest/gtest.h>

#include <string>

#include "posix_client.h"
#include "server.h"

namespace plugpoint {
namespace {

struct Choice {
  const char* name;
  std::unique_ptr<WebSocketServer> (*start)();
};

void PrintTo(const Choice& choice, std::ostream* out) {
  *out << choice.name;
}

class Servers : public testing::TestWithParam<Choice> {
 protected:
  void SetUp() override {
    server_ = GetParam().start();
    ASSERT_NE(server_, nullptr) << "the server did not start; is tests/node installed (npm ci)?";
  }
  std::uint16_t port() const { return server_->port(); }

  /// Code of the last Close that the server got, and its last complaint.
  std::string last_close() {
    PosixClient client;
    client.open(port(), "/last-close");
    EXPECT_TRUE(client.run_until([&] { return !client.messages.empty(); }));
    client.close(1000);
    EXPECT_TRUE(client.run_until_ended());
    return client.messages.empty() ? "" : client.messages[0];
  }

  std::unique_ptr<WebSocketServer> server_;
};

INSTANTIATE_TEST_SUITE_P(Both, Servers,
                         testing::Values(Choice{"beast", start_beast_server},
                                         Choice{"ws", start_ws_server}),
                         [](const auto& choice) { return std::string(choice.param.name); });

TEST_P(Servers, open_and_close_cleanly) {
  PosixClient client;
  client.open(port(), "/echo");
  ASSERT_TRUE(client.run_until([&] { return client.opened; })) << client.client.error();
  EXPECT_EQ(client.client.subprotocol(), Text("ocpp1.6"));
  client.close(1001);
  EXPECT_TRUE(client.run_until_ended());
  EXPECT_TRUE(client.closed);
  EXPECT_FALSE(client.failed);
  EXPECT_EQ(client.client.close_code(), 1001);
  EXPECT_EQ(last_close(), "1001 none");
}

TEST_P(Servers, texts_of_every_length_come_back) {
  for (std::size_t transmit : {128U, 512U, 70000U}) {
    PosixClient client(transmit);
    client.open(port(), "/echo");
    ASSERT_TRUE(client.run_until([&] { return client.opened; }));
    std::size_t sent = 0;
    for (std::size_t size : {0U, 1U, 120U, 125U, 126U, 504U, 505U, 65535U, 65536U, 200000U}) {
      std::string text;
      while (text.size() + 3 <= size)
        text += "\xE2\x82\xAC";
      text.append(size - text.size(), 'x');
      client.send(text);
      ++sent;
      ASSERT_TRUE(client.run_until([&] { return client.messages.size() == sent || client.lost; }));
      ASSERT_EQ(client.messages.size(), sent) << client.client.error();
      EXPECT_TRUE(client.messages.back() == text) << size;
    }
    client.close(1000);
    EXPECT_TRUE(client.run_until_ended());
    EXPECT_EQ(last_close(), "1000 none");
  }
}

TEST_P(Servers, pings_between_our_fragments) {
  PosixClient client(128);
  client.open(port(), "/echo");
  ASSERT_TRUE(client.run_until([&] { return client.opened; }));
  const std::string text(1000, 'y');
  client.send(text, true);
  ASSERT_TRUE(client.run_until([&] { return client.messages.size() == 1 && client.pongs == 8; }));
  EXPECT_EQ(client.messages[0], text);
  EXPECT_EQ(client.fragments_sent, 9);
}

TEST_P(Servers, fragments_with_pings_between) {
  PosixClient client;
  client.open(port(), "/fragments");
  ASSERT_TRUE(client.run_until([&] { return client.messages.size() == 1; }))
      << client.client.error();
  EXPECT_EQ(client.messages[0], "one \xE2\x82\xAC two three");
  client.close(1000);
  EXPECT_TRUE(client.run_until_ended());
  EXPECT_EQ(last_close(), "1000 none");
}

TEST_P(Servers, a_message_longer_than_any_buffer) {
  PosixClient client;
  client.open(port(), "/large");
  ASSERT_TRUE(client.run_until([&] { return client.messages.size() == 1; }));
  EXPECT_EQ(client.messages[0].size(), 1000000U);
  EXPECT_EQ(client.messages[0].substr(999990), "0123456789");
  EXPECT_GT(client.pieces, 10U);
}

TEST_P(Servers, a_message_over_the_limit_is_refused_with_1009) {
  PosixClient client(512, 10000);
  client.open(port(), "/large");
  EXPECT_TRUE(client.run_until([&] { return client.failed; }));
  EXPECT_STREQ(client.client.error(), "A message is longer than the limit");
  EXPECT_LE(client.partial.size(), 10000U);
}

TEST_P(Servers, its_ping_is_answered) {
  PosixClient client;
  client.open(port(), "/ping");
  ASSERT_TRUE(client.run_until([&] { return client.opened; }));
  // The server answers each text with what became of its ping; our first may overtake the pong.
  std::string answer = "none";
  while (answer == "none") {
    client.messages.clear();
    client.send("well?");
    ASSERT_TRUE(client.run_until([&] { return !client.messages.empty(); }));
    answer = client.messages[0];
  }
  EXPECT_EQ(answer, "same");
}

TEST_P(Servers, our_ping_is_answered) {
  PosixClient client;
  client.open(port(), "/echo");
  ASSERT_TRUE(client.run_until([&] { return client.opened; }));
  for (int i = 1; i <= 3; ++i) {
    client.ping();
    EXPECT_TRUE(client.run_until([&] { return client.pongs == i; }));
  }
}

TEST_P(Servers, it_closes) {
  PosixClient client;
  client.open(port(), "/close");
  EXPECT_TRUE(client.run_until_ended());
  EXPECT_TRUE(client.closed);
  EXPECT_EQ(client.client.close_code(), 4001);
}

TEST_P(Servers, binary_is_refused_with_1003) {
  PosixClient client;
  client.open(port(), "/binary");
  EXPECT_TRUE(client.run_until_ended());
  EXPECT_TRUE(client.failed);
  EXPECT_EQ(last_close(), "1003 none");
}

TEST_P(Servers, X02_basic_authentication) {
  PosixClient good;
  good.open(port(), "/auth", "CP1", "secret \xC3\xA4");
  EXPECT_TRUE(good.run_until([&] { return good.opened; }));
  good.close(1000);
  EXPECT_TRUE(good.run_until_ended());

  PosixClient wrong;
  wrong.open(port(), "/auth", "CP1", "secret");
  EXPECT_TRUE(wrong.run_until([&] { return wrong.failed; }));
  EXPECT_EQ(wrong.client.http_status(), 401);
}

TEST_P(Servers, R15_an_unknown_path) {
  PosixClient client;
  client.open(port(), "/nowhere");
  EXPECT_TRUE(client.run_until([&] { return client.failed; }));
  EXPECT_EQ(client.client.http_status(), 404);
}

TEST_P(Servers, R14_no_subprotocol) {
  PosixClient client;
  client.open(port(), "/no-protocol");
  EXPECT_TRUE(client.run_until([&] { return client.failed; }));
  EXPECT_STREQ(client.client.error(), "The server chose none of the offered subprotocols");
}

TEST_P(Servers, it_hangs_up_without_a_close) {
  PosixClient client;
  client.open(port(), "/terminate");
  EXPECT_TRUE(client.run_until_ended());
  EXPECT_FALSE(client.closed);
  EXPECT_EQ(client.client.close_code(), 1006);
  EXPECT_EQ(client.partial + (client.messages.empty() ? "" : client.messages[0]), "last");
}

}  // namespace
}  // namespace plugpoint
