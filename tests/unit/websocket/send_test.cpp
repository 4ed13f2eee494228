// Frames to the server: RFC 6455 §5.2 to §5.4.
#include <set>

#include "session.h"

namespace plugpoint::websocket {
namespace {

class SendInPieces : public Pieces {};
INSTANTIATE_TEST_SUITE_P(Steps, SendInPieces, testing::Values(0U, 1U, 7U));

std::string joined(const std::vector<Frame>& frames) {
  std::string text;
  for (const Frame& frame : frames)
    text += frame.payload;
  return text;
}

TEST_P(SendInPieces, a_text_leaves_masked_and_whole) {
  Session session(GetParam());
  session.open();
  const auto frames = parse_frames(session.send("[2,\"1\",\"Heartbeat\",{}]"));
  ASSERT_EQ(frames.size(), 1U);
  EXPECT_TRUE(frames[0].final);
  EXPECT_TRUE(frames[0].masked);
  EXPECT_EQ(frames[0].reserved, 0);
  EXPECT_EQ(frames[0].opcode, 1);
  EXPECT_EQ(frames[0].payload, "[2,\"1\",\"Heartbeat\",{}]");
}

TEST(Send, lengths_take_their_shortest_form) {
  for (std::size_t transmit : {131U, 132U, 133U, 134U, 135U, 1000U, 70000U}) {
    for (std::size_t size : {0U, 1U, 123U, 124U, 125U, 126U, 127U, 992U, 65535U}) {
      Session session(0, transmit);
      session.open();
      if (session.client.window().size() < size) continue;
      const auto frames = parse_frames(session.send(std::string(size, 'x')));
      ASSERT_EQ(frames.size(), 1U);
      EXPECT_EQ(frames[0].payload, std::string(size, 'x'));
      EXPECT_EQ(frames[0].header, size < 126 ? 6U : 8U);
    }
  }
}

TEST(Send, a_frame_uses_the_whole_buffer) {
  for (std::size_t transmit : {128U, 131U, 256U, 1024U, 65543U}) {
    Session session(0, transmit);
    session.open();
    EXPECT_EQ(session.client.window().size(), transmit - (transmit <= 131 ? 6 : 8));
  }
}

TEST(Send, a_frame_never_needs_the_64_bit_length) {
  Session session(0, 100000);
  session.open();
  EXPECT_EQ(session.client.window().size(), 65535U);
}

TEST_P(SendInPieces, a_longer_text_leaves_in_fragments) {
  Session session(GetParam(), 128);
  session.open();
  std::string text;
  for (int i = 0; text.size() < 1000; ++i)
    text += std::to_string(i) + ",";
  for (int round = 0; round < 2; ++round) {
    const auto frames = parse_frames(session.send(text));
    ASSERT_GT(frames.size(), 8U);
    EXPECT_EQ(joined(frames), text);
    for (std::size_t i = 0; i < frames.size(); ++i) {
      EXPECT_EQ(frames[i].opcode, i == 0 ? 1 : 0);
      EXPECT_EQ(frames[i].final, i + 1 == frames.size());
    }
  }
}

TEST(Send, an_empty_fragment_ends_a_message) {
  Session session;
  session.open();
  session.client.window()[0] = 'x';
  session.client.send(1, false);
  session.client.send(0, true);  // Not drained yet: nothing happens.
  EXPECT_EQ(session.drain_frames().at(0).final, false);
  session.client.send(0, false);
  EXPECT_FALSE(session.client.has_output());
  session.client.send(0, true);
  const auto frames = session.drain_frames();
  ASSERT_EQ(frames.size(), 1U);
  EXPECT_EQ(frames[0].opcode, 0);
  EXPECT_TRUE(frames[0].final);
  EXPECT_EQ(frames[0].payload, "");
}

// RFC 6455 §5.3: a new masking key for each frame.
TEST(Send, each_frame_has_a_mask_of_its_own_from_the_entropy_source) {
  Session session;
  session.open();
  const int before = session.entropy.calls;
  std::string wire;
  for (int i = 0; i < 20; ++i)
    wire += session.send("same text");
  session.client.ping();
  wire += session.drain();
  session.feed(frame(0x89, "p"));
  wire += session.drain();
  session.client.close(1000);
  wire += session.drain();
  std::set<std::string> masks;
  for (const Frame& frame : parse_frames(wire))
    masks.insert(frame.mask);
  EXPECT_EQ(masks.size(), 23U);
  EXPECT_EQ(session.entropy.calls - before, 23);
}

TEST(Send, the_window_opens_when_the_frame_has_left) {
  Session session;
  session.open();
  EXPECT_TRUE(session.client.writable());
  session.client.window()[0] = '1';
  session.client.send(1, true);
  EXPECT_FALSE(session.client.writable());
  EXPECT_TRUE(session.client.window().empty());
  std::uint8_t six[6];
  EXPECT_EQ(session.client.output(six), 6U);
  EXPECT_FALSE(session.client.writable());
  EXPECT_TRUE(session.client.has_output());
  EXPECT_EQ(session.client.output(six), 1U);
  EXPECT_TRUE(session.client.writable());
  EXPECT_EQ(session.client.output(six), 0U);
}

TEST(Send, more_than_the_window_is_cut_to_it) {
  Session session(0, 128);
  session.open();
  const std::size_t room = session.client.window().size();
  std::memset(session.client.window().data(), 'x', room);
  session.client.send(room + 50, true);
  EXPECT_EQ(session.drain_frames().at(0).payload, std::string(room, 'x'));
}

TEST_P(SendInPieces, a_ping_is_answered_between_our_own_fragments) {
  Session session(GetParam(), 128);
  session.open();
  std::string wire;
  session.client.window()[0] = 'a';
  session.client.send(1, false);
  session.feed(frame(0x89, "now"));
  wire += session.drain();
  session.client.window()[0] = 'b';
  session.client.send(1, true);
  wire += session.drain();
  const auto frames = parse_frames(wire);
  ASSERT_EQ(frames.size(), 3U);
  EXPECT_EQ(frames[0].opcode, 0xA);
  EXPECT_EQ(frames[0].payload, "now");
  EXPECT_EQ(frames[1].opcode, 1);
  EXPECT_EQ(frames[2].opcode, 0);
  EXPECT_EQ(frames[1].payload + frames[2].payload, "ab");
}

TEST(Send, a_frame_that_began_to_leave_is_finished_before_a_pong) {
  Session session;
  session.open();
  std::memcpy(session.client.window().data(), "0123456789", 10);
  session.client.send(10, true);
  std::uint8_t part[8];
  ASSERT_EQ(session.client.output(part), 8U);
  session.feed(frame(0x89, "p"));
  const auto frames = parse_frames(std::string(reinterpret_cast<char*>(part), 8) + session.drain());
  ASSERT_EQ(frames.size(), 2U);
  EXPECT_EQ(frames[0].payload, "0123456789");
  EXPECT_EQ(frames[1].opcode, 0xA);
}

TEST_P(SendInPieces, R17_ping) {
  Session session(GetParam());
  session.open();
  session.client.ping();
  session.client.ping();
  EXPECT_TRUE(session.client.has_output());
  const auto frames = session.drain_frames();
  ASSERT_EQ(frames.size(), 1U);
  EXPECT_EQ(frames[0].opcode, 9);
  EXPECT_TRUE(frames[0].final);
  EXPECT_EQ(frames[0].payload, "");
  session.feed(frame(0x8A, ""));
  EXPECT_EQ(session.pongs, 1);
}

TEST(Send, every_split_of_the_output_gives_the_same_bytes) {
  const auto run = [](std::size_t window) {
    Session session(window, 200);
    session.open();
    std::string wire = session.send(std::string(500, 'q'));
    session.client.ping();
    wire += session.drain();
    session.client.close(1001);
    return wire + session.drain();
  };
  const std::string whole = run(0);
  for (std::size_t window = 1; window < 20; ++window)
    EXPECT_EQ(run(window), whole);
}

TEST(Send, payload_at_any_alignment_is_masked_right) {
  for (std::size_t shift = 0; shift < 8; ++shift) {
    for (std::size_t size = 0; size < 20; ++size) {
      std::vector<std::uint8_t> buffer(shift + size, 0x5A);
      const std::uint8_t mask[] = {1, 2, 4, 8};
      apply_mask(MutableBytes(buffer.data() + shift, size), mask);
      for (std::size_t i = 0; i < size; ++i)
        EXPECT_EQ(buffer[shift + i], 0x5A ^ mask[i % 4]);
    }
  }
}

}  // namespace
}  // namespace plugpoint::websocket
