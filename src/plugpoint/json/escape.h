// Writing text as the content of a JSON string.
#pragma once

#include <cstddef>

#include "plugpoint/base/text.h"

namespace plugpoint::json {

/// No byte or character of text needs more room than this, so a window of this size or larger
/// always makes progress.
constexpr std::size_t kMaxEscape = 6;

/// What one call of escape() did.
struct Escaped {
  std::size_t consumed = 0;  ///< Bytes of the text that are done with.
  std::size_t written = 0;   ///< Bytes written to the window.
};

/// Writes as much of `text` as fits into the `room` bytes at `into`, in the form it has between the
/// quotes of a JSON string: quote, backslash and control characters escaped, other characters as
/// they are. A long text continues over several windows: call again with `text.from(consumed)`. No
/// character or escape is split, so up to kMaxEscape - 1 bytes may stay unused.
///
/// The result is valid whatever the text: each byte that is not UTF-8 becomes U+FFFD.
Escaped escape(Text text, char* into, std::size_t room);

}  // namespace plugpoint::json
