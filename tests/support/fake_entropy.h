// Bytes that look random and repeat from a seed.
#pragma once

#include <cstdint>
#include <random>

#include "plugpoint/port.h"

namespace plugpoint::test {

class FakeEntropy final : public Entropy {
 public:
  explicit FakeEntropy(std::uint64_t seed = 1) : engine_(seed) {}

  void fill(MutableBytes bytes) override {
    for (std::uint8_t& byte : bytes)
      byte = static_cast<std::uint8_t>(engine_() >> 56);
  }

 private:
  std::mt19937_64 engine_;
};

}  // namespace plugpoint::test
