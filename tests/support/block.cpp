#include "support/block.h"

#include <new>

namespace plugpoint::test {

void* take_block(std::size_t bytes) {
  return ::operator new(bytes);
}

void give_block_back(void* block) {
  ::operator delete(block);
}

}  // namespace plugpoint::test
