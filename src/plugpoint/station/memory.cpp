#include "plugpoint/station/memory.h"

#include <cstddef>

namespace plugpoint {

namespace {

constexpr std::size_t kPieces = 15;

std::uint16_t profiles_of(const Settings& settings) {
  return settings.charging_profiles;
}

std::size_t path_room(const Settings& settings) {
  return settings.path.size() + 3 * settings.id.size() + 2;
}

MutableBytes bytes(Arena& arena, std::size_t size) {
  void* at = arena.allocate(size, alignof(std::max_align_t));
  return at ? MutableBytes{static_cast<std::uint8_t*>(at), size} : MutableBytes{};
}

}  // namespace

std::size_t Memory::size(const Settings& settings) {
  const std::size_t evses = std::size_t{settings.evses} + 1;
  const std::size_t per_evse = sizeof(EvseBoard) + sizeof(Connector::Evse) +
                               sizeof(Transactions::Session) + sizeof(Metering::Timer) +
                               2 * sizeof(bool);
  return std::size_t{settings.receive_bytes} + settings.send_bytes + settings.frame_bytes +
         settings.text_bytes + settings.record_bytes +
         SmartCharging::memory_size(settings.evses, profiles_of(settings)) + path_room(settings) +
         settings.data_transfer_bytes + evses * per_evse +
         Station::signal_room(settings.evses) * sizeof(RaisedSignal) +
         kPieces * alignof(std::max_align_t);
}

bool Memory::carve(Arena& arena, const Settings& settings) {
  const std::size_t evses = std::size_t{settings.evses} + 1;
  receive = bytes(arena, settings.receive_bytes);
  send = bytes(arena, settings.send_bytes);
  frame = bytes(arena, settings.frame_bytes);
  texts = bytes(arena, settings.text_bytes);
  record = bytes(arena, settings.record_bytes);
  profiles = bytes(arena, SmartCharging::memory_size(settings.evses, profiles_of(settings)));
  path = arena.make_array<char>(path_room(settings));
  outgoing_data = arena.make_array<char>(settings.data_transfer_bytes);
  boards = arena.make_array<EvseBoard>(evses);
  signals = arena.make_array<RaisedSignal>(Station::signal_room(settings.evses));
  connectors = arena.make_array<Connector::Evse>(evses);
  sessions = arena.make_array<Transactions::Session>(evses);
  timers = arena.make_array<Metering::Timer>(evses);
  wanted = arena.make_array<bool>(evses);
  waiting = arena.make_array<bool>(evses);
  return !receive.absent() && !send.absent() && !frame.absent() && !texts.absent() &&
         !record.absent() && !profiles.absent() && !path.absent() && !outgoing_data.absent() &&
         !boards.absent() && !signals.absent() && !connectors.absent() && !sessions.absent() &&
         !timers.absent() && !wanted.absent() && !waiting.absent();
}

}  // namespace plugpoint
