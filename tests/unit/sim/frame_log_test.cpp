// The log of frames: whole messages from bytes that arrive in any pieces, and no secrets.
#include "sim/frame_log.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <vector>
#include "support/json.h"

#include "temporary_folder.h"

namespace plugpoint::sim {
namespace {

using Bytes_ = std::vector<std::uint8_t>;

Bytes_ frame(std::uint8_t first, const std::string& payload, bool masked = false) {
  Bytes_ bytes = {first};
  const std::uint8_t mask_bit = masked ? 0x80 : 0;
  if (payload.size() < 126) {
    bytes.push_back(static_cast<std::uint8_t>(mask_bit | payload.size()));
  } else {
    bytes.insert(bytes.end(), {static_cast<std::uint8_t>(mask_bit | 126),
                               static_cast<std::uint8_t>(payload.size() >> 8),
                               static_cast<std::uint8_t>(payload.size())});
  }
  const std::uint8_t mask[] = {0x11, 0x22, 0x33, 0x44};
  if (masked) bytes.insert(bytes.end(), std::begin(mask), std::end(mask));
  for (std::size_t i = 0; i < payload.size(); ++i)
    bytes.push_back(static_cast<std::uint8_t>(payload[i] ^ (masked ? mask[i % 4] : 0)));
  return bytes;
}

void add(Bytes_& bytes, const Bytes_& more) {
  bytes.insert(bytes.end(), more.begin(), more.end());
}

Bytes_ http() {
  const std::string text = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n";
  return {text.begin(), text.end()};
}

std::vector<std::string> messages_in(const Bytes_& bytes, std::size_t piece) {
  std::vector<std::string> messages;
  FrameTap tap([&](const std::string& text) { messages.push_back(text); });
  tap.reset();
  for (std::size_t at = 0; at < bytes.size(); at += piece)
    tap.pass({bytes.data() + at, std::min(piece, bytes.size() - at)});
  return messages;
}

TEST(FrameTap, PutsMessagesTogetherHoweverTheyAreCut) {
  const std::string longer(300, 'x');
  Bytes_ bytes = http();
  add(bytes, frame(0x81, "[2]"));
  add(bytes, frame(0x01, "one, "));
  add(bytes, frame(0x89, "ping"));
  add(bytes, frame(0x00, ""));
  add(bytes, frame(0x80, "two"));
  add(bytes, frame(0x81, longer));
  add(bytes, frame(0x82, "binary"));
  add(bytes, frame(0x88, "\x03\xE8"));
  for (const std::size_t piece : {std::size_t{1}, std::size_t{3}, bytes.size()}) {
    const auto messages = messages_in(bytes, piece);
    ASSERT_EQ(messages.size(), 3U) << piece;
    EXPECT_EQ(messages[0], "[2]");
    EXPECT_EQ(messages[1], "one, two");
    EXPECT_EQ(messages[2], longer);
  }
}

TEST(FrameTap, UnmasksWhatTheStationSends) {
  Bytes_ bytes = http();
  add(bytes, frame(0x01, "[2,\"a\",", true));
  add(bytes, frame(0x80, "{}]", true));
  for (const std::size_t piece : {std::size_t{1}, bytes.size()}) {
    const auto messages = messages_in(bytes, piece);
    ASSERT_EQ(messages.size(), 1U);
    EXPECT_EQ(messages[0], "[2,\"a\",{}]");
  }
}

TEST(FrameTap, NewConnectionStartsOver) {
  std::vector<std::string> messages;
  FrameTap tap([&](const std::string& text) { messages.push_back(text); });
  Bytes_ bytes = http();
  add(bytes, frame(0x01, "half"));
  tap.pass({bytes.data(), bytes.size()});
  tap.reset();
  bytes = http();
  add(bytes, frame(0x81, "whole"));
  tap.pass({bytes.data(), bytes.size()});
  EXPECT_EQ(messages, std::vector<std::string>{"whole"});
}

TEST(Redaction, OrdinaryFramesStayAsTheyWereOnTheWire) {
  for (const char* text : {R"([2, "1", "Heartbeat", { }])", "garbage", "",
                           R"([2,"1","ChangeConfiguration",{"key":"Colour","value":"red"}])",
                           R"([2,"1","GetConfiguration",{"key":["AuthorizationKey"]}])"})
    EXPECT_EQ(redacted(text), text);
}

TEST(Redaction, AuthorizationKeyIsBlottedOut) {
  for (const char* key : {"AuthorizationKey", "authorizationkey", "\\u0041uthorizationKey"}) {
    const std::string text =
        std::string(R"([2,"1","ChangeConfiguration",{"key":")") + key + R"(","value":"hunter2"}])";
    EXPECT_EQ(redacted(text).find("hunter2"), std::string::npos) << text;
    EXPECT_NE(redacted(text).find("***"), std::string::npos) << text;
  }
}

TEST(Redaction, BasicAuthPasswordIsBlottedOutInRequestsAndReports) {
  const std::string set = R"([2,"1","SetVariables",{"setVariableData":[
    {"attributeValue":"open","component":{"name":"X"},"variable":{"name":"Y"}},
    {"attributeValue":"hunter2","component":{"name":"SecurityCtrlr"},
     "variable":{"name":"BasicAuthPassword"}}]}])";
  EXPECT_EQ(redacted(set).find("hunter2"), std::string::npos);
  EXPECT_NE(redacted(set).find("open"), std::string::npos);
  const std::string report = R"([2,"1","NotifyReport",{"reportData":[{"component":{"name":"S"},
    "variable":{"name":"BasicAuthPassword"},"variableAttribute":[{"value":"hunter2"}]}]}])";
  EXPECT_EQ(redacted(report).find("hunter2"), std::string::npos);
}

TEST(Redaction, WhatCannotBeUnderstoodIsLeftOut) {
  EXPECT_EQ(redacted(R"([2,"1","X",{"key":"AuthorizationKey","value":"hunter2")").find("hunter2"),
            std::string::npos);
  const std::string deep = std::string(100'000, '[') + "\"\\u0041\"" + std::string(100'000, ']');
  EXPECT_EQ(redacted(deep).find('['), std::string::npos);
}

TEST(FrameLog, WritesOneJsonLineAFrame) {
  const TemporaryFolder folder;
  const std::string path = folder.file("frames.jsonl");
  {
    FrameLog log(path);
    log.write(FrameLog::Direction::out, R"([2,"1","Heartbeat",{}])");
    log.write(FrameLog::Direction::in, "\xFF\n\"quoted\"");
  }
  std::ifstream file(path);
  std::string line;
  std::vector<nlohmann::json> lines;
  while (std::getline(file, line))
    lines.push_back(nlohmann::json::parse(line));
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[0]["dir"], "out");
  EXPECT_EQ(lines[0]["frame"], R"([2,"1","Heartbeat",{}])");
  EXPECT_EQ(lines[0]["t"].get<std::string>().size(), 24U);
  EXPECT_EQ(lines[1]["dir"], "in");
}

TEST(FrameLog, OnlyItsOwnerMayReadIt) {
  const TemporaryFolder folder;
  const std::string path = folder.file("frames.jsonl");
  const FrameLog log(path);
  struct stat facts {};
  ASSERT_EQ(::stat(path.c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 0777U, 0600U);
}

TEST(FrameLog, TimeIsUtcInIso8601) {
  EXPECT_EQ(log_line(0, FrameLog::Direction::in, "x"),
            R"({"t":"1970-01-01T00:00:00.000Z","dir":"in","frame":"x"})");
}

}  // namespace
}  // namespace plugpoint::sim
