// The byte stream of the ESP-IDF port on the host's sockets, and a whole station on that port.
#include "esp_idf/stream.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <functional>
#include <optional>
#include <string>

#include "esp_idf/clock.h"
#include "esp_idf/entropy.h"
#include "esp_idf/log.h"
#include "esp_idf/partition_storage.h"
#include "esp_idf/station_loop.h"
#include "fake_network.h"
#include "fake_partition.h"
#include "support/accepting_central.h"
#include "support/fake_hardware.h"

namespace plugpoint::test {

namespace {

using esp_idf::Stream;

/// A server on this machine with one connection.
class Server {
 public:
  Server() : listener_(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    EXPECT_EQ(listen(listener_, 1), 0);
    socklen_t size = sizeof address;
    getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
    port = ntohs(address.sin_port);
    fcntl(listener_, F_SETFL, O_NONBLOCK);
  }
  ~Server() {
    drop();
    close(listener_);
  }
  std::uint16_t port = 0;

  /// What has arrived.
  std::string receive() {
    if (connection_ < 0) connection_ = accept4(listener_, nullptr, nullptr, SOCK_NONBLOCK);
    char piece[4096];
    const ssize_t count = connection_ < 0 ? 0 : recv(connection_, piece, sizeof piece, 0);
    return count > 0 ? std::string(piece, static_cast<std::size_t>(count)) : std::string();
  }
  void send_text(const std::string& text) {
    if (text.empty()) return;
    EXPECT_EQ(send(connection_, text.data(), text.size(), MSG_NOSIGNAL),
              static_cast<ssize_t>(text.size()));
  }
  void drop() {
    if (connection_ >= 0) close(connection_);
    connection_ = -1;
  }

