// Message ids that stay the same however often a message is sent.
#pragma once

#include <cstdint>

#include "plugpoint/base/text.h"

namespace plugpoint {

constexpr std::size_t kMessageIdSize = 25;

/// The salt of the log that keeps the message in 16 hexadecimal digits, a letter for the kind of
/// message, and its number in 8: the same also after a restart, so that the central system can tell
/// a repetition. `into` holds at least kMessageIdSize characters.
Text message_id(std::uint64_t salt, char kind, std::uint32_t number, char* into);

}  // namespace plugpoint
