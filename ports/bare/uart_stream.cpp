#include "bare/uart_stream.h"

#include "bare/clock.h"

namespace plugpoint::bare {

namespace {

#if defined(__arm__)
volatile std::uint32_t& reg(unsigned word) {
  return reinterpret_cast<volatile std::uint32_t*>(0x40004000)[word];
}
// DATA, STATE (1: sending, 2: received), CTRL, INTSTATUS, BAUDDIV.
void start() {
  reg(4) = 16;
  reg(2) = 3;
}
bool has_byte() {
  return (reg(1) & 2U) != 0;
}
bool has_room() {
  return (reg(1) & 1U) == 0;
}
#elif defined(__riscv)
volatile std::uint8_t& reg(unsigned byte) {
  return reinterpret_cast<volatile std::uint8_t*>(0x10000000)[byte];
}
// Data, interrupts, FIFO control, line control, modem control, line status (1: data, 0x20: room).
void start() {
  reg(2) = 7;
  reg(3) = 3;
}
bool has_byte() {
  return (reg(5) & 1U) != 0;
}
bool has_room() {
  return (reg(5) & 0x20U) != 0;
}
#endif

}  // namespace

bool UartStream::open() {
  start();
  open_ = true;
  return true;
}

std::size_t UartStream::read(MutableBytes into) {
  std::size_t count = 0;
  while (open_ && count < into.size() && has_byte())
    into[count++] = static_cast<std::uint8_t>(reg(0));
  return count;
}

std::size_t UartStream::write(Bytes bytes) {
  std::size_t count = 0;
  while (open_ && count < bytes.size() && has_room())
    reg(0) = bytes[count++];
  return count;
}

void UartStream::wait(std::uint32_t ms) {
  const std::uint32_t start_ms = monotonic_ms();
  while (monotonic_ms() - start_ms < ms && !(open_ && has_byte())) {
  }
}

}  // namespace plugpoint::bare
