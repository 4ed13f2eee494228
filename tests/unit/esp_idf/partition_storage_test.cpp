// The storage on raw flash against a model: whatever operation power goes in, what was there before
// is there after, and what was under way is done, not done, or (of an append) done in part.
#include "esp_idf/partition_storage.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <string>

#include "fake_partition.h"

namespace plugpoint::test {

namespace {

using esp_idf::PartitionStorage;
using Model = std::map<std::string, std::string>;

struct Operation {
  enum class Kind { append, replace, remove } kind;
  std::string area;
  std::string other;  ///< Bytes of an append, source of a replace.
};

std::string random_bytes(std::mt19937& random, std::size_t size) {
  std::string bytes(size, '\0');
  for (char& c : bytes) {
    // Much of it looks like erased flash.
    c = random() % 4 == 0 ? '\xFF' : static_cast<char>(random());
  }
  return bytes;
}

/// What a station does to its storage, in small: appends to few areas, and rewritings.
std::vector<Operation> random_story(unsigned seed, int length) {
  std::mt19937 random(seed);
  const char* names[] = {"transactions", "variables", "profiles"};
  std::vector<Operation> story;
  for (int i = 0; i < length; ++i) {
    const std::string name = names[random() % 3];
    const auto what = random() % 20;
    if (what == 0) {
      story.push_back({Operation::Kind::remove, name, ""});
    } else if (what < 4) {
      for (int piece = 0; piece < 3; ++piece)
        story.push_back(
            {Operation::Kind::append, name + "-n", random_bytes(random, random() % 900)});
      story.push_back({Operation::Kind::replace, name, name + "-n"});
    } else {
      const std::size_t size = what == 4 ? random() % 6000 : random() % 300;
      story.push_back({Operation::Kind::append, name, random_bytes(random, size)});
    }
  }
  return story;
}

Bytes bytes_of(const std::string& text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

Status perform(PartitionStorage& storage, const Operation& operation) {
  switch (operation.kind) {
    case Operation::Kind::append:
      return storage.append(operation.area.c_str(), bytes_of(operation.other));
    case Operation::Kind::replace:
      return storage.replace(operation.area.c_str(), operation.other.c_str());
    case Operation::Kind::remove:
      return storage.remove(operation.area.c_str());
  }
  return Status::bad_argument;
}

void perform(Model& model, const Operation& operation) {
  if (operation.kind == Operation::Kind::append) model[operation.area] += operation.other;
  if (operation.kind == Operation::Kind::remove) model.erase(operation.area);
  if (operation.kind == Operation::Kind::replace && model.count(operation.other) != 0) {
    std::string content = model[operation.other];
    model.erase(operation.other);
    model[operation.area] = content;
  }
}

std::string content(PartitionStorage& storage, const std::string& area) {
  std::string text(storage.size(area.c_str()), '\0');
  // In pieces that fit neither chunks nor sectors.
  for (std::size_t at = 0; at < text.size();) {
    std::uint8_t piece[101];
    const std::size_t count = storage.read(area.c_str(), static_cast<std::uint32_t>(at), piece);
    EXPECT_EQ(count, std::min(sizeof piece, text.size() - at));
    if (count == 0) break;
    std::copy_n(piece, count, text.begin() + static_cast<std::ptrdiff_t>(at));
    at += count;
  }
  return text;
}

Model content(PartitionStorage& storage, const Model& names) {
  Model all;
  for (const auto& [area, unused] : names) {
    const std::string text = content(storage, area);
    if (!text.empty()) all[area] = text;
  }
  return all;
}

Model all_names() {
  return {{"transactions", ""}, {"transactions-n", ""}, {"variables", ""},
          {"variables-n", ""},  {"profiles", ""},       {"profiles-n", ""}};
}

Model without_empty(Model model) {
  for (auto at = model.begin(); at != model.end();)
    at = at->second.empty() ? model.erase(at) : std::next(at);
  return model;
}

std::unique_ptr<PartitionStorage> open(const FakePartition& partition) {
  Error error;
  auto storage = PartitionStorage::open(partition.get(), error);
  EXPECT_TRUE(storage) << error.text;
  return storage;
}

/// Whether `found` is what `operation` may leave of `before` when it ends anywhere.
bool explained(const Model& found, const Model& before, const Operation& operation) {
  Model after = before;
  perform(after, operation);
  if (found == without_empty(before) || found == without_empty(after)) return true;
  if (operation.kind != Operation::Kind::append) return false;
  Model prefix = before;
  const auto at = found.find(operation.area);
  const std::string was = before.count(operation.area) != 0 ? before.at(operation.area) : "";
  if (at == found.end() || at->second.size() < was.size()) return false;
  prefix[operation.area] = was + operation.other.substr(0, at->second.size() - was.size());
  return found == without_empty(prefix);
}

struct Ended {
  Model before;
  const Operation* operation = nullptr;  ///< The one that failed; null: the story came to its end.
};

Ended run(PartitionStorage& storage, const std::vector<Operation>& story) {
  Model model;
  for (const Operation& operation : story) {
    const Status status = perform(storage, operation);
    const bool missing =
        operation.kind == Operation::Kind::replace && model.count(operation.other) == 0;
    if (status != Status::ok && !(missing && status == Status::not_found))
      return {model, &operation};
    perform(model, operation);
  }
  return {model, nullptr};
}

/// The storage is as good as new: each area takes more, and keeps it.
void expect_usable(FakePartition& partition, PartitionStorage& storage) {
  Model model = content(storage, all_names());
  for (const auto& [area, unused] : all_names()) {
    const Operation operation{Operation::Kind::append, area, "more of " + area};
    ASSERT_EQ(perform(storage, operation), Status::ok) << area;
    perform(model, operation);
  }
  ASSERT_EQ(content(storage, all_names()), model);
  auto again = open(partition);
  ASSERT_TRUE(again);
  ASSERT_EQ(content(*again, all_names()), model);
}

/// Fills the directory but for a few entries, so that the story writes a new one.
void use_up_directory(FakePartition& partition) {
  auto storage = open(partition);
  for (int i = 0; i < 60; ++i) {
    EXPECT_EQ(storage->append("used", {}), Status::ok);
    EXPECT_EQ(storage->remove("used"), Status::ok);
  }
}

std::uint64_t operations_of(const std::vector<Operation>& story, bool encrypted) {
  FakePartition partition(24, encrypted);
  auto storage = open(partition);
  EXPECT_EQ(run(*storage, story).operation, nullptr);
  return partition.operations;
}

void cut_everywhere(unsigned seed, bool encrypted, bool full_directory) {
  const std::vector<Operation> story = random_story(seed, 40);
  const std::uint64_t operations = operations_of(story, encrypted);
  ASSERT_GT(operations, 100U);
  for (std::uint64_t cut = 1; cut <= operations; ++cut) {
    for (int percent : {0, 30, 50, 99, 100}) {
      SCOPED_TRACE("cut in " + std::to_string(cut) + ", " + std::to_string(percent) + " % done");
      FakePartition partition(24, encrypted);
      if (full_directory) use_up_directory(partition);
      partition.cut_at = partition.operations + cut;
      partition.done_percent = percent;
      Error error;
      auto storage = PartitionStorage::open(partition.get(), error);
      Ended ended;
      if (storage) ended = run(*storage, story);
      partition.power_on();
      storage = open(partition);
      ASSERT_TRUE(storage);
      if (ended.operation) {
        ASSERT_TRUE(explained(content(*storage, all_names()), ended.before, *ended.operation));
      }
      expect_usable(partition, *storage);
      ASSERT_EQ(partition.misuse, std::vector<std::string>{});
      if (testing::Test::HasFatalFailure()) return;
    }
  }
}

}  // namespace

class PartitionStorageTest : public testing::TestWithParam<bool> {};

TEST_P(PartitionStorageTest, HoldsWhatItWasGiven) {
  for (unsigned seed = 0; seed < 30; ++seed) {
    FakePartition partition(24, GetParam());
    auto storage = open(partition);
    const Ended ended = run(*storage, random_story(seed, 60));
    ASSERT_EQ(ended.operation, nullptr) << "seed " << seed;
    ASSERT_EQ(content(*storage, all_names()), without_empty(ended.before)) << "seed " << seed;
    auto again = open(partition);
    ASSERT_EQ(content(*again, all_names()), without_empty(ended.before)) << "seed " << seed;
    ASSERT_EQ(again->free_sectors(), storage->free_sectors());
    ASSERT_EQ(partition.misuse, std::vector<std::string>{});
  }
}

TEST_P(PartitionStorageTest, LosesNothingWhereverPowerGoes) {
  for (unsigned seed = 100; seed < 102; ++seed) {
    cut_everywhere(seed, GetParam(), false);
    if (testing::Test::HasFatalFailure()) return;
  }
}

TEST_P(PartitionStorageTest, LosesNothingWhileItRewritesTheDirectory) {
  cut_everywhere(200, GetParam(), true);
}

TEST_P(PartitionStorageTest, AnErrorOfTheFlashLeavesMemoryAndFlashAtOne) {
  const std::vector<Operation> story = random_story(7, 40);
  const std::uint64_t operations = operations_of(story, GetParam());
  for (std::uint64_t at = 2; at <= operations; ++at) {
    for (int percent : {0, 50, 100}) {
      SCOPED_TRACE("error in " + std::to_string(at) + ", " + std::to_string(percent) + " % done");
      FakePartition partition(24, GetParam());
      auto storage = open(partition);
      partition.fails_at = at;
      partition.done_percent = percent;
      const Ended ended = run(*storage, story);
      const Model found = content(*storage, all_names());
      if (ended.operation) {
        ASSERT_TRUE(explained(found, ended.before, *ended.operation));
      } else {
        ASSERT_EQ(found, without_empty(ended.before));
      }
      expect_usable(partition, *storage);
      if (testing::Test::HasFatalFailure()) return;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Flash, PartitionStorageTest, testing::Bool(),
                         [](const auto& flash) { return flash.param ? "Encrypted" : "Plain"; });

TEST(PartitionStorageLimits, AFullPartitionSaysSoAndKeepsWhatItHas) {
  FakePartition partition(8);
  auto storage = open(partition);
  const std::string bytes(1000, 'a');
  int appended = 0;
  Status status = Status::ok;
  while ((status = storage->append("transactions", bytes_of(bytes))) == Status::ok)
    ++appended;
  EXPECT_EQ(status, Status::no_space);
  EXPECT_GE(appended, 23);
  EXPECT_GE(storage->size("transactions"), 1000U * static_cast<unsigned>(appended));
  EXPECT_EQ(storage->remove("transactions"), Status::ok);
  EXPECT_EQ(storage->free_sectors(), 6U);
  EXPECT_EQ(storage->append("transactions", bytes_of(bytes)), Status::ok);
}

TEST(PartitionStorageLimits, SectorsWearAlike) {
  FakePartition partition(16);
  auto storage = open(partition);
  const std::string bytes(120, 'a');
  for (int session = 0; session < 1400; ++session) {
    for (int record = 0; record < 5; ++record)
      ASSERT_EQ(storage->append("transactions", bytes_of(bytes)), Status::ok);
    ASSERT_EQ(storage->remove("transactions"), Status::ok);
  }
  const auto [least, most] =
      std::minmax_element(partition.erases.begin() + 2, partition.erases.end());
  EXPECT_EQ(*least, 100U);
  EXPECT_EQ(*most, 100U);
  EXPECT_LE(partition.erases[0], 12U);
}

TEST(PartitionStorageLimits, RefusesWhatItCannotUse) {
  Error error;
  EXPECT_EQ(PartitionStorage::open(nullptr, error), nullptr);
  EXPECT_EQ(error.status, Status::bad_argument);
  FakePartition small(4);
  EXPECT_EQ(PartitionStorage::open(small.get(), error), nullptr);
  EXPECT_EQ(error.status, Status::bad_argument);
  FakePartition partition(8);
  auto storage = open(partition);
  EXPECT_EQ(storage->append("a-name-of-16-char", {}), Status::bad_argument);
  EXPECT_EQ(storage->replace("a", "nothing"), Status::not_found);
  EXPECT_EQ(storage->remove("nothing"), Status::ok);
  const std::string bytes = "kept";
  EXPECT_EQ(storage->append("kept", bytes_of(bytes)), Status::ok);
  // Both directories gone, but files are there: nobody guesses, nothing is overwritten.
  std::fill_n(partition.flash.begin(), 2 * 4096, std::uint8_t{0});
  EXPECT_EQ(PartitionStorage::open(partition.get(), error), nullptr);
  EXPECT_EQ(error.status, Status::corrupt);
}

TEST(PartitionStorageLimits, TakesOverAPartitionWithOtherContent) {
  FakePartition partition(8);
  std::fill(partition.flash.begin(), partition.flash.end(), std::uint8_t{0x5A});
  auto storage = open(partition);
  ASSERT_TRUE(storage);
  const std::string bytes = "kept";
  EXPECT_EQ(storage->append("kept", bytes_of(bytes)), Status::ok);
  EXPECT_EQ(content(*open(partition), "kept"), "kept");
}

}  // namespace plugpoint::test
