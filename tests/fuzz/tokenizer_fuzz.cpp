// The tokenizer must say the same about a text whichever way it is cut.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "unit/json/token_stream.h"

using plugpoint::json::difference;
using plugpoint::json::Reading;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const std::uint32_t seed = data[0];
  const std::size_t mean = 1U + data[1] % 16U;
  const std::string text(reinterpret_cast<const char*>(data) + 2, size - 2);
  const Reading whole = plugpoint::json::read_whole(text);
  for (const Reading& cut : {plugpoint::json::read_in_parts(text, 1),
                             plugpoint::json::read_in_random_parts(text, seed, mean)}) {
    const std::string what = difference(whole, cut);
    if (what.empty()) continue;
    std::fprintf(stderr, "%s\n", what.c_str());
    std::abort();
  }
  return 0;
}
