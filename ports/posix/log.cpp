#include "posix/log.h"

#include <cstdio>

namespace plugpoint::posix {

namespace {

const char* name_of(LogLevel level) {
  switch (level) {
    case LogLevel::debug:
      return "debug";
    case LogLevel::info:
      return "info";
    case LogLevel::warning:
      return "warning";
    case LogLevel::error:
      return "error";
  }
  return "";
}

}  // namespace

void StderrLog::line(LogLevel level, Text text) {
  if (level < lowest_) return;
  std::string whole = name_of(level);
  if (!name_.empty()) whole += " " + name_;
  whole += ": ";
  whole.append(text.data(), text.size());
  whole += '\n';
  std::fwrite(whole.data(), 1, whole.size(), stderr);
}

}  // namespace plugpoint::posix
