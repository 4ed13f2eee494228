// No OCPP_loop() waits: for a name, a server, a window, or the end of a connection.
#include <gtest/gtest.h>

#include <algorithm>

#include "ESP8266-OCPP.h"
#include "slow_board.h"

namespace {

using slow_board::world;

constexpr std::uint64_t kMostMs = 50;
// How many files one call may write: the bound that docs/arduino.md tells.
constexpr int kMostFilesWritten = 3;

/// What the calls of one stretch of time took at most.
struct Worst {
  std::uint64_t ms = 0;
  int files_written = 0;
  int directory_changes = 0;
};

Worst run(std::uint32_t seconds, std::uint32_t step_ms = 5) {
  Worst worst;
  const std::uint64_t end = slow_board::now_ms() + std::uint64_t{seconds} * 1000;
  while (slow_board::now_ms() < end) {
    slow_board::flash = {};
    const std::uint64_t begin = slow_board::now_ms();
    OCPP_loop();
    worst.ms = std::max(worst.ms, slow_board::now_ms() - begin);
    worst.files_written = std::max(worst.files_written, slow_board::flash.files_written);
    worst.directory_changes =
        std::max(worst.directory_changes, slow_board::flash.directory_changes);
    slow_board::pass(step_ms);
  }
  return worst;
}

void expect_no_wait(const char* stage, const Worst& worst) {
  EXPECT_LE(worst.ms, kMostMs) << stage;
  EXPECT_LE(worst.files_written, kMostFilesWritten) << stage;
  EXPECT_LE(worst.directory_changes, 1) << stage;
}

// The station of a sketch is one for each process, so one test goes through a bad day with it.
TEST(Blocking, no_call_takes_longer_than_50_ms_whatever_the_network_does) {
  int started = 0, stopped = 0, booted = 0, aborted = 0;
  const auto abort = [&] { ++aborted; };
  setPowerActiveImportSampler([] { return 7200.F; });
  OCPP_initialize("csms.example.org", 80, "/ocpp/SLOW");
  bootNotification(
      "Model", "Vendor", [&](JsonObject) { ++booted; }, abort);

  world.name_server_answers = false;
  expect_no_wait("resolving", run(120));
  EXPECT_EQ(slow_board::connections_made, 0);

  world.name_server_answers = true;
  world.server_accepts = false;
  expect_no_wait("connecting", run(600));
  EXPECT_EQ(slow_board::connections_made, 0);

  world.server_accepts = true;
  world.server_answers = false;
  expect_no_wait("WebSocket handshake", run(600));
  EXPECT_GT(slow_board::connections_made, 0);

  world.server_answers = true;
  expect_no_wait("boot", run(600));
  EXPECT_EQ(booted, 1);
  startTransaction([&](JsonObject) { ++started; }, abort);
  expect_no_wait("a transaction", run(300));
  EXPECT_EQ(started, 1);

  world.server_reads = false;
  stopTransaction([&](JsonObject) { ++stopped; }, abort);
  for (int i = 0; i < 5; ++i) {
    startTransaction();
    expect_no_wait("sending, window full", run(10));
    stopTransaction();
  }
  EXPECT_EQ(stopped, 0);
  world.close_finds_memory = false;
  expect_no_wait("closing, no memory", run(1200));
  world.close_finds_memory = true;

  world.server_reads = true;
  expect_no_wait("what waited is sent", run(1200));
  EXPECT_EQ(stopped, 1);
  for (int i = 0; i < 10; ++i) {
    slow_board::server_closes();
    expect_no_wait("closed by the server", run(60));
    slow_board::server_resets();
    expect_no_wait("reset by the server", run(60));
  }

  world.server_accepts = false;
  slow_board::server_resets();
  startTransaction([&](JsonObject) { ++started; }, abort);
  expect_no_wait("an outage of a day", run(86400, 20));
  stopTransaction([&](JsonObject) { ++stopped; }, abort);
  expect_no_wait("its transaction ends", run(60));
  EXPECT_EQ(started, 1);
  EXPECT_EQ(aborted, 0);
  // Of 11 transactions the last and 8 before it keep their listeners.
  for (int i = 0; i < 10; ++i) {
    startTransaction([&](JsonObject) { ++started; }, abort);
    expect_no_wait("a further transaction begins", run(10));
    stopTransaction([&](JsonObject) { ++stopped; }, abort);
    expect_no_wait("a further transaction ends", run(10));
  }
  EXPECT_EQ(aborted, 4) << "two starts and two stops";
  world.server_accepts = true;
  expect_no_wait("connected again", run(1800));
  EXPECT_EQ(started, 1 + 9);
  EXPECT_EQ(stopped, 1 + 9);
  EXPECT_EQ(aborted, 4);
  EXPECT_EQ(slow_board::waits, 0) << "delay or yield was called";
}

}  // namespace
