// The statuses of firmware updates or uploads as the central system hears them.
#pragma once

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "support/test_station.h"

namespace plugpoint::test {

/// Each request that was taken is told from its first to its last status, once each.
class StatusesTold {
 public:
  /// What may be told at each step of a request.
  explicit StatusesTold(std::vector<std::set<std::string>> steps) : steps_(std::move(steps)) {}

  void asked(const Json& answer) {
    if (answer.is_null()) {
      ++perhaps_;  // It may have been taken.
    } else if (answer[0] == 3) {
      ++taken_;
    }
  }
  void hear(const std::string& message_id, const std::string& status) {
    if (!seen_.insert(message_id).second) return;
    EXPECT_EQ(steps_[next_].count(status), 1U) << "out of order: " << status;
    next_ = (next_ + 1) % steps_.size();
    if (next_ == 0) ++told_;
  }
  bool under_way() const { return next_ != 0 || told_ < taken_; }
  int told() const { return told_; }  ///< Requests told in full.
  void expect_all_told() const {
    EXPECT_FALSE(under_way());
    EXPECT_LE(told_, taken_ + perhaps_);
  }

 private:
  std::vector<std::set<std::string>> steps_;
  std::set<std::string> seen_;  ///< Message ids: a repetition has that of the first time.
  std::size_t next_ = 0;
  int taken_ = 0;
  int perhaps_ = 0;
  int told_ = 0;
};

}  // namespace plugpoint::test
