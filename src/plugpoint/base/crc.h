// CRC-32 (IEEE 802.3, reflected), guards every stored record.
#pragma once

#include <cstdint>

#include "plugpoint/base/span.h"

namespace plugpoint {

/// Continues a CRC over `bytes`; start with 0.
std::uint32_t crc32(Bytes bytes, std::uint32_t crc = 0);

}  // namespace plugpoint
