// The values of variables over restarts and power cuts.
#include "plugpoint/variables/variables.h"

#include <gtest/gtest.h>

#include <string>

#include "support/memory_storage.h"

namespace plugpoint::test {
namespace {

/// Variables over a device that the test owns; a new object is a restart.
struct Config {
  explicit Config(MemoryStorage& storage)
      : logs{storage, {scratch, sizeof scratch}}, variables(setup()), error(variables.open()) {}

  WriteResult write(const char* name, const std::string& value) {
    return variables.write(variables.find(name), {value.data(), value.size()});
  }
  std::string read(const char* name) const {
    ValueRoom room;
    const Text text = variables.value(variables.find(name), room);
    return {text.data(), text.size()};
  }

  Variables::Setup setup() {
    Variables::Setup made;
    made.pool = {pool, sizeof pool};
    made.logs = &logs;
    made.custom = {custom, 1};
    return made;
  }
  std::uint8_t pool[256];
  std::uint8_t scratch[256];
  store::LogRoom logs;
  CustomKey custom[1] = {{"Site", "nowhere", false}};
  Variables variables;
  Error error;
};

constexpr const char* kNumber = "HeartbeatInterval";
constexpr const char* kList = "MeterValuesSampledData";
constexpr const char* kVariablesArea = "variables";

TEST(Variables, C04_values_survive_a_restart) {
  MemoryStorage storage;
  {
    Config config(storage);
    EXPECT_EQ(config.write(kNumber, "77"), WriteResult::accepted);
    EXPECT_EQ(config.write("LocalPreAuthorize", "TRUE"), WriteResult::accepted);
    EXPECT_EQ(config.write(kList, "Voltage"), WriteResult::accepted);
    EXPECT_EQ(config.write("Site", "Berlin"), WriteResult::accepted);
  }
  Config config(storage);
  ASSERT_FALSE(config.error);
  EXPECT_EQ(config.read(kNumber), "77");
  EXPECT_EQ(config.read("LocalPreAuthorize"), "true");
  EXPECT_EQ(config.read(kList), "Voltage");
  EXPECT_EQ(config.read("Site"), "Berlin");
}

TEST(Variables, C04_a_write_cut_at_any_byte_leaves_the_old_or_the_new_value) {
  MemoryStorage whole;
  ASSERT_EQ(Config(whole).write(kNumber, "77"), WriteResult::accepted);
  bool done = false;
  for (std::uint64_t bytes = 0; !done; ++bytes) {
    ASSERT_LT(bytes, 100U);
    MemoryStorage storage = whole;
    storage.fail_after(bytes);
    {
      Config config(storage);
      const WriteResult result = config.write(kNumber, "88");
      done = result == WriteResult::accepted;
      EXPECT_EQ(config.read(kNumber), done ? "88" : "77") << bytes;
      EXPECT_EQ(result == WriteResult::not_stored, !done);
    }
    storage.mend();
    Config config(storage);
    ASSERT_FALSE(config.error);
    EXPECT_EQ(config.read(kNumber), done ? "88" : "77") << bytes;
    EXPECT_EQ(config.write(kNumber, "99"), WriteResult::accepted) << bytes;
    EXPECT_EQ(Config(storage).read(kNumber), "99") << bytes;
  }
}

/// Writes values in turn until the next write compacts the area.
void fill(MemoryStorage& storage) {
  Config config(storage);
  ASSERT_EQ(config.write(kList, "Voltage"), WriteResult::accepted);
  for (int i = 0; storage.size(kVariablesArea) <= 4096; ++i)
    ASSERT_EQ(config.write(kNumber, i % 2 == 0 ? "77" : "78"), WriteResult::accepted);
}

TEST(Variables, C04_a_compaction_cut_at_any_byte_keeps_every_value) {
  MemoryStorage whole;
  fill(whole);
  const std::string old = Config(whole).read(kNumber);
  bool done = false;
  for (std::uint64_t bytes = 0; !done; ++bytes) {
    ASSERT_LT(bytes, 6000U);
    MemoryStorage storage = whole;
    storage.fail_after(bytes);
    done = Config(storage).write(kNumber, "99") == WriteResult::accepted;
    storage.mend();
    Config config(storage);
    ASSERT_FALSE(config.error) << bytes;
    EXPECT_EQ(config.read(kNumber), done ? "99" : old) << bytes;
    EXPECT_EQ(config.read(kList), "Voltage") << bytes;
    EXPECT_LT(storage.size(kVariablesArea), done ? 300U : 5000U) << bytes;
  }
}

TEST(Variables, the_area_stays_small_however_often_a_value_changes) {
  MemoryStorage storage;
  Config config(storage);
  for (int i = 0; i < 5000; ++i) {
    ASSERT_EQ(config.write(kNumber, std::to_string(i + 1)), WriteResult::accepted);
    ASSERT_LT(storage.size(kVariablesArea), 4200U);
  }
  EXPECT_EQ(Config(storage).read(kNumber), "5000");
}

TEST(Variables, refuses_a_foreign_area_with_a_clear_error) {
  MemoryStorage storage;
  storage.areas[kVariablesArea].assign(200, 'x');
  const Config config(storage);
  EXPECT_EQ(config.error.status, Status::corrupt);
  EXPECT_FALSE(config.error.text.empty());
  EXPECT_EQ(storage.areas[kVariablesArea].size(), 200U);
}

TEST(Variables, a_value_of_a_key_that_is_gone_is_passed_over) {
  MemoryStorage storage;
  ASSERT_EQ(Config(storage).write("Site", "Berlin"), WriteResult::accepted);
  ASSERT_EQ(Config(storage).write(kNumber, "77"), WriteResult::accepted);
  std::uint8_t pool[256];
  std::uint8_t scratch[256];
  Variables::Setup setup;
  setup.pool = {pool, sizeof pool};
  store::LogRoom logs{storage, {scratch, sizeof scratch}};
  setup.logs = &logs;
  Variables variables(setup);
  ASSERT_FALSE(variables.open());
  EXPECT_EQ(variables.integer(Key::HeartbeatInterval), 77);
  EXPECT_EQ(variables.find("Site"), kNoVariable);
}

/// Gives a key its largest or smallest value.
void set_bound(Variables& variables, Key key, bool largest) {
  const KeyRow row = row_of(key);
  const std::int32_t value = largest ? row.max : row.min;
  const std::string text = row.type == VariableType::integer ? std::to_string(value)
                           : value != 0                      ? "true"
                                                             : "false";
  ASSERT_FALSE(variables.set_default(key, {text.data(), text.size()})) << static_cast<int>(key);
}

bool is_number(Key key) {
  const VariableType type = row_of(key).type;
  return type == VariableType::integer || type == VariableType::boolean;
}

TEST(Variables, each_number_takes_its_whole_range_and_touches_no_other) {
  MemoryStorage storage;
  Config config(storage);
  constexpr auto kCount = static_cast<unsigned>(Key::count_);
  for (unsigned i = 0; i < kCount; ++i) {
    if (is_number(static_cast<Key>(i))) set_bound(config.variables, static_cast<Key>(i), true);
  }
  for (unsigned small = 0; small < kCount; ++small) {
    if (!is_number(static_cast<Key>(small))) continue;
    set_bound(config.variables, static_cast<Key>(small), false);
    for (unsigned i = 0; i < kCount; ++i) {
      const auto key = static_cast<Key>(i);
      if (!is_number(key)) continue;
      const KeyRow row = row_of(key);
      EXPECT_EQ(config.variables.integer(key), i == small ? row.min : row.max) << i;
    }
    set_bound(config.variables, static_cast<Key>(small), true);
  }
}

}  // namespace
}  // namespace plugpoint::test
