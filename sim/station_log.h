// The station's own log on disk: what GetDiagnostics uploads.
#pragma once

#include <cstdint>
#include <string>

#include "plugpoint/base/time.h"
#include "plugpoint/port.h"

namespace plugpoint::sim {

/// Lines with UTC in two files of bounded size, which only their owner may read: `path`, and the
/// older `path`.1. Nothing is lost when the process ends.
class StationLog {
 public:
  explicit StationLog(std::string path, std::uint64_t max_bytes = 1U << 20)
      : path_(std::move(path)), max_bytes_(max_bytes) {}

  /// Appends one line. What cannot be written is lost, and nothing else.
  void write(DateTime utc, LogLevel level, const std::string& text) const;
  /// Whether there is a line from one instant to another, both included; either may be unset.
  bool has(DateTime from, DateTime to) const { return copy(from, to, nullptr); }
  /// Writes those lines to a file that only its owner may read. False when there is none, or the
  /// file cannot be written.
  bool copy(DateTime from, DateTime to, const std::string& file) const {
    return copy(from, to, file.c_str());
  }

 private:
  bool copy(DateTime from, DateTime to, const char* file) const;

  std::string path_;
  std::uint64_t max_bytes_;
};

/// UTC of the machine's clock.
DateTime machine_utc();

}  // namespace plugpoint::sim
