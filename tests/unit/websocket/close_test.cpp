// The closing handshake: RFC 6455 §5.5.1, §7.
#include "session.h"

namespace plugpoint::websocket {
namespace {

class CloseInPieces : public Pieces {};
INSTANTIATE_TEST_SUITE_P(Steps, CloseInPieces, testing::Values(0U, 1U, 7U));

int code_of(const Frame& frame) {
  if (frame.payload.size() < 2) return 0;
  return static_cast<unsigned char>(frame.payload[0]) << 8 |
         static_cast<unsigned char>(frame.payload[1]);
}

TEST_P(CloseInPieces, the_server_closes_and_its_code_is_repeated) {
  for (int code : {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000,
                   3999, 4000, 4999}) {
    Session session(GetParam());
    session.open();
    session.feed(close_frame(code, "go \xE2\x82\xAC"));
    EXPECT_EQ(session.closed, 1);
    EXPECT_EQ(session.client.close_code(), code);
    EXPECT_EQ(session.client.state(), Client::State::closed);
    const auto frames = session.drain_frames();
    ASSERT_EQ(frames.size(), 1U);
    EXPECT_EQ(frames[0].opcode, 8);
    EXPECT_TRUE(frames[0].masked);
    EXPECT_EQ(code_of(frames[0]), code);
  }
}

TEST_P(CloseInPieces, a_close_without_code_is_answered_without_code) {
  Session session(GetParam());
  session.open();
  session.feed(frame(0x88, ""));
  EXPECT_EQ(session.closed, 1);
  EXPECT_EQ(session.client.close_code(), 1005);
  const auto frames = session.drain_frames();
  ASSERT_EQ(frames.size(), 1U);
  EXPECT_EQ(frames[0].payload, "");
}

TEST_P(CloseInPieces, codes_that_may_not_be_sent_are_refused) {
  for (int code : {0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65535}) {
    Session session(GetParam());
    session.open();
    session.feed(close_frame(code));
    EXPECT_EQ(session.failed, 1) << code;
    EXPECT_EQ(session.error, "A Close has a forbidden code");
    EXPECT_EQ(code_of(session.drain_frames().at(0)), 1002);
  }
}

TEST_P(CloseInPieces, half_a_code_is_refused) {
  Session session(GetParam());
  session.open();
  session.feed(frame(0x88, "\x03"));
  EXPECT_EQ(session.error, "A Close has half a code");
  EXPECT_EQ(code_of(session.drain_frames().at(0)), 1002);
}

TEST_P(CloseInPieces, a_reason_that_is_no_utf8_is_refused) {
  for (const char* reason : {"\xFF", "cut \xE2\x82"}) {
    Session session(GetParam());
    session.open();
    session.feed(close_frame(1000, reason));
    EXPECT_EQ(session.error, "The reason of a Close is not UTF-8");
    EXPECT_EQ(code_of(session.drain_frames().at(0)), 1007);
  }
}

TEST_P(CloseInPieces, the_longest_reason_is_read) {
  Session session(GetParam());
  session.open();
  session.feed(close_frame(1000, std::string(123, 'r')));
  EXPECT_EQ(session.closed, 1);
}

TEST_P(CloseInPieces, we_close_and_the_server_answers) {
  Session session(GetParam());
  session.open();
  session.client.close(1000);
  EXPECT_EQ(session.client.state(), Client::State::closing);
  const auto frames = session.drain_frames();
  ASSERT_EQ(frames.size(), 1U);
  EXPECT_EQ(code_of(frames[0]), 1000);
  EXPECT_EQ(session.client.close_code(), 1006);
  session.feed(close_frame(1000));
  EXPECT_EQ(session.closed, 1);
  EXPECT_EQ(session.client.close_code(), 1000);
  EXPECT_EQ(session.drain(), "") << "a second Close";
}

TEST_P(CloseInPieces, text_that_was_on_its_way_still_arrives_while_closing) {
  Session session(GetParam());
  session.open();
  session.feed(frame(0x01, "begun "));
  session.client.close(1001);
  session.feed(frame(0x80, "ended") + close_frame(1001));
  EXPECT_EQ(session.messages, std::vector<std::string>{"begun ended"});
  EXPECT_EQ(session.closed, 1);
}

TEST(Close, nothing_can_be_sent_afterwards) {
  Session session;
  session.open();
  session.client.close(1000);
  EXPECT_FALSE(session.client.writable());
  EXPECT_TRUE(session.client.window().empty());
  session.client.send(1, true);
  session.client.ping();
  session.client.close(1001);
  const auto frames = session.drain_frames();
  ASSERT_EQ(frames.size(), 1U);
  EXPECT_EQ(code_of(frames[0]), 1000);
  session.feed(frame(0x89, "late"));
  EXPECT_EQ(session.drain(), "") << "a frame after Close";
}

TEST_P(CloseInPieces, what_was_given_to_send_leaves_before_the_close) {
  Session session(GetParam());
  session.open();
  std::memcpy(session.client.window().data(), "last words", 10);
  session.client.send(10, true);
  session.client.close(1000);
  const auto frames = session.drain_frames();
  ASSERT_EQ(frames.size(), 2U);
  EXPECT_EQ(frames[0].payload, "last words");
  EXPECT_EQ(frames[1].opcode, 8);
}

TEST(Close, a_frame_half_sent_is_finished_when_the_server_closes) {
  Session session;
  session.open();
  std::memcpy(session.client.window().data(), "0123456789", 10);
  session.client.send(10, false);
  std::uint8_t part[9];
  ASSERT_EQ(session.client.output(part), 9U);
  session.feed(close_frame(1001));
  EXPECT_FALSE(session.client.writable());
  const auto frames = parse_frames(std::string(reinterpret_cast<char*>(part), 9) + session.drain());
  ASSERT_EQ(frames.size(), 2U);
  EXPECT_EQ(frames[0].payload, "0123456789");
  EXPECT_EQ(code_of(frames[1]), 1001);
}

TEST_P(CloseInPieces, data_after_close_is_ignored) {
  Session session(GetParam());
  session.open();
  session.feed(close_frame(1000) + text_frame("late") + "\xFF\xFF garbage" + close_frame(1000));
  EXPECT_EQ(session.closed, 1);
  EXPECT_EQ(session.failed, 0);
  EXPECT_TRUE(session.messages.empty());
  EXPECT_EQ(session.drain_frames().size(), 1U);
}

TEST_P(CloseInPieces, data_after_a_failure_is_ignored) {
  Session session(GetParam());
  session.open();
  session.feed(frame(0x83, "") + text_frame("late") + close_frame(1000));
  EXPECT_EQ(session.failed, 1);
  EXPECT_EQ(session.closed, 0);
  EXPECT_TRUE(session.messages.empty());
  EXPECT_EQ(session.drain_frames().size(), 1U);
}

TEST(Close, a_failure_while_closing_sends_no_second_close) {
  Session session;
  session.open();
  session.client.close(1000);
  EXPECT_EQ(session.drain_frames().size(), 1U);
  session.feed(frame(0x83, ""));
  EXPECT_EQ(session.failed, 1);
  EXPECT_EQ(session.drain(), "");
}

TEST(Close, a_code_of_ours_that_may_not_be_sent_becomes_1000) {
  for (int code : {0, 1005, 1006, 1015, 5000}) {
    Session session;
    session.open();
    session.client.close(static_cast<std::uint16_t>(code));
    EXPECT_EQ(code_of(session.drain_frames().at(0)), 1000);
  }
}

TEST(Close, without_a_close_of_the_server_the_code_is_1006) {
  Session session;
  session.open();
  session.client.reset();
  EXPECT_EQ(session.client.close_code(), 1006);
}

}  // namespace
}  // namespace plugpoint::websocket
