#include "plugpoint/variables/numbers.h"

#include "plugpoint/base/flash.h"

namespace plugpoint {

namespace {
PLUGPOINT_FLASH constexpr NumberPlaces kTable = NumberPlaces::make();

constexpr unsigned kMost = 1U << NumberPlaces::kWidthAt;
static_assert(kTable.count[NumberPlaces::byte] <= kMost &&
                  kTable.count[NumberPlaces::half] <= kMost &&
                  kTable.count[NumberPlaces::word] <= kMost,
              "an index does not reach into the width");

std::uint8_t place_of(Key key) {
  return flash_byte(kTable.of + static_cast<unsigned>(key));
}
}  // namespace

std::int32_t Numbers::look_up(Key key) const {
  return at(place_of(key));
}

void Numbers::set(Key key, std::int32_t value) {
  const std::uint8_t place = place_of(key);
  const unsigned index = place & ((1U << NumberPlaces::kWidthAt) - 1);
  switch (place >> NumberPlaces::kWidthAt) {
    case NumberPlaces::byte:
      bytes_[index] = static_cast<std::uint8_t>(value);
      break;
    case NumberPlaces::half:
      halves_[index] = static_cast<std::uint16_t>(value);
      break;
    case NumberPlaces::word:
      words_[index] = value;
      break;
    default:
      break;
  }
}

}  // namespace plugpoint