 private:
  int listener_;
  int connection_ = -1;
};

bool until(const std::function<bool()>& done) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(5);
  while (!done()) {
    if (std::chrono::steady_clock::now() > end) return false;
  }
  return true;
}

Bytes to_send(const std::string& text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

class EspStream : public testing::TestWithParam<bool> {
 protected:
  EspStream() { fake_network() = FakeNetwork{}; }
  bool open(Stream& stream) {
    stream.open({"csms.example", server.port, GetParam()}, 0);
    return until([&] { return stream.poll(0) == Stream::State::open; });
  }
  Server server;
};

TEST_P(EspStream, MovesBytesBothWays) {
  Stream stream;
  ASSERT_TRUE(open(stream));
  EXPECT_EQ(stream.write(to_send("to the server")), 13U);
  std::string got;
  EXPECT_TRUE(until([&] { return (got += server.receive()) == "to the server"; }));
  server.send_text("to the station");
  std::string back;
  EXPECT_TRUE(until([&] {
    std::uint8_t piece[5];
    const std::size_t count = stream.read(piece);
    back.append(reinterpret_cast<const char*>(piece), count);
    return back == "to the station";
  }));
  EXPECT_EQ(fake_network().tls_host, GetParam() ? "csms.example" : "");
  EXPECT_EQ(fake_network().tls_bundle, GetParam());
  stream.close();
  EXPECT_EQ(fake_network().tls_open, 0);
}

TEST_P(EspStream, NoticesTheEndOfTheConnection) {
  Stream stream;
  ASSERT_TRUE(open(stream));
  ASSERT_TRUE(until([&] {
    static_cast<void>(stream.write(to_send("x")));
    return !server.receive().empty();
  }));
  server.drop();
  std::uint8_t piece[64];
  EXPECT_TRUE(
      until([&] { return stream.read(piece) == 0 && stream.state() == Stream::State::closed; }));
  EXPECT_STRNE(stream.why(), "");
  EXPECT_TRUE(open(stream));
}

TEST_P(EspStream, SaysWhyThereIsNoConnection) {
  Stream stream;
  fake_network().address = "";
  stream.open({"csms.example", server.port, GetParam()}, 0);
  EXPECT_EQ(stream.poll(1), Stream::State::closed);
  EXPECT_STREQ(stream.why(), "the host name is unknown");
  fake_network().address = "127.0.0.1";
  stream.open({"csms.example", 1, GetParam()}, 0);
  EXPECT_TRUE(until([&] { return stream.poll(1) == Stream::State::closed; }));
  EXPECT_STREQ(stream.why(), "the central system does not take the connection");
  const std::string long_name(300, 'a');
  stream.open({{long_name.data(), long_name.size()}, 1, GetParam()}, 0);
  EXPECT_STREQ(stream.why(), "the host name is too long");
}

// A question that lwIP goes on working at does not answer the next one.
TEST_P(EspStream, ForgetsAnOlderQuestion) {
  Stream stream;
  fake_network().resolver_answers = false;
  stream.open({"old.example", server.port, GetParam()}, 0);
  EXPECT_EQ(stream.poll(1), Stream::State::resolving);
  EXPECT_EQ(stream.poll(31000), Stream::State::closed);
  EXPECT_STREQ(stream.why(), "no connection within 30 s");
  stream.open({"new.example", server.port, GetParam()}, 31000);
  EXPECT_EQ(stream.poll(31000), Stream::State::resolving);
  fake_network().address = "192.0.2.1";
  fake_network().answer_now();
  EXPECT_EQ(stream.poll(31000), Stream::State::resolving);
  fake_network().address = "127.0.0.1";
  fake_network().answer_now();
  EXPECT_TRUE(until([&] { return stream.poll(31000) == Stream::State::open; }));
  EXPECT_EQ(fake_network().asked, (std::vector<std::string>{"old.example", "new.example"}));
}

INSTANTIATE_TEST_SUITE_P(Esp, EspStream, testing::Bool(),
                         [](const auto& kind) { return kind.param ? "Tls" : "Plain"; });

TEST(EspStreamTls, RefusesACertificateThatIsNotTrusted) {
  fake_network() = FakeNetwork{};
  fake_network().tls_accepts = false;
  Server server;
  esp_idf::TlsOptions options;
  options.authorities = "PEM";
  Stream stream(options);
  stream.open({"csms.example", server.port, true}, 0);
  EXPECT_TRUE(until([&] { return stream.poll(0) == Stream::State::closed; }));
  EXPECT_EQ(fake_network().tls_authorities, std::string("PEM\0", 4));
  EXPECT_FALSE(fake_network().tls_bundle);
  EXPECT_EQ(fake_network().tls_open, 0);
}

TEST(EspLog, WritesOneLine) {
  fake_network() = FakeNetwork{};
  esp_idf::EspLog log;
  for (LogLevel level : {LogLevel::debug, LogLevel::info, LogLevel::warning, LogLevel::error})
    log.line(level, {"a line and more", 6});
  EXPECT_EQ(fake_network().log, std::vector<std::string>(4, "plugpoint: a line"));
}

/// A station on the whole port: flash, clock, entropy, log, stream and loop.
class EspStation : public testing::Test {
 protected:
  EspStation() {
    fake_network() = FakeNetwork{};
    settings.host = "csms.example";
    settings.port = server.port;
    hardware.set_register(1, 1000);
  }

  void start() {
    Error error;
    storage = esp_idf::PartitionStorage::open(partition.get(), error);
    ASSERT_TRUE(storage) << error.text;
    block.resize(ChargePoint::block_size(settings) / sizeof block[0] + 1);
    station = ChargePoint::create(
        {reinterpret_cast<std::uint8_t*>(block.data()), block.size() * sizeof block[0]}, settings,
        {&entropy, storage.get(), &hardware, &log}, esp_idf::monotonic_ms(), error);
    ASSERT_TRUE(station) << error.text;
    loop.emplace(*station, stream);
  }

  bool run_until(const std::function<bool()>& done) {
    return until([&] {
      loop->turn(esp_idf::monotonic_ms());
      const std::string bytes = server.receive();
      if (!bytes.empty()) server.send_text(central.receive(bytes));
      loop->wait(1);
      return done();
    });
  }

  Server server;
  Settings settings;
  AcceptingCentral central;
  FakePartition partition{64};
  FakeHardware hardware;
  esp_idf::ChipEntropy entropy;
  esp_idf::EspLog log;
  std::unique_ptr<esp_idf::PartitionStorage> storage;
  Stream stream;
  std::vector<std::max_align_t> block;
  ChargePoint* station = nullptr;
  std::optional<esp_idf::StationLoop> loop;
};

TEST_F(EspStation, ChargesAndDelivers) {
  start();
  ASSERT_TRUE(run_until([&] { return station->registration() == Registration::accepted; }));
  hardware.evse().facts.plugged = hardware.evse().facts.ev_ready = true;
  ASSERT_FALSE(station->present_token(1, "TAG1"));
  ASSERT_TRUE(run_until([&] { return central.calls["StartTransaction"] == 1; }));
  ASSERT_FALSE(station->present_token(1, "TAG1"));
  ASSERT_TRUE(run_until(
      [&] { return central.calls["StopTransaction"] == 1 && station->queue_length() == 0; }));
  EXPECT_EQ(partition.misuse, std::vector<std::string>{});
}

// B12: what ran when power went is ended and delivered after the restart.
TEST_F(EspStation, DeliversAfterAPowerCut) {
  start();
  ASSERT_TRUE(run_until([&] { return station->registration() == Registration::accepted; }));
  hardware.evse().facts.plugged = hardware.evse().facts.ev_ready = true;
  ASSERT_FALSE(station->present_token(1, "TAG1"));
  ASSERT_TRUE(run_until([&] { return station->board(1).transaction.id == 1; }));
  stream.close();
  server.drop();
  central = AcceptingCentral{};
  start();
  EXPECT_EQ(station->queue_length(), 1U);
  ASSERT_TRUE(run_until(
      [&] { return central.calls["StopTransaction"] == 1 && station->queue_length() == 0; }));
  EXPECT_EQ(central.calls["StartTransaction"], 0);
}

}  // namespace

}  // namespace plugpoint::test
