// The heap of the tests themselves: fast, since the C library of the targets walks its whole list
// of free pieces for each, and sparing, since a Cortex-M3 has 16 MB for the frames of a long test.
// Small pieces come in sizes and are never merged; large ones are, with their neighbours.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <new>

extern "C" void* sbrk(std::ptrdiff_t size);

namespace {

constexpr std::size_t round_up(std::size_t size, std::size_t step) {
  return (size + step - 1) / step * step;
}

constexpr std::size_t kAlign = alignof(std::max_align_t) > 8 ? alignof(std::max_align_t) : 8;

/// Before each piece.
struct alignas(kAlign) Head {
  std::uint32_t kind;  ///< Which size of small piece, or kLarge.
};
constexpr std::uint32_t kLarge = UINT32_MAX;

[[noreturn]] void used_up(std::size_t size) {
  std::printf("the heap of the tests is used up: %u bytes more\n", static_cast<unsigned>(size));
  std::abort();
}

// ---- Large pieces, in the order of their addresses

struct alignas(kAlign) Large {
  Large* next;
  std::size_t size;  ///< With this and the head.
  bool taken;

  char* end() { return reinterpret_cast<char*>(this) + size; }
  bool joins(Large* other) const { return !taken && other && !other->taken; }
};
constexpr std::size_t kAround = sizeof(Large) + sizeof(Head);

Large* first_large;
Large* last_large;

void merge_next(Large* piece) {
  Large* const next = piece->next;
  if (!piece->joins(next) || piece->end() != reinterpret_cast<char*>(next)) return;
  piece->size += next->size;
  piece->next = next->next;
  if (last_large == next) last_large = piece;
}

/// Memory from the system, as a free piece at the end of the list.
void add_large(std::size_t size) {
  void* const memory = sbrk(static_cast<std::ptrdiff_t>(size + kAlign));
  if (memory == reinterpret_cast<void*>(-1)) used_up(size);
  const std::size_t at = round_up(reinterpret_cast<std::uintptr_t>(memory), kAlign);
  auto* const piece = reinterpret_cast<Large*>(at);
  *piece = {nullptr, size, false};
  Large* const before = last_large;
  (before ? before->next : first_large) = piece;
  last_large = piece;
  if (before) merge_next(before);
}

Large* find_large(std::size_t size) {
  for (Large* piece = first_large; piece; piece = piece->next) {
    if (!piece->taken && piece->size >= size) return piece;
  }
  return nullptr;
}

Head* take_large(std::size_t size) {
  constexpr std::size_t kRest = 1024;  // A smaller rest stays with the piece.
  const std::size_t whole = round_up(size + kAround, kAlign);
  Large* piece = find_large(whole);
  if (!piece) {
    add_large(whole);
    piece = find_large(whole);
  }
  if (piece->size - whole >= kRest) {
    auto* const rest = reinterpret_cast<Large*>(reinterpret_cast<char*>(piece) + whole);
    *rest = {piece->next, piece->size - whole, false};
    *piece = {rest, whole, true};
    if (last_large == piece) last_large = rest;
  }
  piece->taken = true;
  auto* const head = reinterpret_cast<Head*>(piece + 1);
  head->kind = kLarge;
  return head;
}

void give_large_back(Head* head) {
  Large* const piece = reinterpret_cast<Large*>(head) - 1;
  piece->taken = false;
  merge_next(piece);
  for (Large* before = first_large; before; before = before->next) {
    if (before->next == piece) return merge_next(before);
  }
}

// ---- Small pieces: a list of free ones of each size

struct Free {
  Free* next;
};

constexpr std::size_t kStep = 16;
constexpr std::size_t kLargest = 1024;
Free* free_pieces[kLargest / kStep + 1];
char* rest;
std::size_t rest_size;

/// Fresh memory, in portions that are never given back.
void* fresh(std::size_t size) {
  constexpr std::size_t kPortion = 64 * 1024;
  if (size > rest_size) {
    rest = reinterpret_cast<char*>(take_large(kPortion) + 1);
    rest_size = kPortion;
  }
  char* const taken = rest;
  rest += size;
  rest_size -= size;
  return taken;
}

void* take(std::size_t size) {
  const std::size_t whole = round_up(size + sizeof(Head), kStep);
  if (whole > kLargest) return take_large(size) + 1;
  Free*& list = free_pieces[whole / kStep];
  Head* head;
  if (list) {
    head = reinterpret_cast<Head*>(list) - 1;
    list = list->next;
  } else {
    head = static_cast<Head*>(fresh(whole));
  }
  head->kind = static_cast<std::uint32_t>(whole / kStep);
  return head + 1;
}

void give_back(void* memory) {
  if (!memory) return;
  Head* const head = static_cast<Head*>(memory) - 1;
  if (head->kind == kLarge) return give_large_back(head);
  auto* const piece = static_cast<Free*>(memory);
  piece->next = free_pieces[head->kind];
  free_pieces[head->kind] = piece;
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
