// What a life and those who look at it call things.
#pragma once

#include <string>

#include "unit/crash/believed.h"

namespace plugpoint::test {

/// The status of an answer; empty when it has none.
inline std::string status_of(const Json& answer) {
  if (!answer.is_array() || answer[0] != 3) return "";
  return answer[2].value("status", "");
}

/// A token of the local list.
inline std::string list_token(int index) {
  return "L" + std::to_string(index);
}

/// Tokens up to this are used in sessions; the others are only tried.
inline constexpr int kUsedTokens = 10;

/// Profiles that go with their transaction.
inline bool of_transaction(int, const StoredProfile& profile) {
  return profile.purpose == "TxProfile";
}

}  // namespace plugpoint::test
