// Some hundred operations, the same in each run.
#pragma once

#include <string>

#include "unit/crash/life.h"

namespace plugpoint::test {

inline void configuration(Life& life, int round) {
  const std::string digit = std::to_string(round);
  life.configure("ResetRetries", digit);
  life.configure("ConnectionTimeOut", std::to_string(60 + round));
  life.configure("Colour", "blue" + digit);
  life.configure("ConnectorPhaseRotation", round % 2 == 0 ? "1.RST,2.RTS" : "0.RST");
  life.configure("Motto", std::string(200 + 20 * static_cast<std::size_t>(round), 'a'));
  life.configure("Motto", std::string(260, static_cast<char>('b' + round)));
  life.configure("Motto", "");
  life.configure("Colour", "green");
}

inline void lists(Life& life, int round) {
  const int version = 10 * round + 1;
  if (round % 2 == 0) life.send_full_list(version, 1, 100 + 4 * round);
  life.send_differential_list(version + 1, 50 + 10 * round, round % 2 == 0 ? 10 : 110);
  life.send_differential_list(version + 2, 5 * round, 4);
}

inline void profiles(Life& life, int round) {
  const int limit = 100 + 3 * round;
  life.set_profile(1, {"ChargePointMaxProfile", 0, 0, limit + 201});
  life.set_profile(2, {"TxDefaultProfile", 0, round, limit + 1});
  life.set_profile(3, {"TxDefaultProfile", 1, 1, limit - 10});
  life.set_profile(4, {"TxDefaultProfile", 2, 2, limit - 20});
  life.set_profile(5, {"ChargePointMaxProfile", 0, 1, limit + 150});
  life.set_profile(6, {"TxDefaultProfile", 1, 1, limit - 30});
  life.clear_profile(4);
  life.clear_profiles("TxDefaultProfile", 1);
  life.set_profile(3, {"TxDefaultProfile", 3, 1, limit - 15});
}

inline void busy_hour(Life& life, int round) {
  const std::string token = "USER" + std::to_string(round);
  life.plug(1, true), life.swipe(1, token + "A"), life.wait(130);
  life.set_profile(20 + round, {"TxProfile", 1, 0, 90});
  life.plug(2, true), life.remote_start(2, token + "B", 30 + round), life.wait(120);
  life.set_profile(40 + round, {"TxProfile", 2, 2, 80});
  life.trigger_meter_values(1), life.trigger_meter_values(2);
  life.change_availability(2, false);  // Scheduled.
  life.clear_profile(20 + round);
  life.swipe(1, token + "A"), life.plug(1, false);
  life.wait(125), life.remote_stop(2), life.plug(2, false);
  life.change_availability(2, true);
  life.session(1, "L" + std::to_string(1 + round));
  life.session(2, token + "C");
  life.plug(1, true), life.swipe(1, token + "D"), life.wait(250), life.plug(1, false);
}

inline void availability(Life& life) {
  life.change_availability(1, false), life.change_availability(1, true);
  life.change_availability(0, false), life.change_availability(3, true);
  life.change_availability(0, true), life.change_availability(3, false);
  life.change_availability(3, true);
}

/// One that is cancelled, one that is used, one that another takes the place of, one that expires.
inline void reservations(Life& life, int round) {
  const int id = 10 * round;
  life.reserve(4, id + 1, "KEPT", 36000);
  life.cancel_reservation(id + 1);
  life.reserve(1, id + 2, "GUEST" + std::to_string(round), 36000);
  life.reserve(4, id + 3, "KEPT", 36000);
  life.session(1, "GUEST" + std::to_string(round));
  life.reserve(4, id + 4, "OTHER", 36000);
  life.cancel_reservation(id + 3);
  life.reserve(4, id + 5, "LATE", 30);
  life.wait(40);
  life.reserve(4, id + 6, "KEPT", 36000);
}

inline void outage(Life& life, int round) {
  const std::string token = "AWAY" + std::to_string(round);
  life.plug(1, true), life.swipe(1, token + "A"), life.wait(61);
  life.online(false);
  life.plug(2, true), life.swipe(2, token + "B"), life.wait(150);
  life.swipe(1, token + "A"), life.plug(1, false);
  life.session(1, "L" + std::to_string(5 + round));
  if (round % 2 == 1) life.power_off();
  life.session(1, token + "C");
  life.swipe(2, token + "B"), life.wait(130), life.swipe(2, token + "B"), life.plug(2, false);
  life.online(true);
  life.wait(30);
}

inline void restarts(Life& life, int round) {
  const std::string token = "BOOT" + std::to_string(round);
  for (const char* type : {"Soft", "Hard"}) {
    life.plug(1, true), life.swipe(1, token + type), life.wait(125);
    life.reset(type);
    life.plug(1, false);
  }
  life.plug(2, true), life.swipe(2, token), life.set_profile(50 + round, {"TxProfile", 2, 0, 70});
  life.wait(125), life.power_off();
  life.plug(2, false), life.wait(5);
  if (round == 1) life.clear_cache();
  if (round == 2) life.clear_all_profiles();
}

constexpr int kRounds = 4;

inline void day(Life& life, int round) {
  configuration(life, round);
  lists(life, round);
  profiles(life, round);
  busy_hour(life, round);
  availability(life);
  life.update_firmware(), life.get_diagnostics();
  reservations(life, round);
  outage(life, round);
  restarts(life, round);
}

/// At least 300 operations.
inline void script(Life& life) {
  life.power_on();
  for (int round = 0; round < kRounds; ++round)
    day(life, round);
}

}  // namespace plugpoint::test
