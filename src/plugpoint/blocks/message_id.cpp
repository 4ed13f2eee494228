#include "plugpoint/blocks/message_id.h"

#include "plugpoint/rpc/rpc.h"

namespace plugpoint {

static_assert(kMessageIdSize <= rpc::kMaxOwnId, "a request keeps its id");

Text message_id(std::uint64_t salt, char kind, std::uint32_t number, char* into) {
  format_hex(static_cast<std::uint32_t>(salt >> 32), into);
  format_hex(static_cast<std::uint32_t>(salt), into + 8);
  into[16] = kind;
  format_hex(number, into + 17);
  return {into, kMessageIdSize};
}

}  // namespace plugpoint
