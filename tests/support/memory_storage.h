// A storage device in memory that can tear writes, fail and count.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "plugpoint/port.h"

namespace plugpoint::test {

/// Areas in a map. A failure is armed by `fail_after`; what was written before it stays. Copying
/// the object is how a test keeps the state of a device at an instant.
class MemoryStorage final : public Storage {
 public:
  std::map<std::string, std::vector<std::uint8_t>> areas;

  // What the library asked for.
  std::uint64_t appended_bytes = 0;
  std::uint32_t appends = 0;
  std::uint32_t reads = 0;
  std::uint32_t replaces = 0;
  std::uint32_t removes = 0;

  /// The next `bytes` bytes are still written; then each writing call fails with `status`. An
  /// append that crosses the border leaves its first bytes behind, as a power cut does. A replace
  /// or remove counts as one byte, and is done entirely or not at all.
  void fail_after(std::uint64_t bytes, Status status = Status::io_error) {
    armed_ = true;
    left_ = bytes;
    status_ = status;
  }
  /// The device works again.
  void mend() { armed_ = false; }
  /// Whether a call has failed since `fail_after`.
  bool failed() const { return armed_ && left_ == 0 && refused_; }
  /// Called before each write, with what it can be cut into: the bytes of an append, else 1.
  std::function<void(std::size_t units)> before_write;

  /// All writing calls together; equal before and after: nothing was written.
  std::uint32_t writes() const { return appends + replaces + removes; }

  Status append(const char* area, Bytes bytes) override {
    ++appends;
    announce(bytes.size());
    const std::size_t count = take(bytes.size());
    std::vector<std::uint8_t>& content = areas[area];
    content.insert(content.end(), bytes.begin(), bytes.begin() + count);
    appended_bytes += count;
    return count == bytes.size() ? Status::ok : refuse();
  }
  std::size_t read(const char* area, std::uint32_t offset, MutableBytes into) override {
    ++reads;
    const auto found = areas.find(area);
    if (found == areas.end() || offset >= found->second.size()) return 0;
    const std::size_t count = std::min<std::size_t>(into.size(), found->second.size() - offset);
    std::copy_n(found->second.begin() + offset, count, into.begin());
    return count;
  }
  std::uint32_t size(const char* area) override {
    const auto found = areas.find(area);
    return found == areas.end() ? 0 : static_cast<std::uint32_t>(found->second.size());
  }
  Status replace(const char* target, const char* source) override {
    ++replaces;
    const auto found = areas.find(source);
    if (found == areas.end()) return Status::not_found;
    announce(1);
    if (take(1) == 0) return refuse();
    std::vector<std::uint8_t> content = std::move(found->second);
    areas.erase(source);
    areas[target] = std::move(content);
    return Status::ok;
  }
  Status remove(const char* area) override {
    ++removes;
    if (areas.find(area) == areas.end()) return Status::ok;
    announce(1);
    if (take(1) == 0) return refuse();
    areas.erase(area);
    return Status::ok;
  }

 private:
  void announce(std::size_t units) const {
    if (before_write) before_write(units);
  }
  std::size_t take(std::size_t bytes) {
    if (!armed_) return bytes;
    const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(bytes, left_));
    left_ -= count;
    return count;
  }
  Status refuse() {
    refused_ = true;
    return status_;
  }

  std::uint64_t left_ = 0;
  Status status_ = Status::io_error;
  bool armed_ = false;
  bool refused_ = false;
};

}  // namespace plugpoint::test
