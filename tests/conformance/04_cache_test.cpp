// Section 04 of the official test cases: Cache.
#include "conformance.h"

namespace plugpoint::test {
namespace {

// TC_007 of the document in its local form: no Authorize for an idTag in the cache.
TEST_F(Conformance16, TC_007_1_CS) {
  booted();
  configured("LocalPreAuthorize", "true");
  id_tag_cached();
  plug();
  next_status(kConnector, "Preparing");
  present(kTag);
  EXPECT_EQ(next_call("StartTransaction")["idTag"], kTag);
  next_status(kConnector, "Charging");
}

TEST_F(Conformance16, TC_007_2_CS) {
  booted();
  configured("AuthorizationCacheEnabled", "true");
  configured("LocalPreAuthorize", "true");
  id_tag_cached();
  configured("AuthorizeRemoteTxRequests", "true");
  plug();
  next_status(kConnector, "Preparing");
  EXPECT_EQ(
      request_status("RemoteStartTransaction", {{"connectorId", kConnector}, {"idTag", kTag}}),
      "Accepted");
  EXPECT_EQ(next_call("StartTransaction")["idTag"], kTag);
  next_status(kConnector, "Charging");
}

void configure_cache(Conformance16& tool) {
  tool.configured("AuthorizationCacheEnabled", "true");
  tool.configured("LocalPreAuthorize", "true");
  tool.configured("ConnectionTimeOut", "15");
}

TEST_F(Conformance16, TC_061_1_CS) {
  booted();
  configure_cache(*this);
  authorized();  // Step 1 is its StatusNotification.
  present(kTag);
  next_status(kConnector, "Available");
  EXPECT_EQ(request_status("ClearCache", Json::object()), "Accepted");
  present(kTag);
  next_authorize(kTag);
  next_status(kConnector, "Preparing");
}

// The remote form: what was cached is asked for again.
TEST_F(Conformance16, TC_061_2_CS) {
  booted();
  configure_cache(*this);
  configured("AuthorizeRemoteTxRequests", "true");
  const Json start = {{"connectorId", kConnector}, {"idTag", kTag}};
  for (const bool cached : {false, true}) {
    EXPECT_EQ(request_status("RemoteStartTransaction", start), "Accepted");
    if (!cached) next_authorize(kTag);
    next_status(kConnector, "Preparing");
    next_status(kConnector, "Available", 20000);
  }
  EXPECT_EQ(request_status("ClearCache", Json::object()), "Accepted");
  EXPECT_EQ(request_status("RemoteStartTransaction", start), "Accepted");
  next_authorize(kTag);
  next_status(kConnector, "Preparing");
}

}  // namespace
}  // namespace plugpoint::test
