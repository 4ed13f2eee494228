// DataTransfer in both directions (behaviour C08).
#include <gtest/gtest.h>

#include "support/test_station.h"

namespace plugpoint::test {
namespace {

/// Echoes its data and notes what it was asked.
struct Echo {
  std::string last_message = "-";
  std::string last_data = "-";
  DataTransferStatus status = DataTransferStatus::accepted;
  std::size_t claimed_size = 0;  ///< Not 0: the size that the handler claims.

  static std::string copy(Text text) {
    return text.absent() ? "absent" : std::string(text.data(), text.size());
  }
  static DataTransferStatus handle(void* context, Text message_id, Text data, Span<char> answer,
                                   std::size_t& size) {
    Echo& self = *static_cast<Echo*>(context);
    self.last_message = copy(message_id);
    self.last_data = copy(data);
    size = 0;
    if (!data.absent()) {
      for (char c : data) {
        if (size < answer.size()) answer[size++] = c;
      }
    }
    if (self.claimed_size != 0) size = self.claimed_size;
    return self.status;
  }
};

struct Vendors : TestStation {
  Echo hello;
  Echo all;
  DataTransferHandler handlers[2] = {{"org.one", "Hello", &Echo::handle, &hello},
                                     {"org.two", {}, &Echo::handle, &all}};
  Vendors() { settings.data_transfer = {handlers, 2}; }
};

TEST(DataTransfer, C08_an_unknown_vendor_and_an_unknown_message) {
  Vendors station;
  station.boot();
  EXPECT_EQ(station.confirm("DataTransfer", {{"vendorId", "org.none"}, {"data", "x"}}),
            (Json{{"status", "UnknownVendorId"}}));
  EXPECT_EQ(station.confirm("DataTransfer",
                            {{"vendorId", "org.one"}, {"messageId", "Bye"}, {"data", "x"}}),
            (Json{{"status", "UnknownMessageId"}}));
  EXPECT_EQ(station.confirm("DataTransfer", {{"vendorId", "org.one"}}),
            (Json{{"status", "UnknownMessageId"}}));
  EXPECT_EQ(station.hello.last_data, "-") << "the handler was not asked";
}

TEST(DataTransfer, C08_a_station_without_handlers_knows_no_vendor) {
  TestStation station;
  station.boot();
  EXPECT_EQ(station.confirm("DataTransfer", {{"vendorId", "org.one"}}),
            (Json{{"status", "UnknownVendorId"}}));
}

TEST(DataTransfer, C08_handlers_get_their_messages) {
  Vendors station;
  station.boot();
  EXPECT_EQ(station.confirm("DataTransfer",
                            {{"vendorId", "ORG.one"}, {"messageId", "hello"}, {"data", "wörld"}}),
            (Json{{"status", "Accepted"}, {"data", "wörld"}}));
  EXPECT_EQ(station.confirm("DataTransfer", {{"vendorId", "org.two"}}),
            (Json{{"status", "Accepted"}}));
  EXPECT_EQ(station.all.last_message, "absent");
  EXPECT_EQ(station.all.last_data, "absent");
  station.confirm("DataTransfer",
                  {{"vendorId", "org.two"}, {"messageId", "Any"}, {"data", "{\"json\":[1]}"}});
  EXPECT_EQ(station.all.last_message, "Any");
  EXPECT_EQ(station.all.last_data, "{\"json\":[1]}");
  station.hello.status = DataTransferStatus::rejected;
  EXPECT_EQ(station.confirm("DataTransfer",
                            {{"vendorId", "org.one"}, {"messageId", "Hello"}, {"data", "why"}}),
            (Json{{"status", "Rejected"}, {"data", "why"}}));
  station.hello.status = DataTransferStatus::unknown_message_id;
  EXPECT_EQ(station.confirm("DataTransfer",
                            {{"vendorId", "org.one"}, {"messageId", "Hello"}, {"data", "x"}}),
            (Json{{"status", "UnknownMessageId"}}));
}

TEST(DataTransfer, C08_an_answer_is_at_most_as_long_as_its_room) {
  Vendors station;
  station.boot();
  const Json answer =
      station.confirm("DataTransfer", {{"vendorId", "org.two"}, {"data", std::string(1500, 'x')}});
  EXPECT_EQ(answer["data"].get<std::string>().size(), 512U);
  station.all.claimed_size = 1U << 30;
  EXPECT_EQ(station.confirm("DataTransfer", {{"vendorId", "org.two"}, {"data", "y"}})["data"]
                .get<std::string>()
                .size(),
            512U);
}

struct Outcome {
  int status = -1;
  std::string data;
};

Outcome outcome(TestStation& station) {
  Outcome found;
  for (const Event& event : station.events()) {
    if (event.kind != Event::Kind::data_transfer_answer) continue;
    found.status = event.number;
    found.data = Echo::copy(event.text);
  }
  return found;
}

TEST(DataTransfer, C08_own_messages_and_their_answers) {
  TestStation station;
  station.boot();
  station.on["DataTransfer"] = [](const Json& payload) {
    return Json{{"status", "Accepted"}, {"data", payload.value("data", "none") + "!"}};
  };
  EXPECT_FALSE(station.station().send_data_transfer("org.one", "Hello", "wörld"));
  EXPECT_TRUE(station.station().send_data_transfer("org.one", "Hello", "again")) << "one at a time";
  station.run(100);
  EXPECT_EQ(station.sent("DataTransfer").at(0),
            (Json{{"vendorId", "org.one"}, {"messageId", "Hello"}, {"data", "wörld"}}));
  Outcome answer = outcome(station);
  EXPECT_EQ(answer.status, static_cast<int>(DataTransferStatus::accepted));
  EXPECT_EQ(answer.data, "wörld!");
  EXPECT_FALSE(station.station().send_data_transfer("org.one", {}, {}));
  station.run(100);
  EXPECT_EQ(station.sent("DataTransfer").at(1), (Json{{"vendorId", "org.one"}}));
  for (const char* status : {"Rejected", "UnknownMessageId", "UnknownVendorId"}) {
    station.on["DataTransfer"] = [&](const Json&) { return Json{{"status", status}}; };
    EXPECT_FALSE(station.station().send_data_transfer("org.one", {}, {}));
    station.run(100);
    answer = outcome(station);
    EXPECT_GE(answer.status, 1);
    EXPECT_LE(answer.status, 3);
  }
}

TEST(DataTransfer, C08_without_an_answer_the_owner_is_told_so) {
  TestStation station;
  EXPECT_EQ(outcome((station.boot(), station)).status, -1);
  station.on["DataTransfer"] = [](const Json&) { return Json{"InternalError", "no"}; };
  EXPECT_FALSE(station.station().send_data_transfer("V", {}, {}));
  station.run(100);
  EXPECT_EQ(outcome(station).status, 255);
  station.on["DataTransfer"] = [](const Json&) { return nullptr; };
  EXPECT_FALSE(station.station().send_data_transfer("V", {}, {}));
  station.run(40 * kSecond);
  EXPECT_EQ(outcome(station).status, 255);
  EXPECT_FALSE(station.station().send_data_transfer("V", {}, {}));
  station.run(100);
  station.network = false;
  station.run(100);
  EXPECT_EQ(outcome(station).status, 255);
  EXPECT_TRUE(station.station().send_data_transfer("V", {}, {})) << "offline";
}

TEST(DataTransfer, C08_one_that_was_queued_when_the_connection_broke_ends_too) {
  TestStation station;
  station.boot();
  station.plug();
  station.on["Authorize"] = [](const Json&) { return nullptr; };
  station.tap("TAG1");
  EXPECT_FALSE(station.station().send_data_transfer("V", "queued", {}));
  station.network = false;
  station.run(100);
  EXPECT_EQ(outcome(station).status, 255);
  station.network = true;
  station.run(60 * kSecond);
  EXPECT_TRUE(station.sent("DataTransfer").empty())
      << "told as unanswered, so it must not leave later";
}

}  // namespace
}  // namespace plugpoint::test
