// The most that each area of a station's storage ever held, beside what it may hold.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>

#include "plugpoint/station/storage_areas.h"
#include "support/test_station.h"

namespace plugpoint::test {

/// Looks before each write; the station must run when bounds are asked for.
class StoredPeaks {
 public:
  explicit StoredPeaks(TestStation& station) : station_(station) {
    station.storage.before_write = [this](std::size_t) { look(); };
  }

  void look() {
    std::size_t sum = 0;
    for (const auto& [name, bytes] : station_.storage.areas) {
      most_[name] = std::max(most_[name], bytes.size());
      sum += bytes.size();
    }
    total_ = std::max(total_, sum);
  }
  std::size_t most(const std::string& area) const {
    const auto found = most_.find(area);
    return found == most_.end() ? 0 : found->second;
  }
  const std::map<std::string, std::size_t>& all() const { return most_; }
  /// Of all areas together.
  std::size_t total() const { return total_; }

  /// 0: nobody knows this area.
  std::size_t bound(const std::string& name) const {
    StorageArea area;
    const Variables& variables = station_.station().variables();
    for (std::size_t i = 0; storage_area(station_.settings, variables, i, area); ++i) {
      if (name == area.name) return area.bound;
    }
    return 0;
  }
  void expect_within_bounds() {
    look();
    for (const auto& [area, bytes] : most_)
      EXPECT_LE(bytes, bound(area)) << area;
  }

 private:
  TestStation& station_;
  std::map<std::string, std::size_t> most_;
  std::size_t total_ = 0;
};

}  // namespace plugpoint::test
