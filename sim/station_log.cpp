#include "sim/station_log.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <fstream>
#include <memory>

namespace plugpoint::sim {

namespace {

constexpr const char* kLevels[] = {"debug", "info", "warning", "error"};

bool lies_between(const std::string& line, DateTime from, DateTime to) {
  DateTime utc;
  if (line.size() < kDateTimeTextSize || !parse_date_time({line.data(), kDateTimeTextSize}, utc))
    return false;
  return (!from.is_set() || !(utc < from)) && (!to.is_set() || !(to < utc));
}

std::uint64_t size_of(const std::string& path) {
  struct stat found {};
  return ::stat(path.c_str(), &found) == 0 ? static_cast<std::uint64_t>(found.st_size) : 0;
}

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

}  // namespace

void StationLog::write(DateTime utc, LogLevel level, const std::string& text) const {
  char time[kDateTimeTextSize];
  format_date_time(utc, time);
  std::string line(time, sizeof time);
  line += std::string(" ") + kLevels[static_cast<unsigned>(level)] + " ";
  for (const char c : text)
    line += c == '\n' || c == '\r' ? ' ' : c;  // One line is one entry.
  line += '\n';
  if (size_of(path_) + line.size() > max_bytes_) ::rename(path_.c_str(), (path_ + ".1").c_str());
  const int file = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (file < 0) return;
  static_cast<void>(::write(file, line.data(), line.size()) == 0);
  ::close(file);
}

bool StationLog::copy(DateTime from, DateTime to, const char* file) const {
  std::unique_ptr<std::FILE, CloseFile> out;
  if (file) {
    const int descriptor = ::open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (descriptor < 0) return false;
    out.reset(::fdopen(descriptor, "w"));
  }
  bool any = false;
  for (const std::string& path : {path_ + ".1", path_}) {
    std::ifstream in(path);
    std::string line;
    while (std::getline(in, line)) {
      if (!lies_between(line, from, to)) continue;
      any = true;
      if (!out) return true;
      if (std::fprintf(out.get(), "%s\n", line.c_str()) < 0) return false;
    }
  }
  return any && (!out || std::fflush(out.get()) == 0);
}

DateTime machine_utc() {
  using namespace std::chrono;
  return DateTime{duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count()};
}

}  // namespace plugpoint::sim
