// Memory for the blocks of charge points under test.
#pragma once

#include <cstddef>
#include <memory>

namespace plugpoint::test {

/// Gives `bytes` of memory, aligned for anything. On the emulated ESP8266 it is what real hardware
/// has: that part of the 80 KB of DRAM which the library leaves free (tests/embedded/block.cpp).
void* take_block(std::size_t bytes);
void give_block_back(void* block);

struct GiveBlockBack {
  void operator()(std::max_align_t* block) const { give_block_back(block); }
};
using Block = std::unique_ptr<std::max_align_t[], GiveBlockBack>;

inline Block make_block(std::size_t bytes) {
  return Block(static_cast<std::max_align_t*>(take_block(bytes)));
}

}  // namespace plugpoint::test
