#include "sim/meter_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <stdexcept>

namespace plugpoint::sim {

namespace {

constexpr std::size_t kLine = 21;  // 20 digits and the line end.

std::int64_t parse(const std::string& path, const char* line) {
  char* end = nullptr;
  const long long value = std::strtoll(line, &end, 10);
  if (end != line + kLine - 1 || *end != '\n' || value < 0)
    throw std::runtime_error("the meter file " + path + " is damaged");
  return value;
}

}  // namespace

MeterFile::MeterFile(const std::string& path, std::uint8_t evses)
    : file_(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)), registers_uj_(evses, 0) {
  if (file_ < 0) throw std::runtime_error("cannot open " + path + ": " + std::strerror(errno));
  for (std::size_t i = 0; i < evses; ++i) {
    char line[kLine + 1] = {};
    const auto count = ::pread(file_, line, kLine, static_cast<off_t>(i * kLine));
    if (count > 0) registers_uj_[i] = parse(path, line);
    if (count <= 0 && !store(static_cast<std::uint8_t>(i + 1), 0))
      throw std::runtime_error("cannot write " + path + ": " + std::strerror(errno));
  }
}

MeterFile::~MeterFile() {
  if (file_ >= 0) ::close(file_);
}

bool MeterFile::store(std::uint8_t evse, std::int64_t register_uj) {
  char line[kLine + 1];
  std::snprintf(line, sizeof line, "%020lld\n", static_cast<long long>(register_uj));
  registers_uj_[evse - 1U] = register_uj;
  return ::pwrite(file_, line, kLine, static_cast<off_t>((evse - 1U) * kLine)) ==
         static_cast<ssize_t>(kLine);
}

}  // namespace plugpoint::sim
