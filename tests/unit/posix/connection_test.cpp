#include "posix/connection.h"

#include <atomic>
#include <cstdlib>
#include <vector>

#include "posix/entropy.h"
#include "stream_peer.h"
#include "support/accepting_central.h"
#include "support/fake_hardware.h"
#include "support/memory_storage.h"

namespace plugpoint::posix {
namespace {

class ConnectionTest : public testing::Test {
 protected:
  /// The first `hang_ups` connections end at once.
  explicit ConnectionTest(int hang_ups = 0)
      : server_([this, hang_ups](int socket) {
          if (++connections_ > hang_ups) serve(socket);
        }) {}

  void start(bool secure = false) {
    settings_.host = "127.0.0.1";
    settings_.port = server_.port;
    settings_.secure = secure;
    settings_.defaults = Span<const VariableDefault>(defaults_);
    block_.resize(ChargePoint::block_size(settings_) / sizeof(std::max_align_t) + 1);
    const Ports ports{&entropy_, &storage_, &hardware_, nullptr};
    Error error;
    station_ = ChargePoint::create(
        {reinterpret_cast<std::uint8_t*>(block_.data()), block_.size() * sizeof block_[0]},
        settings_, ports, 0, error);
    ASSERT_NE(station_, nullptr) << error.text;
    connection_ = std::make_unique<Connection>(loop_, *station_);
    connection_->on_update([this] { take_events(); });
    connection_->update();
  }

  void take_events() {
    ++updates_;
    Event event;
    while (station_->next_event(event)) {
      if (event.kind == Event::Kind::registered) ++registered_;
      if (event.kind != Event::Kind::disconnected) continue;
      ++disconnected_;
      why_.assign(event.text.data(), event.text.size());
    }
  }

  void serve(int socket) {
    socket_ = socket;
    test::AcceptingCentral central;
    char piece[4096];
    ssize_t count = 0;
    while ((count = ::recv(socket, piece, sizeof piece, 0)) > 0) {
      const std::string answer =
          central.receive(std::string(piece, static_cast<std::size_t>(count)));
      ::send(socket, answer.data(), answer.size(), MSG_NOSIGNAL);
    }
    socket_ = -1;
  }

  std::atomic<int> connections_{0};
  std::atomic<int> socket_{-1};
  Server server_;
  EventLoop loop_;
  Settings settings_;
  const VariableDefault defaults_[4] = {{"OCPPCommCtrlr.RetryBackOffWaitMinimum", "1"},
                                        {"OCPPCommCtrlr.RetryBackOffRandomRange", "0"},
                                        {"WebSocketPingInterval", "0"},
                                        {"OCPPCommCtrlr.RetryBackOffRepeatTimes", "0"}};
  KernelEntropy entropy_;
  test::MemoryStorage storage_;
  test::FakeHardware hardware_;
  std::vector<std::max_align_t> block_;
  ChargePoint* station_ = nullptr;
  std::unique_ptr<Connection> connection_;
  int updates_ = 0;
  int registered_ = 0;
  int disconnected_ = 0;
  std::string why_;
};

TEST_F(ConnectionTest, a_station_connects_and_boots) {
  ASSERT_NO_FATAL_FAILURE(start());
  EXPECT_TRUE(run_until(loop_, [&] { return registered_ == 1; }));
  EXPECT_TRUE(station_->connected());
  EXPECT_EQ(connections_, 1);
}

TEST_F(ConnectionTest, between_deadlines_nothing_runs) {
  ASSERT_NO_FATAL_FAILURE(start());
  ASSERT_TRUE(run_until(loop_, [&] { return registered_ == 1; }));
  loop_.context().restart();
  loop_.context().run_for(std::chrono::milliseconds(300));
  const int before = updates_;
  loop_.context().restart();
  loop_.context().run_for(std::chrono::milliseconds(700));
  EXPECT_EQ(updates_, before);
}

TEST_F(ConnectionTest, R15_a_lost_connection_is_opened_again) {
  ASSERT_NO_FATAL_FAILURE(start());
  ASSERT_TRUE(run_until(loop_, [&] { return registered_ == 1; }));
  ::shutdown(socket_, SHUT_RDWR);
  EXPECT_TRUE(run_until(loop_, [&] { return disconnected_ == 1; }));
  EXPECT_TRUE(run_until(loop_, [&] { return connections_ == 2 && station_->connected(); }));
  EXPECT_EQ(registered_, 1) << "R16: no second boot";
}

TEST_F(ConnectionTest, without_network_nothing_connects_until_it_is_back) {
  ASSERT_NO_FATAL_FAILURE(start());
  ASSERT_TRUE(run_until(loop_, [&] { return registered_ == 1; }));
  connection_->set_network(false);
  EXPECT_TRUE(run_until(loop_, [&] { return disconnected_ == 1; }));
  loop_.context().restart();
  loop_.context().run_for(std::chrono::milliseconds(200));
  EXPECT_EQ(connections_, 1);
  EXPECT_FALSE(station_->connected());
  connection_->set_network(true);
  EXPECT_TRUE(run_until(loop_, [&] { return station_->connected(); }));
}

TEST_F(ConnectionTest, wss_without_tls_options_never_falls_back_to_plain) {
  ASSERT_NO_FATAL_FAILURE(start(true));
  loop_.context().restart();
  loop_.context().run_for(std::chrono::milliseconds(100));
  EXPECT_EQ(connections_, 0);
  EXPECT_FALSE(station_->connected());
}

TEST_F(ConnectionTest, it_can_be_destroyed_while_open) {
  ASSERT_NO_FATAL_FAILURE(start());
  ASSERT_TRUE(run_until(loop_, [&] { return registered_ == 1; }));
  connection_.reset();
  loop_.context().restart();
  loop_.run();  // Returns only because nothing is left to wait for.
  EXPECT_EQ(disconnected_, 0);
}

class HangingUp : public ConnectionTest {
 protected:
  HangingUp() : ConnectionTest(1) {}
};

TEST_F(HangingUp, R15_it_tries_again_until_it_succeeds) {
  ASSERT_NO_FATAL_FAILURE(start());
  EXPECT_TRUE(run_until(loop_, [&] { return registered_ == 1; }));
  EXPECT_EQ(connections_, 2);
}

}  // namespace
}  // namespace plugpoint::posix
