#include "plugpoint/json/scan.h"

namespace plugpoint::json {

int character_length(const char* at, std::size_t available) {
  const unsigned lead = static_cast<unsigned char>(at[0]);
  if (lead < 0xC2 || lead > 0xF4) return kBad;
  const int length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  // The second byte's range excludes overlong forms, surrogates and what is beyond U+10FFFF.
  unsigned low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
  unsigned high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
  for (int i = 1; i < length; ++i) {
    if (static_cast<std::size_t>(i) == available) return kCut;
    const unsigned byte = static_cast<unsigned char>(at[i]);
    if (byte < low || byte > high) return kBad;
    low = 0x80;
    high = 0xBF;
  }
  return length;
}

const char* plain_run_aligned(const char* at, const char* end) {
  while (at != end) {
    if (reinterpret_cast<std::uintptr_t>(at) % 4 == 0 && end - at >= 4) {
      std::uint32_t word;
      std::memcpy(&word, __builtin_assume_aligned(at, 4), sizeof word);
      if (special_bytes(word) == 0) {
        at += 4;
        continue;
      }
    }
    if (is_special(*at)) break;
    ++at;
  }
  return at;
}

}  // namespace plugpoint::json
