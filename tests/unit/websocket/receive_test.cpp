// Frames from the server: RFC 6455 §5.1 to §5.5, §8.1.
#include "session.h"

namespace plugpoint::websocket {
namespace {

class ReceiveInPieces : public Pieces {};
INSTANTIATE_TEST_SUITE_P(Steps, ReceiveInPieces, testing::Values(0U, 1U, 7U));

/// What became of input on an open connection.
struct Outcome {
  std::vector<std::string> messages;
  int failed;
  std::string error;
  int sent_code;  ///< In the client's Close; 0 when it sent none.
};

Outcome after(const std::string& bytes, std::size_t step, std::uint32_t max_message = 0) {
  Session session(step, 256, max_message);
  session.open();
  session.feed(bytes);
  Outcome outcome{session.messages, session.failed, session.error, 0};
  for (const Frame& frame : session.drain_frames()) {
    if (frame.opcode != 8) continue;
    EXPECT_EQ(outcome.sent_code, 0) << "more than one Close";
    outcome.sent_code = static_cast<unsigned char>(frame.payload.at(0)) << 8 |
                        static_cast<unsigned char>(frame.payload.at(1));
  }
  EXPECT_EQ(session.client.state() == Client::State::closed, session.failed != 0);
  return outcome;
}

void expect_messages(const std::string& bytes, const std::vector<std::string>& messages) {
  for (std::size_t step : {0U, 1U, 7U}) {
    const Outcome outcome = after(bytes, step);
    EXPECT_EQ(outcome.failed, 0) << outcome.error;
    EXPECT_EQ(outcome.messages, messages);
  }
}

void expect_failure(const std::string& bytes, int code, const std::string& error,
                    std::uint32_t max_message = 0) {
  for (std::size_t step : {0U, 1U, 7U}) {
    const Outcome outcome = after(bytes, step, max_message);
    EXPECT_EQ(outcome.failed, 1) << error;
    EXPECT_EQ(outcome.error, error);
    EXPECT_EQ(outcome.sent_code, code) << error;
  }
}

TEST(Receive, text_in_one_frame) {
  expect_messages(text_frame("[3,\"1\",{}]"), {"[3,\"1\",{}]"});
}

TEST(Receive, empty_messages) {
  expect_messages(text_frame("") + frame(0x01, "") + frame(0x00, "") + frame(0x80, ""), {"", ""});
}

TEST(Receive, text_in_fragments) {
  expect_messages(frame(0x01, "one ") + frame(0x00, "") + frame(0x00, "two ") +
                      frame(0x80, "three") + text_frame("next"),
                  {"one two three", "next"});
}

TEST(Receive, the_last_fragment_may_be_empty) {
  expect_messages(frame(0x01, "text") + frame(0x80, ""), {"text"});
}

// RFC 6455 §5.2: each form of the length at its limits.
TEST(Receive, length_forms_at_their_limits) {
  for (std::size_t size : {1U, 125U, 126U, 127U, 65535U, 65536U, 100000U}) {
    const std::string text(size, 'a');
    for (std::size_t step : {0U, 1U, 7U})
      EXPECT_EQ(after(text_frame(text), step).messages[0], text);
  }
}

TEST(Receive, lengths_not_in_their_shortest_form_fail) {
  const char* error = "A frame's length is not in its shortest form";
  expect_failure(frame(0x81, std::string(125, 'a'), 2), 1002, error);
  expect_failure(frame(0x81, "", 2), 1002, error);
  expect_failure(frame(0x81, std::string(126, 'a'), 8), 1002, error);
  expect_failure(frame(0x81, std::string(65535, 'a'), 8), 1002, error);
}

TEST(Receive, a_64_bit_length_with_its_highest_bit_fails) {
  expect_failure("\x81\x7F\x80" + std::string(7, '\0'), 1002,
                 "A frame's length has its highest bit set");
  expect_failure("\x81\x7F" + std::string(8, '\xFF'), 1002,
                 "A frame's length has its highest bit set");
}

TEST(Receive, the_longest_length_streams) {
  Session session;
  session.open();
  session.feed(std::string("\x81\x7F\x7F") + std::string(7, '\xFF') + "first bytes");
  EXPECT_EQ(session.failed, 0);
  EXPECT_EQ(session.partial, "first bytes");
}

TEST(Receive, reserved_bits_fail) {
  for (int bit : {0x10, 0x20, 0x40, 0x70})
    for (int opcode : {0x1, 0x8, 0x9, 0xA})
      expect_failure(frame(0x80 | bit | opcode, ""), 1002, "A frame has a reserved bit set");
}

TEST(Receive, reserved_opcodes_fail) {
  for (int opcode : {0x3, 0x4, 0x5, 0x6, 0x7, 0xB, 0xC, 0xD, 0xE, 0xF})
    expect_failure(frame(0x80 | opcode, ""), 1002, "A frame has a reserved opcode");
}

TEST(Receive, masked_frames_fail) {
  expect_failure(std::string("\x81\x81") + "mask" + "x", 1002, "A server's frame is masked");
  expect_failure(std::string("\x89\x80") + "mask", 1002, "A server's frame is masked");
}

TEST(Receive, binary_messages_are_not_supported) {
  expect_failure(frame(0x82, "bytes"), 1003, "OCPP-J has no binary messages");
  expect_failure(frame(0x02, ""), 1003, "OCPP-J has no binary messages");
}

TEST(Receive, fragments_out_of_order_fail) {
  expect_failure(frame(0x80, "x"), 1002, "A fragment continues no message");
  expect_failure(frame(0x00, "x"), 1002, "A fragment continues no message");
  expect_failure(text_frame("x") + frame(0x80, "x"), 1002, "A fragment continues no message");
  expect_failure(frame(0x01, "x") + frame(0x81, "x"), 1002,
                 "A message begins inside a fragmented one");
  expect_failure(frame(0x01, "x") + frame(0x01, "x"), 1002,
                 "A message begins inside a fragmented one");
}

TEST(Receive, control_frames_are_short_and_whole) {
  for (int opcode : {0x8, 0x9, 0xA}) {
    expect_failure(frame(opcode, ""), 1002, "A control frame is fragmented");
    expect_failure(frame(0x80 | opcode, std::string(126, 'a')), 1002,
                   "A control frame is longer than 125 bytes");
    expect_failure(frame(0x80 | opcode, "a", 8), 1002, "A control frame is longer than 125 bytes");
  }
}

// RFC 6455 §8.1: checked over the whole message, and seen at once.
TEST(Receive, R09_text_that_is_no_utf8_fails) {
  const char* error = "A text message is not UTF-8";
  expect_failure(text_frame("\xFF"), 1007, error);
  expect_failure(text_frame("ab\xC3"), 1007, error);
  expect_failure(frame(0x01, "\xE2\x82") + frame(0x80, "("), 1007, error);
  expect_failure(frame(0x01, "\xE2\x82") + frame(0x80, ""), 1007, error);
  expect_failure(frame(0x01, "\xED") + frame(0x00, "\xA0"), 1007, error);
  expect_failure(
      "\x81\x64"
      "abc\xFF",
      1007, error);
}

TEST(Receive, a_character_may_be_cut_by_fragments) {
  expect_messages(
      frame(0x01, "\xE2") + frame(0x00, "\x82") + frame(0x89, "\xFF") + frame(0x80, "\xAC"),
      {"\xE2\x82\xAC"});
}

TEST(Receive, a_failed_text_leaves_no_trace_in_the_next_connection) {
  Session session;
  session.open();
  session.feed(text_frame("\xE2\x82"));
  EXPECT_EQ(session.failed, 1);
  session.entropy.calls = 0;
  session.open();
  session.feed(text_frame("ok"));
  EXPECT_EQ(session.messages, std::vector<std::string>{"ok"});
}

TEST(Receive, a_message_over_the_limit_fails_at_its_header) {
  const char* error = "A message is longer than the limit";
  expect_failure(text_frame(std::string(101, 'a')), 1009, error, 100);
  expect_failure(frame(0x01, std::string(60, 'a')) + frame(0x80, std::string(41, 'a')), 1009, error,
                 100);
  expect_failure(std::string("\x81\x7F\0\0\0\1\0\0\0\0", 10), 1009, error, 0xFFFFFFFF);
  for (std::size_t step : {0U, 1U}) {
    const Outcome outcome =
        after(text_frame(std::string(100, 'a')) + frame(0x01, std::string(60, 'b')) +
                  frame(0x80, std::string(40, 'b')),
              step, 100);
    EXPECT_EQ(outcome.messages.size(), 2U);
    EXPECT_EQ(outcome.failed, 0);
  }
}

TEST(Receive, text_points_into_the_input) {
  Session session;
  session.open();
  const std::string bytes = text_frame("hello");
  const auto* begin = reinterpret_cast<const std::uint8_t*>(bytes.data());
  const std::uint8_t* at = begin;
  ASSERT_EQ(session.client.receive(at, begin + 4), Event::text);
  EXPECT_EQ(session.client.payload().data(), bytes.data() + 2);
  EXPECT_EQ(session.client.payload(), Text("he"));
  EXPECT_FALSE(session.client.message_end());
}

TEST_P(ReceiveInPieces, ping_is_answered_with_its_payload) {
  for (std::size_t size : {0U, 1U, 4U, 124U, 125U}) {
    Session session(GetParam());
    session.open();
    std::string payload(size, '\0');
    for (std::size_t i = 0; i < size; ++i)
      payload[i] = static_cast<char>(i * 7);
    session.feed(frame(0x89, payload));
    const auto frames = session.drain_frames();
    ASSERT_EQ(frames.size(), 1U);
    EXPECT_TRUE(frames[0].final);
    EXPECT_TRUE(frames[0].masked);
    EXPECT_EQ(frames[0].opcode, 0xA);
    EXPECT_EQ(frames[0].payload, payload);
  }
}

TEST_P(ReceiveInPieces, ping_inside_a_fragmented_message) {
  Session session(GetParam());
  session.open();
  session.feed(frame(0x01, "one ") + frame(0x89, "p") + frame(0x80, "two"));
  EXPECT_EQ(session.messages, std::vector<std::string>{"one two"});
  const auto frames = session.drain_frames();
  ASSERT_EQ(frames.size(), 1U);
  EXPECT_EQ(frames[0].payload, "p");
}

TEST_P(ReceiveInPieces, each_ping_is_answered_where_output_is_drained) {
  Session session(GetParam());
  session.open();
  for (const char* payload : {"a", "bb", "ccc"}) {
    session.feed(frame(0x89, payload));
    EXPECT_EQ(session.drain_frames().at(0).payload, payload);
  }
}

// RFC 6455 §5.5.3 lets an endpoint answer only the latest of the pings that wait.
TEST_P(ReceiveInPieces, the_latest_of_many_pings_is_answered) {
  Session session(GetParam());
  session.open();
  session.feed(frame(0x89, "1") + frame(0x89, "22") + frame(0x89, "333") + frame(0x89, "4444"));
  const auto frames = session.drain_frames();
  ASSERT_EQ(frames.size(), 1U);
  EXPECT_EQ(frames[0].payload, "4444");
}

TEST(Receive, a_ping_that_arrives_while_a_pong_leaves_waits_and_is_answered) {
  Session session;
  session.open();
  session.feed(frame(0x89, std::string(100, 'a')));
  std::uint8_t half[50];
  ASSERT_EQ(session.client.output(half), 50U);
  const std::string more = text_frame("text") + frame(0x89, std::string(125, 'b'));
  const auto* at = reinterpret_cast<const std::uint8_t*>(more.data());
  const std::uint8_t* const end = at + more.size();
  EXPECT_EQ(session.client.receive(at, end), Event::text) << "only a ping has to wait";
  EXPECT_EQ(session.client.receive(at, end), Event::none);
  EXPECT_NE(at, end);
  std::string wire = std::string(reinterpret_cast<char*>(half), 50) + session.drain();
  EXPECT_EQ(session.client.receive(at, end), Event::none);
  EXPECT_EQ(at, end);
  wire += session.drain();
  const auto frames = parse_frames(wire);
  ASSERT_EQ(frames.size(), 2U);
  EXPECT_EQ(frames[0].payload, std::string(100, 'a'));
  EXPECT_EQ(frames[1].payload, std::string(125, 'b'));
}

TEST(Receive, our_own_ping_waits_for_the_rest_of_the_servers) {
  Session session;
  session.open();
  const std::string ping = frame(0x89, "abcdef");
  session.feed(ping.substr(0, 5));
  session.client.ping();
  EXPECT_EQ(session.drain(), "");
  session.feed(ping.substr(5));
  const auto frames = session.drain_frames();
  ASSERT_EQ(frames.size(), 2U);
  EXPECT_EQ(frames[0].opcode, 0xA);
  EXPECT_EQ(frames[0].payload, "abcdef");
  EXPECT_EQ(frames[1].opcode, 9);
}

TEST(Receive, a_server_that_stops_within_a_ping_does_not_hold_up_our_close) {
  Session session;
  session.open();
  const std::string ping = frame(0x89, "abcdef");
  session.feed(ping.substr(0, 5));
  session.client.close(1001);
  const auto frames = session.drain_frames();
  ASSERT_EQ(frames.size(), 1U);
  EXPECT_EQ(frames[0].opcode, 8);
  EXPECT_EQ(frames[0].payload, std::string("\x03\xE9", 2));
  session.feed(ping.substr(5) + close_frame(1001));
  EXPECT_EQ(session.closed, 1);
  EXPECT_EQ(session.drain(), "") << "nothing follows a Close";
}

TEST_P(ReceiveInPieces, R17_pongs_are_reported_asked_for_or_not) {
  Session session(GetParam());
  session.open();
  session.feed(frame(0x8A, "") + frame(0x8A, std::string(125, 'x')));
  EXPECT_EQ(session.pongs, 2);
  EXPECT_EQ(session.drain(), "");
}

TEST_P(ReceiveInPieces, a_pong_does_not_take_the_place_of_a_ping) {
  Session session(GetParam());
  session.open();
  session.feed(frame(0x89, "first") + frame(0x89, "second") + frame(0x8A, "unsolicited"));
  const auto frames = session.drain_frames();
  ASSERT_EQ(frames.size(), 1U);
  EXPECT_EQ(frames[0].payload, "second");
}

}  // namespace
}  // namespace plugpoint::websocket
