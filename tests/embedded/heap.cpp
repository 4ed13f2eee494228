// The heap of the tests themselves: fast, and never merged, since the C library of the targets
// walks its whole list of free pieces for each. Sizes are rounded up to a power of two.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <new>

extern "C" void* sbrk(std::ptrdiff_t size);

namespace {

struct alignas(16) Piece {
  Piece* next;
  std::size_t order;
};

Piece* free_pieces[32];
char* rest;
std::size_t rest_size;

/// Fresh memory, taken from the system in large portions.
void* fresh(std::size_t size) {
  constexpr std::size_t kPortion = 64 * 1024;
  if (size > rest_size) {
    const std::size_t portion = size > kPortion ? size : kPortion;
    void* const memory = sbrk(static_cast<std::ptrdiff_t>(portion + alignof(Piece)));
    if (memory == reinterpret_cast<void*>(-1)) {
      std::printf("the heap of the tests is used up\n");
      std::abort();
    }
    const auto at = reinterpret_cast<std::uintptr_t>(memory);
    rest = reinterpret_cast<char*>((at + alignof(Piece) - 1) / alignof(Piece) * alignof(Piece));
    rest_size = portion;
  }
  char* const taken = rest;
  rest += size;
  rest_size -= size;
  return taken;
}

void* take(std::size_t size) {
  std::size_t order = 5;
  while ((std::size_t{1} << order) < size + sizeof(Piece))
    ++order;
  Piece* piece = free_pieces[order];
  if (piece) {
    free_pieces[order] = piece->next;
  } else {
    piece = static_cast<Piece*>(fresh(std::size_t{1} << order));
  }
  piece->order = order;
  return piece + 1;
}

void give_back(void* memory) {
  if (!memory) return;
  Piece* const piece = static_cast<Piece*>(memory) - 1;
  piece->next = free_pieces[piece->order];
  free_pieces[piece->order] = piece;
}

}  // namespace

void* operator new(std::size_t size) {
  return take(size);
}
void* operator new[](std::size_t size) {
  return take(size);
}
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  return take(size);
}
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept {
  return take(size);
}
void operator delete(void* memory) noexcept {
  give_back(memory);
}
void operator delete[](void* memory) noexcept {
  give_back(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
  give_back(memory);
}
void operator delete[](void* memory, std::size_t) noexcept {
  give_back(memory);
}

const std::nothrow_t std::nothrow{};
