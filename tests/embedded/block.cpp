// Blocks of charge points in the part of the ESP8266's DRAM that the library leaves free.
#include "support/block.h"

#include <cstdint>
#include <cstdio>
#include <cstdlib>

extern "C" {
extern char __block_start[];
extern char __block_end[];
}

namespace plugpoint::test {

namespace {

/// Before each piece of memory, taken or free.
struct alignas(std::max_align_t) Head {
  std::size_t size;  ///< With the head.
  bool taken;
};

Head* first() {
  constexpr std::uintptr_t kAlign = alignof(Head);
  const auto start = reinterpret_cast<std::uintptr_t>(__block_start);
  return reinterpret_cast<Head*>((start + kAlign - 1) / kAlign * kAlign);
}

Head* after(Head* head) {
  return reinterpret_cast<Head*>(reinterpret_cast<char*>(head) + head->size);
}

bool inside(Head* head) {
  return reinterpret_cast<char*>(head) + sizeof(Head) <= __block_end;
}

void start_once() {
  static bool started = false;
  if (started) return;
  started = true;
  first()->size = static_cast<std::size_t>(__block_end - reinterpret_cast<char*>(first())) /
                  sizeof(Head) * sizeof(Head);
  first()->taken = false;
}

void merge_free() {
  for (Head* head = first(); inside(head); head = after(head)) {
    while (!head->taken && inside(after(head)) && !after(head)->taken)
      head->size += after(head)->size;
  }
}

}  // namespace

void* take_block(std::size_t bytes) {
  start_once();
  const std::size_t wanted =
      sizeof(Head) + (bytes + sizeof(Head) - 1) / sizeof(Head) * sizeof(Head);
  for (Head* head = first(); inside(head); head = after(head)) {
    if (head->taken || head->size < wanted) continue;
    const std::size_t rest = head->size - wanted;
    head->taken = true;
    if (rest > 0) {
      head->size = wanted;
      after(head)->size = rest;
      after(head)->taken = false;
    }
    return head + 1;
  }
  std::printf("the blocks of the charge points do not fit the DRAM: %u bytes more\n",
              static_cast<unsigned>(bytes));
  std::abort();
}

void give_block_back(void* block) {
  if (!block) return;
  (static_cast<Head*>(block) - 1)->taken = false;
  merge_free();
}

}  // namespace plugpoint::test
