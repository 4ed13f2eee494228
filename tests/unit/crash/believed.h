// What a central system believes a station to have stored, when answers may have been lost.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "support/test_station.h"

namespace plugpoint::test {

/// What came of a request: done, refused, or no answer and so either.
enum class Outcome : std::uint8_t { done, refused, unknown };

/// The states in which something may be: more than one while an answer is missing.
template <class State>
class Believed {
 public:
  explicit Believed(State state = {}) : states_{std::move(state)} {}

  template <class Change>
  void change(Outcome outcome, Change apply) {
    if (outcome == Outcome::refused) return;
    std::vector<State> changed = states_;
    for (State& each : changed)
      apply(each);
    if (outcome == Outcome::unknown) changed.insert(changed.end(), states_.begin(), states_.end());
    states_ = std::move(changed);
  }
  /// Something was seen: what does not go with it is out. One state must be left.
  template <class Fits>
  void see(Fits fits, const std::string& what) {
    std::vector<State> left;
    std::copy_if(states_.begin(), states_.end(), std::back_inserter(left), fits);
    EXPECT_FALSE(left.empty()) << "neither old nor new: " << what;
    if (!left.empty()) states_ = std::move(left);
  }
  const State& any() const { return states_.front(); }

 private:
  std::vector<State> states_;
};

using Configuration = std::map<std::string, std::string>;
/// Of the station (0) and its connectors.
using Operative = std::array<bool, 5>;

/// Who keeps a connector, and until when on the clock of the test.
struct Reserved {
  int id = 0;
  Millis expiry = 0;
};
using Reservations = std::map<int, Reserved>;  ///< By connector.

struct TokenList {
  int version = 0;
  std::map<std::string, std::string> statuses;

  friend bool operator==(const TokenList& a, const TokenList& b) {
    return a.version == b.version && a.statuses == b.statuses;
  }
};

/// Reads entries of tokens as docs/storage.md describes them.
class TokenArea {
 public:
  static constexpr std::size_t kEntry = 96;
  static constexpr std::size_t kFooter = 16;

  TokenArea(const MemoryStorage& storage, const std::string& name) {
    const auto found = storage.areas.find(name);
    if (found != storage.areas.end()) bytes_ = found->second;
  }
  bool empty() const { return bytes_.empty(); }
  std::size_t entries() const { return bytes_.size() / kEntry; }
  std::string token(std::size_t index) const {
    const char* at = reinterpret_cast<const char*>(bytes_.data()) + index * kEntry;
    return std::string(at + 24, static_cast<std::size_t>(at[22]));
  }
  std::string status(std::size_t index) const {
    static const char* const kNames[] = {"none",    "Accepted", "Blocked",
                                         "Expired", "Invalid",  "ConcurrentTx"};
    return kNames[bytes_[index * kEntry + 20]];
  }
  int version() const {
    std::int32_t version = 0;
    std::memcpy(&version, bytes_.data() + bytes_.size() - kFooter + 4, sizeof version);
    return version;
  }
  /// The whole list; only of an area that holds one.
  TokenList list() const {
    TokenList list;
    if (empty()) return list;
    list.version = version();
    for (std::size_t i = 0; i < entries(); ++i)
      list.statuses[token(i)] = status(i);
    return list;
  }

 private:
  std::vector<std::uint8_t> bytes_;
};

/// A charging profile with one period that never ends.
struct StoredProfile {
  std::string purpose;
  int connector = 0;
  int level = 0;
  int limit = 0;  ///< In tenths of an ampere.
};

/// Installed profiles by id, and what follows from them by 1.6 §3.13.
class Profiles {
 public:
  void set(int id, const StoredProfile& fresh) {
    erase_if([&](int, const StoredProfile& old) {
      return old.purpose == fresh.purpose && old.connector == fresh.connector &&
             old.level == fresh.level;
    });
    profiles_[id] = fresh;
  }
  template <class Which>
  void erase_if(Which which) {
    for (auto each = profiles_.begin(); each != profiles_.end();)
      each = which(each->first, each->second) ? profiles_.erase(each) : std::next(each);
  }
  bool has(int id) const { return profiles_.count(id) != 0; }

  /// The limit of a composite schedule in tenths of an ampere, without a transaction; of the
  /// station for 0.
  int composite(int connector, int connectors) const {
    const int most = highest("ChargePointMaxProfile", 0);
    if (connector != 0) return std::min({own(connector), most, kLocal});
    int sum = 0;
    for (int each = 1; each <= connectors; ++each)
      sum += std::min(own(each), kLocal);
    return std::min(sum, most);
  }

 private:
  static constexpr int kLocal = 320;
  static constexpr int kNone = 1000000;

  int own(int connector) const {
    const int limit = highest("TxProfile", connector);
    return limit != kNone ? limit : highest("TxDefaultProfile", connector);
  }
  int highest(const std::string& purpose, int connector) const {
    const StoredProfile* best = nullptr;
    for (const auto& [id, each] : profiles_) {
      if (each.purpose != purpose || (each.connector != connector && each.connector != 0)) continue;
      const bool wins = !best || each.level > best->level ||
                        (each.level == best->level && each.connector > best->connector);
      if (wins) best = &each;
    }
    return best ? best->limit : kNone;
  }

  std::map<int, StoredProfile> profiles_;
};

}  // namespace plugpoint::test
