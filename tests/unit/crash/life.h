// A charger with its users and its central system: operations that survive power cuts, and what
// must hold after each.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "unit/crash/believed.h"
#include "unit/crash/statuses_told.h"
#include "unit/reliability/ledger.h"

namespace plugpoint::test {

/// Sessions happen at connectors 1 and 2; connector 3 is where tokens are tried without a vehicle,
/// and connector 4 is only reserved.
class Life {
 public:
  static constexpr int kConnectors = 4;
  static constexpr std::uint8_t kReader = 3;

  Life();

  TestStation station;
  Ledger ledger;
  int operations = 0;
  int cuts = 0;                       ///< How often power was lost.
  std::uint64_t cut_again_after = 0;  ///< Units of writing after the first cut; 0: never again.
  std::map<std::string, int> done;    ///< Operations that took effect, by name.

  // What users and nature do ---------------------------------------------------------------------
  void power_on();
  void power_off();
  void wait(int seconds);
  void online(bool on);
  void plug(std::uint8_t connector, bool on);
  void swipe(std::uint8_t connector, const std::string& token);
  void session(std::uint8_t connector, const std::string& token);

  // What the central system does -----------------------------------------------------------------
  void configure(const std::string& key, const std::string& value);
  void change_availability(int connector, bool on);
  void send_full_list(int version, int first, int count);
  /// Adds and changes `count` tokens from `first` on, and deletes every fifth of them.
  void send_differential_list(int version, int first, int count);
  void set_profile(int id, const StoredProfile& profile);
  void clear_profile(int id);
  void clear_profiles(const std::string& purpose, int level);
  void clear_all_profiles();
  void clear_cache();
  void remote_start(std::uint8_t connector, const std::string& token, int profile_id);
  void remote_stop(std::uint8_t connector);
  void reserve(int connector, int id, const std::string& token, int seconds);
  void cancel_reservation(int id);
  void update_firmware();
  void get_diagnostics();
  void trigger_meter_values(int connector);
  void reset(const std::string& type);

  /// Everybody leaves, everything is delivered; what is stored is looked at in full.
  void finish();

 private:
  bool was_swiped(int connector, const std::string& token, Millis at) const;
  Json ask(const std::string& action, const Json& payload);
  Outcome outcome(const std::string& name, const Json& answer);
  void note_swipe(std::uint8_t connector, const std::string& token);
  void settle();
  void restarted();
  void look();
  void look_at_configuration();
  void look_at_list();
  void try_tokens(const TokenList& list);
  void look_at_profiles();
  void look_at_availability();
  void look_at_reservations();
  void look_at_cache() const;
  void finish_transfers(StatusesTold& told);
  void send_list(const Json& request, const std::function<void(TokenList&)>& change);

  StatusesTold firmware_{{{"Downloading"},
                          {"Downloaded"},
                          {"Installing"},
                          {"Installed", "InstallationFailed"}}};  ///< Failed: power went meanwhile.
  StatusesTold uploads_{{{"Uploading"}, {"Uploaded"}}};
  Believed<Configuration> configuration_;
  Believed<Operative> operative_{{true, true, true, true, true}};
  Believed<Reservations> reservations_;
  Believed<TokenList> list_;
  Believed<Profiles> profiles_;
  std::map<std::string, std::set<std::string>> told_;    ///< Statuses of tokens, in any answer.
  std::map<int, std::map<Millis, std::string>> swiped_;  ///< Tokens, by connector and time.
  std::set<int> profile_ids_;
  std::map<int, std::string> reserved_for_;  ///< Tokens, by the id of the reservation.
  std::size_t commands_seen_ = 0;
  bool online_ = true;
  Millis offline_since_ = 0;
  int blind_restarts_ = 0;  ///< Restarts since the station went offline.
  bool updating_ = false;   ///< Connectors may be Unavailable for an installation.
  bool unseen_ = false;     ///< The station restarted, and was not looked at since.
};

}  // namespace plugpoint::test
