// Section 18 of the official test cases: Local Authorization List.
#include "conformance.h"

namespace plugpoint::test {
namespace {

Json accepted(const std::string& tag) {
  return {{"idTag", tag}, {"idTagInfo", {{"status", "Accepted"}}}};
}

std::string send(Conformance16& tool, const std::string& type, int version, const Json& list) {
  Json request = {{"listVersion", version}, {"updateType", type}};
  if (!list.is_null()) request["localAuthorizationList"] = list;
  return tool.request_status("SendLocalList", request);
}

int version(Conformance16& tool) {
  return tool.request("GetLocalListVersion", Json::object()).value("listVersion", -2);
}

/// Memory and configuration of TC_008.
void prepared(Conformance16& tool) {
  tool.booted();
  tool.configured("LocalPreAuthorize", "true");
  tool.configured("AuthorizationCacheEnabled", "false");
  tool.configured("LocalAuthListEnabled", "true");
  tool.configured("AuthorizeRemoteTxRequests", "true");
  EXPECT_EQ(version(tool), 0);
  ASSERT_EQ(send(tool, "Full", 1, Json::array({accepted(Conformance16::kTag)})), "Accepted");
}

/// The session starts, and nobody was asked: no Authorize comes before.
void expect_session(Conformance16& tool) {
  const Json start = tool.next_call("StartTransaction");
  EXPECT_EQ(start["connectorId"], Conformance16::kConnector);
  EXPECT_EQ(start["idTag"], Conformance16::kTag);
  tool.next_status(Conformance16::kConnector, "Charging");
}

TEST_F(Conformance16, TC_008_1_CS) {
  prepared(*this);
  plug();
  next_status(kConnector, "Preparing");
  present(kTag);
  expect_session(*this);
}

TEST_F(Conformance16, TC_008_2_CS) {
  prepared(*this);
  plug();
  next_status(kConnector, "Preparing");
  ASSERT_EQ(
      request_status("RemoteStartTransaction", {{"connectorId", kConnector}, {"idTag", kTag}}),
      "Accepted");
  expect_session(*this);
}

TEST_F(Conformance16, TC_042_1_CS) {
  booted();
  configured("LocalAuthListEnabled", "false");
  EXPECT_EQ(version(*this), -1);
}

TEST_F(Conformance16, TC_042_2_CS) {
  booted();
  configured("LocalAuthListEnabled", "true");
  ASSERT_EQ(send(*this, "Full", 1, nullptr), "Accepted");
  EXPECT_EQ(version(*this), 0);
}

TEST_F(Conformance16, TC_043_1_CS) {
  booted();
  configured("LocalAuthListEnabled", "false");
  EXPECT_EQ(send(*this, "Full", 1, Json::array({accepted(kTag)})), "NotSupported");
}

TEST_F(Conformance16, TC_043_2_CS) {
  booted();
  configured("LocalAuthListEnabled", "true");
  ASSERT_EQ(send(*this, "Full", 2, Json::array({accepted(kTag)})), "Accepted");
  EXPECT_EQ(version(*this), 2);
  ASSERT_EQ(send(*this, "Differential", 5, Json::array({accepted(kTag2)})), "Accepted");
  EXPECT_EQ(version(*this), 5);
  EXPECT_EQ(send(*this, "Differential", 4, Json::array({{{"idTag", kTag}}})), "VersionMismatch");
  EXPECT_EQ(version(*this), 5);
}

TEST_F(Conformance16, TC_043_3_CS) {
  // A state in which it fails to set the list: it is longer than the station can store.
  station.defaults.push_back({"LocalAuthListMaxLength", "2"});
  booted();
  configured("LocalAuthListEnabled", "true");
  ASSERT_EQ(send(*this, "Full", 1, Json::array({accepted(kTag)})), "Accepted");
  EXPECT_EQ(
      send(*this, "Full", 2, Json::array({accepted(kTag), accepted(kTag2), accepted("VALID-3")})),
      "Failed");
  EXPECT_EQ(version(*this), 1);
}

TEST_F(Conformance16, TC_043_CS) {
  booted();
  configured("LocalAuthListEnabled", "true");
  configured("LocalPreAuthorize", "true");
  ASSERT_EQ(send(*this, "Full", 1, Json::array({accepted(kTag)})), "Accepted");
  ASSERT_EQ(send(*this, "Differential", 2, Json::array({accepted(kTag2)})), "Accepted");
  EXPECT_EQ(version(*this), 2);
  // The expected result: who is on the list may charge without asking the central system.
  plug(kConnector);
  next_status(kConnector, "Preparing");
  present(kTag, kConnector);
  expect_session(*this);
  plug(kOtherConnector);
  next_status(kOtherConnector, "Preparing");
  present(kTag2, kOtherConnector);
  EXPECT_EQ(next_call("StartTransaction")["idTag"], kTag2);
  next_status(kOtherConnector, "Charging");
}

}  // namespace
}  // namespace plugpoint::test
