#include "slow_board.h"

#include <map>
#include <memory>
#include <utility>

#include "Arduino.h"
#include "LittleFS.h"
#include "lwip/netif.h"
#if defined(ESP32)
#include "esp_random.h"
#else
#include "StackThunk.h"
#endif

HardwareSerial Serial;
EspClass ESP;

namespace {
netif wifi{};
std::uint64_t now_us = 0;

constexpr double kSerialBuffer = 128;
constexpr double kSerialBytesPerUs = 115200 / 10. / 1e6;
double serial_waiting = 0;
std::uint64_t serial_since_us = 0;
}  // namespace

netif* netif_default = &wifi;

namespace slow_board {

World world;
Flash flash;
int connections_made = 0;
int waits = 0;

std::uint64_t now_ms() {
  return now_us / 1000;
}

void charge(std::uint64_t us) {
  now_us += us;
}

void pass(std::uint32_t ms) {
  ip_2_ip4(&wifi.ip_addr)->addr = 0x0100007F;
  wifi.flags = NETIF_FLAG_UP;
  charge(std::uint64_t{ms} * 1000);
  serve_network();
}

}  // namespace slow_board

using slow_board::charge;

extern "C" {
unsigned long millis() {
  return static_cast<std::uint32_t>(now_us / 1000);
}
unsigned long micros() {
  return static_cast<std::uint32_t>(now_us);
}
void yield() {
  ++slow_board::waits;
}
void delay(unsigned long ms) {
  ++slow_board::waits;
  charge(std::uint64_t{ms} * 1000);
}
#if defined(ESP32)
uint32_t esp_random() {
  static std::uint32_t last = 1;
  last = last * 1103515245U + 12345U;
  return last;
}
void esp_fill_random(void* buffer, size_t size) {
  for (size_t i = 0; i < size; ++i)
    static_cast<uint8_t*>(buffer)[i] = static_cast<uint8_t>(esp_random() >> 16U);
}
#else
void stack_thunk_add_ref() {}
void stack_thunk_del_ref() {}
#endif
time_t __wrap_time(time_t* into) {
  const auto now = static_cast<time_t>(now_us / 1000000);
  if (into) *into = now;
  return now;
}
}

// Serial
int HardwareSerial::available() {
  return 0;
}
int HardwareSerial::read() {
  return -1;
}
int HardwareSerial::peek() {
  return -1;
}
size_t HardwareSerial::write(uint8_t) {
  const double left = static_cast<double>(now_us - serial_since_us) * kSerialBytesPerUs;
  serial_waiting = serial_waiting > left ? serial_waiting - left : 0;
  serial_since_us = now_us;
  serial_waiting += 1;
  if (serial_waiting > kSerialBuffer)
    charge(static_cast<std::uint64_t>((serial_waiting - kSerialBuffer) / kSerialBytesPerUs) + 1);
  return 1;
}

void EspClass::restart() {}
#if !defined(ESP32)
uint8_t* EspClass::random(uint8_t* into, const size_t size) const {
  static std::uint32_t last = 1;
  for (size_t i = 0; i < size; ++i) {
    last = last * 1103515245U + 12345U;
    into[i] = static_cast<uint8_t>(last >> 16U);
  }
  return into;
}
#endif

// LittleFS, in memory
#if defined(ESP32)
fs::LittleFSFS LittleFS;
#else
fs::FS LittleFS;
#endif

namespace fs {
namespace {
std::map<std::string, std::string> files;
}  // namespace

class FileImpl {
 public:
  explicit FileImpl(std::string& content) : bytes(content) {}
  ~FileImpl() {
    if (written) ++slow_board::flash.files_written;
  }
  std::string& bytes;
  std::size_t at = 0;
  bool written = false;
};

File::operator bool() const {
  return impl_ != nullptr;
}
size_t File::write(const uint8_t* bytes, size_t size) {
  impl_->bytes.append(reinterpret_cast<const char*>(bytes), size);
  impl_->written = true;
  return size;
}
int File::peek() {
  return -1;
}
void File::flush() {}
/// How many bytes: of another type on each chip.
using Count = decltype(std::declval<File>().read(nullptr, size_t{}));
Count File::read(uint8_t* bytes, size_t size) {
  const std::size_t left = impl_->bytes.size() - impl_->at;
  const std::size_t count = size < left ? size : left;
  std::memcpy(bytes, impl_->bytes.data() + impl_->at, count);
  impl_->at += count;
  return static_cast<Count>(count);
}
bool File::seek(uint32_t position, SeekMode) {
  impl_->at = position;
  return position <= impl_->bytes.size();
}
size_t File::position() const {
  return impl_->at;
}
size_t File::size() const {
  return impl_->bytes.size();
}
void File::close() {
  impl_.reset();
}

#if defined(ESP32)
bool LittleFSFS::begin(bool, const char*, uint8_t, const char*) {
  return true;
}
#else
bool FS::begin() {
  return true;
}
#endif
File FS::open(const char* path, const char* mode) {
  if (mode[0] == 'r' && !exists(path)) return {};
  return File(std::make_shared<FileImpl>(files[path]));
}
bool FS::exists(const char* path) {
  return files.count(path) != 0;
}
bool FS::remove(const char* path) {
  ++slow_board::flash.directory_changes;
  return files.erase(path) != 0;
}
bool FS::rename(const char* from, const char* to) {
  ++slow_board::flash.directory_changes;
  files[to] = files[from];
  files.erase(from);
  return true;
}

}  // namespace fs
