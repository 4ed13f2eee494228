// Which payloads the versions have, and the names of the actions.
#include <gtest/gtest.h>

#include "plugpoint/message/codec.h"

namespace plugpoint::message {
namespace {

constexpr Version kVersions[] = {Version::ocpp16, Version::ocpp201, Version::ocpp21};

TEST(Actions, each_version_has_the_payloads_of_its_schemas) {
  const std::size_t expected[] = {78, 128, 181};
  for (std::size_t i = 0; i < 3; ++i) {
    std::size_t count = 0;
    for (unsigned action = 0; action < kActionCount; ++action) {
      for (Kind kind : {Kind::request, Kind::response})
        count += has_schema(kVersions[i], static_cast<Action>(action), kind) ? 1 : 0;
    }
    EXPECT_EQ(count, expected[i]);
  }
}

TEST(Actions, names_lead_back_to_the_action) {
  for (Version version : kVersions) {
    for (unsigned i = 1; i < kActionCount; ++i) {
      const auto action = static_cast<Action>(i);
      if (!has_schema(version, action, Kind::request)) continue;
      char name[kMaxActionName];
      const std::size_t length = copy_action_name(action, name);
      EXPECT_EQ(find_action(version, {name, length}), action);
    }
  }
}

TEST(Actions, R02_names_are_case_sensitive) {
  EXPECT_EQ(find_action(Version::ocpp16, "Heartbeat"), Action::Heartbeat);
  EXPECT_EQ(find_action(Version::ocpp16, "heartbeat"), Action::none);
  EXPECT_EQ(find_action(Version::ocpp16, "HeartBeat"), Action::none);
}

TEST(Actions, what_is_no_action_of_the_version_is_none) {
  EXPECT_EQ(find_action(Version::ocpp16, "TransactionEvent"), Action::none);
  EXPECT_EQ(find_action(Version::ocpp201, "StartTransaction"), Action::none);
  EXPECT_EQ(find_action(Version::ocpp201, "BatterySwap"), Action::none);
  EXPECT_EQ(find_action(Version::ocpp21, "BatterySwap"), Action::BatterySwap);
  EXPECT_EQ(find_action(Version::ocpp16, ""), Action::none);
  EXPECT_EQ(find_action(Version::ocpp16, {}), Action::none);
  EXPECT_EQ(find_action(Version::ocpp16, std::string(300, 'x').c_str()), Action::none);
}

TEST(Actions, a_send_of_2_1_has_no_response) {
  EXPECT_TRUE(has_schema(Version::ocpp21, Action::NotifyPeriodicEventStream, Kind::request));
  EXPECT_FALSE(has_schema(Version::ocpp21, Action::NotifyPeriodicEventStream, Kind::response));
}

TEST(Actions, none_has_no_name_and_no_schema) {
  char name[kMaxActionName];
  EXPECT_EQ(copy_action_name(Action::none, name), 0U);
  EXPECT_FALSE(has_schema(Version::ocpp16, Action::none, Kind::request));
}

}  // namespace
}  // namespace plugpoint::message
