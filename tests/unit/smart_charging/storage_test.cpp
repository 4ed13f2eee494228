// Installed profiles under power cuts and failing storage: P06.
#include <gtest/gtest.h>

#include <functional>

#include "unit/smart_charging/rig.h"

namespace plugpoint::test {
namespace {

using Change = std::function<void(Rig&)>;

Change install(std::int32_t evse, Offer offer) {
  return [=](Rig& rig) mutable { rig.block.install(evse, offer.get()); };
}

/// A day of changes, with more replacements than the log keeps before it is rewritten.
std::vector<Change> changes() {
  std::vector<Change> all{
      install(0, Offer(1, kMax, 320)),
      install(1, Offer(2, kDefault, 100, 0)),
      install(1, Offer(3, kDefault, 120, 1)),
      [](Rig& rig) { rig.block.set_remote_profile(1, Offer(4, kTx, 110).get()); },
      [](Rig& rig) { rig.start_transaction(1); },
      install(1, Offer(5, kTx, 90, 1))};
  for (std::int32_t i = 0; i < 20; ++i)
    all.push_back(install(2, Offer(6, kDefault, 121 + i, 1)));
  all.push_back([](Rig& rig) {
    ProfileFilter filter;
    filter.id = 5;
    rig.block.clear(filter);
  });
  all.push_back([](Rig& rig) { rig.end_transaction(1); });
  all.push_back(install(2, Offer(6, kDefault, 60, 1)));
  all.push_back([](Rig& rig) { rig.block.clear({}); });
  all.push_back(install(2, Offer(7, kDefault, 70)));
  return all;
}

/// What a station knows that is switched on over this storage.
struct Known {
  std::size_t installed = 0;
  std::int32_t ma1 = 0;
  std::int32_t ma2 = 0;
  bool operator==(const Known& other) const {
    return installed == other.installed && ma1 == other.ma1 && ma2 == other.ma2;
  }
};

void PrintTo(const Known& known, std::ostream* out) {
  *out << known.installed << " profiles, " << known.ma1 << " mA, " << known.ma2 << " mA";
}

Known after_restart(const MemoryStorage& left, Rig& before) {
  MemoryStorage storage = left;
  storage.mend();
  Rig rig(storage);
  // The journal, which is written first, brings running transactions back.
  for (EvseId evse = 1; evse <= 2; ++evse)
    rig.station.board(evse).transaction = before.station.board(evse).transaction;
  rig.start();
  const Known known{rig.block.installed(), rig.ma(1), rig.ma(2)};
  Offer offer(99, kDefault, 50, 9);
  EXPECT_EQ(rig.block.install(2, offer.get()), ProfileResult::ok) << "the log goes on";
  return known;
}

TEST(ProfileStorage, P06_APowerCutAtAnyByteLeavesTheStateBeforeOrAfterTheChange) {
  const std::vector<Change> all = changes();
  MemoryStorage whole;
  Rig rig(whole);
  rig.start();
  std::vector<Known> known{after_restart(whole, rig)};
  for (const Change& change : all) {
    change(rig);
    known.push_back(after_restart(whole, rig));
  }
  ASSERT_EQ(known[6], (Known{5, 9000, 23000}));
  ASSERT_EQ(known.back(), (Known{1, kUnlimited, 7000}));
  const std::uint64_t total = whole.appended_bytes + whole.replaces + whole.removes;
  ASSERT_GT(whole.replaces, 0u) << "the log was rewritten";
  std::uint64_t cuts = 0;
  for (std::uint64_t cut = 0; cut < total; ++cut) {
    MemoryStorage storage;
    Rig cut_rig(storage);
    cut_rig.start();
    storage.fail_after(cut);
    for (std::size_t i = 0; i < all.size() && !storage.failed(); ++i) {
      all[i](cut_rig);
      if (!storage.failed()) continue;
      const Known left = after_restart(storage, cut_rig);
      ASSERT_TRUE(left == known[i] || left == known[i + 1])
          << "cut after " << cut << " bytes in change " << i << ": "
          << ::testing::PrintToString(left);
      ++cuts;
    }
  }
  EXPECT_GT(cuts, total * 9 / 10);
}

TEST(ProfileStorage, P06_WhatCannotBeStoredIsNotAccepted) {
  MemoryStorage storage;
  Rig rig(storage);
  rig.start();
  storage.fail_after(30, Status::no_space);
  Offer offer(1, kDefault, 100);
  EXPECT_EQ(rig.block.install(1, offer.get()), ProfileResult::not_stored);
  EXPECT_EQ(rig.ma(), kUnlimited);
  storage.mend();
  EXPECT_EQ(rig.block.install(1, offer.get()), ProfileResult::ok);
  EXPECT_EQ(rig.ma(), 10000);
  storage.fail_after(0);
  EXPECT_EQ(rig.block.clear({}), ProfileResult::not_stored);
  EXPECT_EQ(rig.ma(), 10000);
}

TEST(ProfileStorage, P06_ATxProfileEndsWithItsTransactionAlsoWhenTheStorageRefuses) {
  MemoryStorage storage;
  Rig rig(storage);
  rig.start();
  rig.start_transaction(1);
  ASSERT_EQ(rig.block.install(1, Offer(1, kTx, 60).get()), ProfileResult::ok);
  ASSERT_EQ(rig.block.install(2, Offer(2, kDefault, 80).get()), ProfileResult::ok);
  storage.fail_after(0);
  rig.end_transaction(1);
  EXPECT_EQ(rig.ma(), kUnlimited);
  storage.mend();
  ASSERT_EQ(rig.block.install(2, Offer(3, kDefault, 90).get()), ProfileResult::ok);
  EXPECT_EQ(rig.block.installed(), 1u);
  Rig again(storage);
  again.station.board(1).transaction = {true, 1, 7, 0, 0};
  again.start();
  EXPECT_EQ(again.block.installed(), 1u) << "the next change took it off the storage";
}

TEST(ProfileStorage, TheLogDoesNotGrowWithReplacements) {
  MemoryStorage storage;
  Rig rig(storage);
  rig.start();
  for (std::int32_t i = 0; i < 1000; ++i)
    ASSERT_EQ(rig.block.install(1, Offer(1, kDefault, 60 + i % 100).get()), ProfileResult::ok);
  EXPECT_LT(storage.size("profiles"), 2500u);
  EXPECT_EQ(rig.ma(), 15900);
}

TEST(ProfileStorage, OpenTellsWhenItsMemoryIsTooSmall) {
  MemoryStorage storage;
  Rig rig(storage, 2, 20);
  std::vector<std::uint8_t> little(SmartCharging::memory_size(2, 20) - 64);
  SmartCharging::Setup setup;
  setup.memory = {little.data(), little.size()};
  setup.logs = &rig.logs;
  SmartCharging block(rig.station, setup);
  EXPECT_EQ(block.open().status, Status::no_memory);
}

TEST(ProfileStorage, P06_DamageCostsOneProfileAndGivesNoneTheLimitOfAnother) {
  MemoryStorage whole;
  {
    Rig rig(whole);
    rig.start();
    for (std::int32_t id = 1; id <= 4; ++id)
      ASSERT_EQ(rig.block.install(1, Offer(id, kDefault, 60 + id, id).get()), ProfileResult::ok);
  }
  const std::size_t size = whole.areas["profiles"].size();
  for (std::size_t at = 0; at < size; ++at) {
    MemoryStorage storage = whole;
    storage.areas["profiles"][at] ^= 16U;
    Rig rig(storage);
    rig.start();
    const std::size_t installed = rig.block.installed();
    EXPECT_GE(installed, 3U);
    // The highest level that is left; what comes now moves the records.
    const std::int32_t most = rig.ma(1);
    EXPECT_TRUE(most == 6400 || most == 6300) << most;
    Offer other(9, kDefault, 99);
    ASSERT_EQ(rig.block.install(2, other.get()), ProfileResult::ok);
    EXPECT_EQ(rig.ma(1), most) << at;
    EXPECT_EQ(rig.ma(2), 9900);
    Rig again(storage);
    again.start();
    EXPECT_EQ(again.block.installed(), installed + 1);
    EXPECT_EQ(again.ma(1), most);
  }
}

}  // namespace
}  // namespace plugpoint::test
