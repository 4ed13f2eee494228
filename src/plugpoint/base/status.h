// The one error type of the library: a value, with a text that says what to do.
#pragma once

#include <cstdint>

#include "plugpoint/base/flash_text.h"

namespace plugpoint {

/// What came of an operation. 0 is success; everything else names the kind of failure.
enum class Status : std::uint8_t {
  ok = 0,
  want_more,     ///< Not finished: call again with more input or more room. Not an error.
  bad_argument,  ///< The caller passed something outside the documented range.
  bad_input,     ///< Bytes from outside (network, storage) break their format.
  too_long,      ///< A text or array exceeds its limit.
  no_memory,     ///< The arena or block that was provided is too small.
  no_space,      ///< Storage is full.
  io_error,      ///< The platform reported a failed read, write or connection.
  not_found,     ///< No such key, area, EVSE, transaction …
  refused,       ///< Understood, but not allowed in the present state.
  corrupt,       ///< Stored data fails its checksum or has an unknown format.
};

/// A failure with its reason. `text` is static; empty on success.
struct [[nodiscard]] Error {
  Status status = Status::ok;
  FlashText text;

  /// True on failure, so that `if (Error e = f()) return e;` reads naturally.
  explicit operator bool() const { return status != Status::ok; }
};

}  // namespace plugpoint
