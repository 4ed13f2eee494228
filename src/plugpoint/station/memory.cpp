#include "plugpoint/station/memory.h"

#include <cstddef>

namespace plugpoint {

namespace {

std::uint16_t profiles_of(const Settings& settings) {
  return settings.charging_profiles;
}

/// Received and sent messages take turns; an answer finds some room behind the largest call.
std::size_t message_room(const Settings& settings) {
  constexpr std::size_t kAnswer = 128;
  const std::size_t call = settings.receive_bytes + kAnswer;
  return call > settings.send_bytes ? call : settings.send_bytes;
}

std::size_t path_room(const Settings& settings) {
  return settings.path.size() + 3 * settings.id.size() + 2;
}

/// What a piece takes at most: each begins aligned for anything.
std::size_t room_of(std::size_t size) {
  constexpr std::size_t kAlignment = alignof(std::max_align_t);
  return (size + kAlignment - 1) / kAlignment * kAlignment;
}

MutableBytes bytes(Arena& arena, std::size_t size) {
  void* at = arena.allocate(size, alignof(std::max_align_t));
  return at ? MutableBytes{static_cast<std::uint8_t*>(at), size} : MutableBytes{};
}

}  // namespace

std::size_t Memory::size(const Settings& settings) {
  const std::size_t evses = std::size_t{settings.evses} + 1;
  const std::size_t pieces[] = {
      message_room(settings),
      settings.frame_bytes,
      settings.text_bytes,
      settings.record_bytes,
      SmartCharging::memory_size(settings.evses, profiles_of(settings)),
      evses * sizeof(EvseBoard),
      Station::signal_room(settings.evses) * sizeof(RaisedSignal),
      evses * sizeof(Connector::Evse),
      settings.evses * sizeof(Transactions::Session),
      settings.evses * sizeof(Metering::Timer),
      // What is of single bytes lies side by side.
      path_room(settings) + settings.data_transfer_bytes + evses * sizeof(bool) +
          evses * sizeof(bool),
  };
  std::size_t size = 0;
  for (const std::size_t piece : pieces)
    size += room_of(piece);
  return size;
}

bool Memory::carve(Arena& arena, const Settings& settings) {
  const std::size_t evses = std::size_t{settings.evses} + 1;
  messages = bytes(arena, message_room(settings));
  frame = bytes(arena, settings.frame_bytes);
  texts = bytes(arena, settings.text_bytes);
  record = bytes(arena, settings.record_bytes);
  profiles = bytes(arena, SmartCharging::memory_size(settings.evses, profiles_of(settings)));
  boards = arena.make_array<EvseBoard>(evses);
  signals = arena.make_array<RaisedSignal>(Station::signal_room(settings.evses));
  connectors = arena.make_array<Connector::Evse>(evses);
  sessions = arena.make_array<Transactions::Session>(settings.evses);
  timers = arena.make_array<Metering::Timer>(settings.evses);
  path = arena.make_array<char>(path_room(settings));
  outgoing_data = arena.make_array<char>(settings.data_transfer_bytes);
  wanted = arena.make_array<bool>(evses);
  waiting = arena.make_array<bool>(evses);
  return !messages.absent() && !frame.absent() && !texts.absent() && !record.absent() &&
         !profiles.absent() && !path.absent() && !outgoing_data.absent() && !boards.absent() &&
         !signals.absent() && !connectors.absent() && !sessions.absent() && !timers.absent() &&
         !wanted.absent() && !waiting.absent();
}

}  // namespace plugpoint
