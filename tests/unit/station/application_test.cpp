// What firmware uses that decides itself when a transaction starts: check_token,
// start_transaction, announce, and the observer of messages.
#include <gtest/gtest.h>

#include "plugpoint/message/v16.h"
#include "plugpoint/station/message_observer.h"
#include "support/test_station.h"

namespace plugpoint::test {
namespace {

using Strings = std::vector<std::string>;

std::vector<Event::Kind> kinds_of(TestStation& station) {
  std::vector<Event::Kind> kinds;
  for (const Event& event : station.events())
    kinds.push_back(event.kind);
  return kinds;
}

bool contains(const std::vector<Event::Kind>& kinds, Event::Kind kind) {
  return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

TEST(CheckToken, asks_and_changes_nothing) {
  TestStation station;
  station.boot();
  station.plug();
  station.clear();
  station.events();
  EXPECT_FALSE(station.station().check_token(1, "TAG1"));
  station.run(100);
  EXPECT_EQ(station.actions(), Strings{"Authorize"});
  EXPECT_TRUE(contains(kinds_of(station), Event::Kind::token_accepted));
  EXPECT_EQ(station.station().status(1), EvseStatus::preparing);
  station.run(120000);
  EXPECT_TRUE(station.sent("StartTransaction").empty());
}

TEST(CheckToken, tells_a_refusal) {
  TestStation station;
  station.on["Authorize"] = [](const Json&) {
    return Json{{"idTagInfo", {{"status", "Blocked"}}}};
  };
  station.boot();
  station.plug();
  station.clear();
  station.events();
  EXPECT_FALSE(station.station().check_token(1, "TAG1"));
  station.run(100);
  EXPECT_TRUE(contains(kinds_of(station), Event::Kind::token_refused));
  EXPECT_TRUE(station.statuses(1).empty());  // Still Preparing: nobody's session has ended.
}

TEST(CheckToken, is_refused_while_a_remote_start_waits_for_the_plug) {
  TestStation station;
  station.boot();
  station.confirm("RemoteStartTransaction", {{"idTag", "REMOTE"}, {"connectorId", 1}});
  EXPECT_EQ(station.station().check_token(1, "TAG1").status, Status::refused);
  station.plug();
  EXPECT_EQ(station.sent("StartTransaction").at(0)["idTag"], "REMOTE");
}

TEST(CheckToken, a_running_transaction_goes_on) {
  TestStation station;
  station.boot();
  station.plug();
  station.tap("TAG1");
  EXPECT_FALSE(station.station().check_token(1, "TAG2"));
  station.run(1000);
  EXPECT_EQ(station.station().status(1), EvseStatus::charging);
}

TEST(StartTransaction, starts_at_once_without_asking) {
  TestStation station;
  station.boot();
  station.plug();
  station.clear();
  EXPECT_FALSE(station.station().start_transaction(1, "FREE"));
  station.run(100);
  EXPECT_EQ(station.actions(), (Strings{"StartTransaction", "StatusNotification"}));
  EXPECT_EQ(station.sent("StartTransaction")[0]["idTag"], "FREE");
  EXPECT_TRUE(station.hardware.evse(1).permitted);
}

TEST(StartTransaction, waits_for_the_plug_and_not_for_ever) {
  TestStation station;
  station.boot();
  EXPECT_FALSE(station.station().start_transaction(1, "FREE"));
  station.run(1000);
  EXPECT_EQ(station.station().status(1), EvseStatus::preparing);
  station.plug();
  EXPECT_EQ(station.sent("StartTransaction").size(), 1U);

  TestStation late;
  late.boot();
  EXPECT_FALSE(late.station().start_transaction(1, "FREE"));
  late.run(600000);
  EXPECT_EQ(late.station().status(1), EvseStatus::available);
}

TEST(StartTransaction, is_refused_where_it_cannot_be) {
  TestStation station;
  station.boot();
  EXPECT_EQ(station.station().start_transaction(2, "FREE").status, Status::bad_argument);
  EXPECT_EQ(station.station().start_transaction(1, "").status, Status::bad_argument);
  station.hardware.evse(1).facts.faulted = true;
  station.run(100);
  EXPECT_EQ(station.station().start_transaction(1, "FREE").status, Status::refused);
  station.hardware.evse(1).facts.faulted = false;
  station.plug();
  EXPECT_FALSE(station.station().start_transaction(1, "FREE"));
  EXPECT_EQ(station.station().start_transaction(1, "FREE").status, Status::refused);
}

TEST(StartTransaction, says_when_it_cannot_be_stored) {
  TestStation station;
  station.boot();
  station.plug();
  station.storage.fail_after(0);
  EXPECT_EQ(station.station().start_transaction(1, "FREE").status, Status::io_error);
  EXPECT_FALSE(station.station().board(1).transaction.active);
}

TEST(Announce, tells_a_new_identity_to_a_registered_station_s_central_system) {
  TestStation station;
  station.boot();
  Identity identity;
  identity.vendor = "Another";
  identity.model = "Name";
  station.station().announce(identity);
  station.run(1000);
  const std::vector<Json> boots = station.sent("BootNotification");
  ASSERT_EQ(boots.size(), 2U);
  EXPECT_EQ(boots[1]["chargePointVendor"], "Another");
  EXPECT_EQ(station.station().registration(), Registration::accepted);
}

TEST(Announce, before_the_first_connection_there_is_one_boot) {
  TestStation station;
  station.network = false;
  station.start();
  Identity identity;
  identity.vendor = "Another";
  station.station().announce(identity);
  station.network = true;
  station.run(60000);
  const std::vector<Json> boots = station.sent("BootNotification");
  ASSERT_EQ(boots.size(), 1U);
  EXPECT_EQ(boots[0]["chargePointVendor"], "Another");
}

struct Recorder final : MessageObserver {
  std::vector<std::string> lines;
  void answered(message::Version, const rpc::Answer& answer) override {
    std::string line = name_of(answer.action);
    line += answer.outcome == rpc::Outcome::result ? " result" : " failed";
    if (answer.action == message::Action::StartTransaction && answer.payload)
      line += " " +
              std::to_string(static_cast<const message::v16::StartTransactionConf*>(answer.payload)
                                 ->transactionId);
    lines.push_back(line);
  }
  void called(message::Version, message::Action action, const void* request,
              const rpc::Reply& reply) override {
    std::string line = name_of(action) + (reply.payload ? " answered" : " refused");
    if (action == message::Action::Reset)
      line +=
          static_cast<const message::v16::ResetReq*>(request)->type == message::v16::ResetType::Soft
              ? " soft"
              : " hard";
    lines.push_back(line);
  }
  static std::string name_of(message::Action action) {
    char text[message::kMaxActionName];
    return {text, message::copy_action_name(action, text)};
  }
};

TEST(Observer, sees_answers_and_calls) {
  TestStation station;
  Recorder recorder;
  station.settings.observer = &recorder;
  station.boot();
  station.plug();
  station.tap("TAG1");
  station.call("Reset", {{"type", "Soft"}});
  EXPECT_EQ(recorder.lines, (Strings{"BootNotification result", "StatusNotification result",
                                     "StatusNotification result", "StatusNotification result",
                                     "Authorize result", "StartTransaction result 1000",
                                     "StatusNotification result", "Reset answered soft",
                                     "StopTransaction result", "StatusNotification result"}));
}

TEST(Observer, sees_what_failed) {
  TestStation station;
  Recorder recorder;
  station.settings.observer = &recorder;
  station.on["Authorize"] = [](const Json&) { return Json::array({"InternalError", "no"}); };
  station.boot();
  station.plug();
  recorder.lines.clear();
  EXPECT_FALSE(station.station().check_token(1, "TAG1"));
  station.run(100);
  EXPECT_EQ(recorder.lines, Strings{"Authorize failed"});
}

}  // namespace
}  // namespace plugpoint::test
