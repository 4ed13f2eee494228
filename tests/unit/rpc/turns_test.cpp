// Reading and writing have the same memory: only one of them can be under way.
#include <gtest/gtest.h>

#include <string>

#include "plugpoint/message/v16.h"
#include "plugpoint/rpc/rpc.h"

namespace plugpoint::test {
namespace {

class NoEntropy : public Entropy {
 public:
  void fill(MutableBytes into) override {
    for (std::uint8_t& byte : into)
      byte = 0;
  }
};

struct Line {
  alignas(std::max_align_t) std::uint8_t memory[1024];
  NoEntropy entropy;
  rpc::Rpc rpc;

  Line() : rpc(setup()) { rpc.connect(message::Version::ocpp16, false); }
  rpc::Rpc::Setup setup() {
    rpc::Rpc::Setup made;
    made.memory = {memory, sizeof memory};
    made.receive_room = 512;
    made.entropy = &entropy;
    return made;
  }
  Status heartbeat() {
    rpc.prepare_message();
    rpc::Request request;
    request.action = message::Action::Heartbeat;
    request.payload = rpc.out().make<message::v16::HeartbeatReq>();
    return rpc.request(request, 0, kSecond);
  }
  rpc::Event feed(const std::string& piece, bool end) {
    return rpc.feed({piece.data(), piece.size()}, end);
  }
  /// What is written next, as much as fits.
  std::string written() {
    char window[rpc::FrameWriter::kMinWindow];
    bool last = false;
    return {window, rpc.write(window, sizeof window, last)};
  }
};

constexpr const char* kReset = R"([2,"a","Reset",{"type":"Soft"}])";

TEST(Turns, nothing_is_written_while_half_a_frame_is_there) {
  Line line;
  const std::string frame = kReset;
  for (std::size_t cut = 1; cut < frame.size(); ++cut) {
    EXPECT_EQ(line.feed(frame.substr(0, cut), false), rpc::Event::none);
    EXPECT_EQ(line.heartbeat(), Status::refused) << cut;
    rpc::Reply reply;
    EXPECT_FALSE(line.rpc.reply_later(reply)) << cut;
    EXPECT_EQ(line.written(), "") << cut;
    ASSERT_EQ(line.feed(frame.substr(cut), true), rpc::Event::call) << cut;
    EXPECT_EQ(line.rpc.call_action(), message::Action::Reset) << cut;
    reply.deferred = true;
    line.rpc.reply(reply);
  }
}

TEST(Turns, what_is_fed_while_a_frame_is_written_is_dropped_and_spoils_nothing) {
  Line line;
  ASSERT_EQ(line.heartbeat(), Status::ok);
  EXPECT_EQ(line.feed(kReset, true), rpc::Event::none);
  EXPECT_EQ(line.feed("[2,", false), rpc::Event::none);
  EXPECT_EQ(line.written(), R"([2,"0000000000000000-00000001","Heartbeat",{}])");
  EXPECT_EQ(line.feed(kReset, true), rpc::Event::call) << "as if nothing had come before";
}

TEST(Turns, an_error_frame_names_the_member_that_the_reader_found) {
  Line line;
  EXPECT_EQ(line.feed(R"([2,"a","Reset",{"type":"Warm"}])", true), rpc::Event::none);
  EXPECT_EQ(line.feed(kReset, true), rpc::Event::none);
  EXPECT_EQ(line.written().substr(0, 44), R"([4,"a","PropertyConstraintViolation","type: )")
      << "the path is the reader's";
}

}  // namespace
}  // namespace plugpoint::test
