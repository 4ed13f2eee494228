// The numbers among the variables, each in as few bytes as its largest value needs.
#pragma once

#include <cstdint>

#include "plugpoint/variables/key.h"

namespace plugpoint {

/// Where each number is, by the range of its row in keys.def: one of the bytes, halves or words.
struct NumberPlaces {
  static constexpr unsigned kWidthAt = 6;  ///< In a place: below it the index, from it the width.
  enum Width : std::uint8_t { none, byte, half, word };

  std::uint8_t of[static_cast<unsigned>(Key::count_)] = {};
  std::uint8_t count[4] = {};  ///< Numbers of each width.

  static constexpr Width width_for(std::int32_t max) {
    return max == 0 ? none : max <= 0xFF ? byte : max <= 0xFFFF ? half : word;
  }
  /// The largest number that a row allows; 0 where its type is none of numbers.
  static constexpr std::int32_t largest(VariableType type, std::int32_t max) {
    return type == VariableType::boolean || type == VariableType::integer ? max : 0;
  }
  static constexpr NumberPlaces make() {
    constexpr std::int32_t kMaxima[] = {
#define PLUGPOINT_KEY(key, name16, component, variable, instance, type, min, max, unit, fallback, \
                      flags)                                                                      \
  largest(VariableType::type, max),
#include "plugpoint/variables/keys.def"
    };
    NumberPlaces places;
    for (unsigned i = 0; i < static_cast<unsigned>(Key::count_); ++i) {
      const Width width = width_for(kMaxima[i]);
      if (width == none) continue;
      places.of[i] = static_cast<std::uint8_t>(width << kWidthAt | places.count[width]++);
    }
    return places;
  }
};

/// The values. Each is set before it is read.
class Numbers {
 public:
  /// Of a boolean 0 or 1; 0 of what is no number.
  [[gnu::always_inline]] std::int32_t get(Key key) const {
    // The compiler looks up a key that it knows, which leaves one load.
    return __builtin_constant_p(key) ? at(kPlaces.of[static_cast<unsigned>(key)]) : look_up(key);
  }
  /// `value` lies within the range of the key's row.
  void set(Key key, std::int32_t value);

 private:
  static constexpr NumberPlaces kPlaces = NumberPlaces::make();

  std::int32_t look_up(Key key) const;
  [[gnu::always_inline]] std::int32_t at(std::uint8_t place) const {
    const unsigned index = place & ((1U << NumberPlaces::kWidthAt) - 1);
    switch (place >> NumberPlaces::kWidthAt) {
      case NumberPlaces::byte:
        return bytes_[index];
      case NumberPlaces::half:
        return halves_[index];
      case NumberPlaces::word:
        return words_[index];
      default:
        return 0;
    }
  }

  std::int32_t words_[kPlaces.count[NumberPlaces::word]];
  std::uint16_t halves_[kPlaces.count[NumberPlaces::half]];
  std::uint8_t bytes_[kPlaces.count[NumberPlaces::byte]];
};

}  // namespace plugpoint
