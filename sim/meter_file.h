// The energy registers of a station's meters, in a file that survives the end of the process.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace plugpoint::sim {

/// One line of fixed width per EVSE, in µJ. A value is in the file before anybody can have read it,
/// so that no register ever falls behind what the station reported.
class MeterFile {
 public:
  /// Opens or creates the file, with the registers at 0. Throws std::runtime_error with a clear
  /// text when it cannot be used or is damaged.
  MeterFile(const std::string& path, std::uint8_t evses);
  ~MeterFile();
  MeterFile(const MeterFile&) = delete;
  MeterFile& operator=(const MeterFile&) = delete;

  /// Register of an EVSE, from 1, as it was when the file was opened or last stored.
  std::int64_t register_uj(std::uint8_t evse) const { return registers_uj_[evse - 1U]; }
  /// False when the write failed.
  bool store(std::uint8_t evse, std::int64_t register_uj);

 private:
  int file_;
  std::vector<std::int64_t> registers_uj_;
};

}  // namespace plugpoint::sim
