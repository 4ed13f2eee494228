#include "posix/stream.h"

#include <atomic>
#include <chrono>
#include <fstream>
#include <memory>
#include <mutex>
#include <vector>

#include "stream_peer.h"

namespace plugpoint::posix {
namespace {

void echo(int socket) {
  char piece[4096];
  ssize_t count = 0;
  while ((count = ::recv(socket, piece, sizeof piece, 0)) > 0) {
    for (ssize_t sent = 0; sent < count;)
      sent += ::send(socket, piece + sent, static_cast<std::size_t>(count - sent), MSG_NOSIGNAL);
  }
}

class StreamTest : public testing::Test {
 protected:
  EventLoop loop_;
  NotingOwner owner_;
};

TEST_F(StreamTest, opens_sends_and_receives) {
  Server server(echo);
  Stream stream(loop_, owner_);
  owner_.to_send = "hello";
  stream.open("127.0.0.1", server.port, nullptr);
  EXPECT_TRUE(stream.is_active());
  EXPECT_FALSE(stream.is_open());
  EXPECT_TRUE(run_until(loop_, [&] { return owner_.received == "hello"; })) << owner_.reason;
  EXPECT_EQ(owner_.opened, 1);
  EXPECT_TRUE(stream.is_open());
  owner_.to_send = " again";
  stream.flush();
  EXPECT_TRUE(run_until(loop_, [&] { return owner_.received == "hello again"; }));
}

TEST_F(StreamTest, resolves_names) {
  Server server(echo);
  Stream stream(loop_, owner_);
  stream.open("localhost", server.port, nullptr);
  EXPECT_TRUE(run_until(loop_, [&] { return stream.is_open(); })) << owner_.reason;
}

TEST_F(StreamTest, says_nothing_from_inside_open) {
  Stream stream(loop_, owner_);
  stream.open("127.0.0.1", 1, nullptr);
  EXPECT_EQ(owner_.closed, 0);
  EXPECT_TRUE(run_until(loop_, [&] { return owner_.closed == 1; }));
}

TEST_F(StreamTest, a_refused_connection_is_reported) {
  Stream stream(loop_, owner_);
  stream.open("127.0.0.1", 1, nullptr);
  EXPECT_TRUE(run_until(loop_, [&] { return owner_.closed == 1; }));
  EXPECT_EQ(owner_.reason, "cannot connect to 127.0.0.1: Connection refused");
  EXPECT_EQ(owner_.opened, 0);
  EXPECT_FALSE(stream.is_active());
}

TEST_F(StreamTest, a_name_that_does_not_exist_is_reported) {
  Stream stream(loop_, owner_);
  stream.open("no-such-host.invalid", 80, nullptr);
  EXPECT_TRUE(run_until(loop_, [&] { return owner_.closed == 1; }));
  EXPECT_EQ(owner_.reason.rfind("cannot resolve no-such-host.invalid: ", 0), 0U) << owner_.reason;
}

TEST_F(StreamTest, a_server_that_never_answers_runs_into_the_timeout) {
  // A full backlog: the kernel drops further SYNs.
  const int listener = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in local{};
  local.sin_family = AF_INET;
  local.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof local;
  ASSERT_EQ(::bind(listener, reinterpret_cast<sockaddr*>(&local), size), 0);
  ASSERT_EQ(::listen(listener, 0), 0);
  ::getsockname(listener, reinterpret_cast<sockaddr*>(&local), &size);
  std::vector<int> fillers;
  for (int i = 0; i < 4; ++i) {
    fillers.push_back(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0));
    (void)::connect(fillers.back(), reinterpret_cast<sockaddr*>(&local), size);
  }
  Stream::Timeouts timeouts;
  timeouts.connect_ms = 100;
  Stream stream(loop_, owner_, timeouts);
  stream.open("127.0.0.1", ntohs(local.sin_port), nullptr);
  EXPECT_TRUE(run_until(loop_, [&] { return owner_.closed == 1; }));
  EXPECT_EQ(owner_.reason, "cannot connect to 127.0.0.1: no answer in time");
  for (int filler : fillers)
    ::close(filler);
  ::close(listener);
}

TEST_F(StreamTest, the_end_of_the_server_is_reported_after_its_last_bytes) {
  Server server([](int socket) { ::send(socket, "bye", 3, MSG_NOSIGNAL); });
  Stream stream(loop_, owner_);
  stream.open("127.0.0.1", server.port, nullptr);
  EXPECT_TRUE(run_until(loop_, [&] { return owner_.closed == 1; }));
  EXPECT_EQ(owner_.received, "bye");
  EXPECT_EQ(owner_.reason, "the server closed the connection");
}

TEST_F(StreamTest, more_than_the_kernel_takes_arrives_whole) {
  std::atomic<std::size_t> arrived{0};
  Server server([&](int socket) {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    arrived = read_all(socket).size();
  });
  Stream stream(loop_, owner_);
  const std::size_t total = 20 * 1000 * 1000;
  owner_.to_send.assign(total, 'x');
  stream.open("127.0.0.1", server.port, nullptr);
  ASSERT_TRUE(run_until(loop_, [&] { return owner_.to_send.empty(); }));
  stream.close();
  EXPECT_TRUE(run_until(loop_, [&] { return arrived == total; })) << arrived;
  EXPECT_EQ(owner_.closed, 0) << "heard of its own close";
}

TEST_F(StreamTest, input_that_is_not_taken_is_offered_again_after_output) {
  Server server([](int socket) {
    ::send(socket, "0123456789", 10, MSG_NOSIGNAL);
    read_all(socket);
  });
  Stream stream(loop_, owner_);
  owner_.appetite = 4;
  stream.open("127.0.0.1", server.port, nullptr);
  ASSERT_TRUE(run_until(loop_, [&] { return owner_.received.size() == 4; }));
  owner_.appetite = 3;
  stream.flush();
  EXPECT_EQ(owner_.received, "0123456");
  owner_.appetite = SIZE_MAX;
  stream.flush();
  EXPECT_EQ(owner_.received, "0123456789");
}

TEST_F(StreamTest, output_between_makes_room_for_input_at_once) {
  Server server([](int socket) {
    ::send(socket, "0123456789", 10, MSG_NOSIGNAL);
    read_all(socket);
  });
  Stream stream(loop_, owner_);
  owner_.appetite = 1;
  owner_.appetite_after_output = 1;
  stream.open("127.0.0.1", server.port, nullptr);
  EXPECT_TRUE(run_until(loop_, [&] { return owner_.received == "0123456789"; }));
}

TEST_F(StreamTest, the_owner_may_close_from_inside_input) {
  Server server([](int socket) {
    ::send(socket, std::string(100000, 'x').data(), 100000, MSG_NOSIGNAL);
    read_all(socket);
  });
  Stream stream(loop_, owner_);
  owner_.on_input = [&] { stream.close(); };
  stream.open("127.0.0.1", server.port, nullptr);
  EXPECT_TRUE(run_until(loop_, [&] { return !owner_.received.empty(); }));
  const std::size_t heard = owner_.received.size();
  run_until(loop_, [&, rounds = 0]() mutable { return ++rounds > 3; });
  EXPECT_EQ(owner_.received.size(), heard);
  EXPECT_EQ(owner_.closed, 0);
}

TEST_F(StreamTest, the_owner_may_open_again_from_inside_closed) {
  std::atomic<int> connections{0};
  Server server([&](int socket) {
    if (++connections > 1) echo(socket);
  });
  Stream stream(loop_, owner_);
  owner_.on_closed = [&] {
    owner_.to_send = "second";
    stream.open("127.0.0.1", server.port, nullptr);
  };
  stream.open("127.0.0.1", server.port, nullptr);
  EXPECT_TRUE(run_until(loop_, [&] { return owner_.received == "second"; })) << owner_.reason;
  EXPECT_EQ(owner_.opened, 2);
}

TEST_F(StreamTest, it_can_be_destroyed_in_any_state) {
  Server server(echo);
  for (int events = 0; events < 6; ++events) {
    auto stream = std::make_unique<Stream>(loop_, owner_);
    owner_.to_send = "x";
    stream->open(events % 2 == 0 ? "127.0.0.1" : "localhost", server.port, nullptr);
    for (int i = 0; i < events; ++i) {
      loop_.context().restart();
      loop_.context().run_one_for(std::chrono::milliseconds(20));
    }
    stream.reset();
    loop_.context().restart();
    loop_.context().run_for(std::chrono::milliseconds(5));
  }
  EXPECT_EQ(owner_.closed, 0);
}

TEST_F(StreamTest, nothing_waits_after_the_last_stream_is_closed) {
  Server server(echo);
  {
    Stream stream(loop_, owner_);
    stream.open("127.0.0.1", server.port, nullptr);
    ASSERT_TRUE(run_until(loop_, [&] { return stream.is_open(); }));
    stream.close();
  }
  loop_.context().restart();
  // Bounded, so that something left over fails the test instead of hanging it.
  loop_.context().run_for(std::chrono::seconds(5));
  EXPECT_TRUE(loop_.context().stopped()) << "something still waits in the event loop";
}

#if !defined(__SANITIZE_ADDRESS__)  // Its own memory would be measured.
std::size_t resident_bytes() {
  std::ifstream file("/proc/self/statm");
  std::size_t total = 0;
  std::size_t resident = 0;
  file >> total >> resident;
  return resident * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
}

TEST_F(StreamTest, an_idle_connection_takes_little_memory) {
  constexpr int kConnections = 400;  // Both ends count against the usual limit of 1,024 files.
  std::mutex mutex;
  std::vector<int> accepted;
  Server server([&](int socket) {
    const std::lock_guard<std::mutex> lock(mutex);
    accepted.push_back(dup(socket));
  });
  std::vector<std::unique_ptr<NotingOwner>> owners;
  std::vector<std::unique_ptr<Stream>> streams;
  const auto open_one = [&] {
    owners.push_back(std::make_unique<NotingOwner>());
    streams.push_back(std::make_unique<Stream>(loop_, *owners.back()));
    streams.back()->open("127.0.0.1", server.port, nullptr);
    ASSERT_TRUE(run_until(loop_, [&] { return streams.back()->is_open(); }));
  };
  for (int i = 0; i < 50; ++i)
    open_one();
  const std::size_t before = resident_bytes();
  for (int i = 0; i < kConnections; ++i)
    open_one();
  const std::size_t each = (resident_bytes() - before) / kConnections;
  RecordProperty("bytes_per_idle_connection", static_cast<int>(each));
  EXPECT_LT(each, 6U * 1024U);
  streams.clear();
  const std::lock_guard<std::mutex> lock(mutex);
  for (int socket : accepted)
    ::close(socket);
}
#endif

}  // namespace
}  // namespace plugpoint::posix
