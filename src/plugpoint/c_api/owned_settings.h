// Settings given in C, and their arrays in the block of the charge point.
#pragma once

#include "plugpoint/base/arena.h"
#include "plugpoint/c_api/settings.h"
#include "plugpoint/station/settings.h"

namespace plugpoint::c_api {

/// What `Settings` is by default. Elsewhere it is copied from here: a compiler may keep a writable
/// image of an object that it makes from constants.
extern const Settings kDefaultSettings;

/// Members that the caller does not know keep their defaults.
Identity identity_of(const plugpoint_identity_t& given);

/// The settings without their arrays, for sizes and checks. Absent or unsized parts keep their
/// defaults.
Settings plain_settings(const plugpoint_settings_t& given);

/// Bytes that the arrays of `own_settings` take in an arena, at any alignment.
std::size_t array_bytes(const plugpoint_settings_t& given);

/// The settings with copies of their arrays in `arena`. Errors: bad_argument, no_memory.
Error own_settings(const plugpoint_settings_t& given, Arena& arena, Settings& settings);

/// The built-in defaults, as C has them.
plugpoint_settings_t default_settings();
plugpoint_identity_t default_identity();

}  // namespace plugpoint::c_api
