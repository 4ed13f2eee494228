// The scripted day whose memory and instructions `./dev size` reports: a station with two
// connectors, its central system, hardware and storage, all in one program without an operating
// system.
#pragma once

#include <cstdint>
#include <cstring>

#include "plugpoint/base/base64.h"
#include "plugpoint/port.h"
#include "plugpoint/websocket/sha1.h"

#ifdef PLUGPOINT_ON_TARGET
#include "stack.h"
/// How deep the stack is at the caller.
inline unsigned long stack_here() {
  extern char top_of_stack[] __asm__("__stack");
  return static_cast<unsigned long>(top_of_stack - static_cast<char*>(__builtin_frame_address(0)));
}
#else
inline void target_mark() {}
inline void target_paint_stack() {}
inline unsigned long target_stack_used() {
  return 0;
}
inline unsigned long stack_here() {
  return 0;
}
#endif

namespace day {

using namespace plugpoint;

/// Areas in plain memory, of fixed room each; only what a flash would keep anyway.
class Areas final : public Storage {
 public:
  Status append(const char* area, Bytes bytes) override {
    Area* const at = find(area, true);
    if (!at || at->size + bytes.size() > kRoom) return Status::no_space;
    std::memcpy(at->bytes + at->size, bytes.data(), bytes.size());
    at->size += static_cast<std::uint32_t>(bytes.size());
    return Status::ok;
  }
  std::size_t read(const char* area, std::uint32_t offset, MutableBytes into) override {
    const Area* const at = find(area, false);
    if (!at || offset >= at->size) return 0;
    const std::size_t count = at->size - offset < into.size() ? at->size - offset : into.size();
    std::memcpy(into.data(), at->bytes + offset, count);
    return count;
  }
  std::uint32_t size(const char* area) override {
    const Area* const at = find(area, false);
    return at ? at->size : 0;
  }
  Status replace(const char* target, const char* source) override {
    Area* const from = find(source, false);
    if (!from) return Status::not_found;
    if (Area* const old = find(target, false)) *old->name = '\0';
    std::strcpy(from->name, target);
    return Status::ok;
  }
  Status remove(const char* area) override {
    if (Area* const at = find(area, false)) *at->name = '\0';
    return Status::ok;
  }

 private:
  static constexpr std::uint32_t kRoom = 120 * 1024;
  static constexpr int kAreas = 12;
  struct Area {
    char name[16] = "";
    std::uint32_t size = 0;
    std::uint8_t bytes[kRoom];
  };
  Area* find(const char* name, bool create);
  static Area areas_[kAreas];
};

class Chance final : public Entropy {
  void fill(MutableBytes bytes) override {
    for (std::uint8_t& byte : bytes)
      byte = static_cast<std::uint8_t>(state_ = state_ * 1103515245U + 12345U);
  }
  std::uint32_t state_ = 1;
};

/// Two connectors whose meters run while energy is permitted.
class Charger final : public Hardware {
 public:
  bool plugged[3] = {};
  std::int64_t wh[3] = {0, 1000, 2000};
  bool on[3] = {};

  Facts facts(std::uint8_t evse) override {
    Facts now;
    now.plugged = now.ev_ready = plugged[evse];
    return now;
  }
  bool read_meter(std::uint8_t evse, Measurand measurand, Phase phase, Decimal& value) override;
  void permit(std::uint8_t evse, bool permitted) override { on[evse] = permitted; }
  void limit(std::uint8_t, const ChargingLimit&) override {}
  void lock(std::uint8_t, bool) override {}
  UnlockResult unlock(std::uint8_t, std::uint8_t) override { return UnlockResult::unlocked; }
  bool reset(ResetKind) override { return true; }
};

/// The central system: unwraps what the station sends, and answers it.
class Central {
 public:
  /// Takes one byte of the station; true when a message, a ping or the handshake is complete.
  bool take(std::uint8_t byte);
  bool open() const { return open_; }
  /// The message that came: the action of a call, "" for an answer.
  const char* action() const { return action_; }
  const char* id() const { return id_; }
  bool failed() const { return failed_; }
  /// What came was no message but a ping.
  bool pinged() const { return pinged_; }
  /// The server's side of the handshake, once it is due; returns the length.
  std::size_t handshake(char* into) const;

 private:
  void message_end();

  char text_[512] = "";  ///< The start of the present message, or of the handshake.
  std::size_t size_ = 0;
  char key_[32] = "";
  char action_[40] = "";
  char id_[40] = "";
  std::uint8_t head_[8] = {};
  std::size_t head_size_ = 0;
  std::size_t left_ = 0;
  std::size_t at_ = 0;
  bool open_ = false;
  bool failed_ = false;
  bool pinged_ = false;
};

}  // namespace day
