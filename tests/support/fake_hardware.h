// A charger's hardware whose facts a test sets and whose commands it reads back.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "plugpoint/port.h"

namespace plugpoint::test {

/// One command that the library gave.
struct Command {
  enum class Kind : std::uint8_t { permit, limit, lock, unlock, reset };
  Kind kind = Kind::permit;
  std::uint8_t evse = 0;
  bool on = false;                         ///< Of permit and lock.
  ChargingLimit limit;                     ///< Of limit.
  std::uint8_t connector = 0;              ///< Of unlock.
  ResetKind reset_kind = ResetKind::soft;  ///< Of reset.
};

/// The files that a hardware moves and the firmware that it installs. A test sets how each thing
/// goes (at any time: what runs then turns out so), and reads what the library asked for.
struct FakeFiles {
  std::uint8_t protocols = 0;  ///< Bits of FileProtocol; 0: the hardware moves no files.
  Progress download = {ProgressState::done};
  Progress install = {ProgressState::done};
  Progress upload = {ProgressState::done};
  Error download_refused;  ///< If set, none of it begins.
  Error install_refused;
  Error upload_refused;
  std::string log_name = "station.log";  ///< Empty: there is no log.

  struct Upload {
    std::string url;
    DateTime from;
    DateTime to;
  };
  std::vector<std::string> downloads;  ///< The URL of each try.
  std::vector<Upload> uploads;         ///< Each try.
  int installs = 0;
  int cancelled_downloads = 0;
  int cancelled_uploads = 0;
};

/// A meter that signs, and what it was asked for.
struct FakeSigning {
  /// If set, the meter signs, and this is what; an empty text: not now.
  std::function<std::string(std::uint8_t evse_id, SigningMoment moment)> data;
  std::string method = "ECDSA-secp256r1-SHA256";
  std::string encoding = "OCMF";
  std::vector<SigningMoment> asked;
};

class FakeHardware final : public Hardware {
 public:
  /// What the hardware of one EVSE shows, and what it was told last.
  struct Evse {
    Facts facts;
    bool permitted = false;
    bool locked = false;
    ChargingLimit limit;
    UnlockResult unlock_result = UnlockResult::unlocked;
  };

  /// Index 0 is the station as a whole.
  std::array<Evse, 256> evses;
  std::vector<Command> commands;
  bool reset_succeeds = true;
  FakeFiles files;
  FakeSigning signing;
  /// If set, tells the energy register in Wh, in place of `set_register`.
  std::function<std::int64_t(std::uint8_t evse_id)> register_of;

  Evse& evse(std::uint8_t id = 1) { return evses[id]; }

  /// From now on the meter measures this; in the unit of `unit_of(measurand)`.
  void set_meter(std::uint8_t evse_id, Measurand measurand, Decimal value,
                 Phase phase = Phase::none) {
    meter_[{evse_id, measurand, phase}] = value;
  }
  /// The energy register, in Wh.
  void set_register(std::uint8_t evse_id, std::int64_t wh) {
    set_meter(evse_id, Measurand::energy_active_import_register, Decimal::of(wh));
  }
  /// The meter does not measure this (any more).
  void drop_meter(std::uint8_t evse_id, Measurand measurand, Phase phase = Phase::none) {
    meter_.erase({evse_id, measurand, phase});
  }

  /// Commands of one kind to one EVSE, in order.
  std::vector<Command> commands_of(Command::Kind kind, std::uint8_t evse_id) const {
    std::vector<Command> found;
    for (const Command& command : commands) {
      if (command.kind == kind && command.evse == evse_id) found.push_back(command);
    }
    return found;
  }

  Facts facts(std::uint8_t evse_id) override { return evses[evse_id].facts; }
  bool read_meter(std::uint8_t evse_id, Measurand measurand, Phase phase, Decimal& value) override {
    if (register_of && measurand == Measurand::energy_active_import_register &&
        phase == Phase::none) {
      value = Decimal::of(register_of(evse_id));
      return true;
    }
    const auto found = meter_.find({evse_id, measurand, phase});
    if (found == meter_.end()) return false;
    value = found->second;
    return true;
  }
  void permit(std::uint8_t evse_id, bool on) override {
    evses[evse_id].permitted = on;
    note(Command::Kind::permit, evse_id).on = on;
  }
  void limit(std::uint8_t evse_id, const ChargingLimit& limit) override {
    evses[evse_id].limit = limit;
    note(Command::Kind::limit, evse_id).limit = limit;
  }
  void lock(std::uint8_t evse_id, bool on) override {
    evses[evse_id].locked = on;
    note(Command::Kind::lock, evse_id).on = on;
  }
  UnlockResult unlock(std::uint8_t evse_id, std::uint8_t connector) override {
    note(Command::Kind::unlock, evse_id).connector = connector;
    return evses[evse_id].unlock_result;
  }
  bool reset(ResetKind kind) override {
    note(Command::Kind::reset, 0).reset_kind = kind;
    return reset_succeeds;
  }

  bool signs_meter() override { return signing.data != nullptr; }
  bool sign_meter(std::uint8_t evse_id, SigningMoment moment, SignedReading& reading) override {
    if (!signing.data) return false;
    signing.asked.push_back(moment);
    signed_data_ = signing.data(evse_id, moment);
    if (signed_data_.empty()) return false;
    reading.data = {signed_data_.data(), signed_data_.size()};
    reading.signing_method = signing.method.c_str();
    reading.encoding_method = signing.encoding.c_str();
    return true;
  }

  std::uint8_t file_protocols() override { return files.protocols; }
  Error download(Text url) override {
    if (files.download_refused) return files.download_refused;
    files.downloads.emplace_back(url.data(), url.size());
    return {};
  }
  Progress download_progress() override { return files.download; }
  void cancel_download() override { ++files.cancelled_downloads; }
  Error install() override {
    if (files.install_refused) return files.install_refused;
    ++files.installs;
    return {};
  }
  Progress install_progress() override { return files.installs > 0 ? files.install : Progress(); }
  Text log_file(DateTime, DateTime) override {
    return files.log_name.empty() ? Text() : Text(files.log_name.data(), files.log_name.size());
  }
  Error upload(Text url, DateTime from, DateTime to) override {
    if (files.upload_refused) return files.upload_refused;
    files.uploads.push_back({std::string(url.data(), url.size()), from, to});
    return {};
  }
  Progress upload_progress() override { return files.upload; }
  void cancel_upload() override { ++files.cancelled_uploads; }

 private:
  Command& note(Command::Kind kind, std::uint8_t evse_id) {
    Command command;
    command.kind = kind;
    command.evse = evse_id;
    commands.push_back(command);
    return commands.back();
  }

  std::map<std::tuple<std::uint8_t, Measurand, Phase>, Decimal> meter_;
  std::string signed_data_;
};

}  // namespace plugpoint::test
