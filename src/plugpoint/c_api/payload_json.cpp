#include <cstring>

#include "plugpoint/c_api/observer_adapter.h"

using plugpoint::Arena;
using plugpoint::message::Encoder;
using plugpoint::message::Violation;

size_t plugpoint_payload_json(const plugpoint_payload_t* payload, char* into, size_t room) {
  if (!payload || !into) return 0;
  Arena nothing_streamed;
  Encoder encoder;
  encoder.begin(payload->version, payload->action, payload->kind, payload->payload,
                nothing_streamed);
  std::size_t size = 0;
  while (!encoder.done()) {
    char piece[Encoder::kMinRoom];
    const std::size_t count = encoder.write(piece, sizeof piece);
    if (count > room - size) return 0;
    std::memcpy(into + size, piece, count);
    size += count;
  }
  return encoder.error().violation == Violation::none ? size : 0;
}
