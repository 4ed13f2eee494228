// Linked with the objects of one combination (versions.py): a station claims the profiles that it
// has, and answers their calls, and no others.
#include <cstdio>
#include <cstring>

#include "plugpoint/station/dialect_table.h"
#include "plugpoint/variables/key.h"

using plugpoint::message::Action;

namespace {

struct Profile {
  const char* name;
  bool built;
  Action action;  ///< One of its calls.
};

constexpr Profile kProfiles[] = {
    {"Reservation", PLUGPOINT_RESERVATION != 0, Action::ReserveNow},
};

bool answers(Action action) {
  for (const plugpoint::Operation& operation : plugpoint::dialect_v16().operations) {
    if (operation.action == action) return true;
  }
  return false;
}

}  // namespace

int main() {
  const plugpoint::KeyRow row = plugpoint::row_of(plugpoint::Key::SupportedFeatureProfiles);
  char claimed[256] = {};
  std::memcpy(claimed, row.fallback().data(), row.fallback().size());
  int wrong = 0;
  for (const Profile& profile : kProfiles) {
    const bool claims = std::strstr(claimed, profile.name) != nullptr;
    if (claims == profile.built && answers(profile.action) == profile.built) continue;
    std::printf("%s is %s, but %s or its calls are %s\n", profile.name,
                profile.built ? "built" : "left out", claims ? "claimed" : "not claimed",
                answers(profile.action) ? "answered" : "not answered");
    ++wrong;
  }
  return wrong;
}
