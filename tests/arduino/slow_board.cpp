#include "slow_board.h"

#include <map>
#include <memory>

#include "Arduino.h"
#include "ESP8266WiFi.h"
#include "LittleFS.h"
#include "StackThunk.h"
#include "lwip/dns.h"
#include "lwip/netif.h"
#include "lwip/tcp.h"
#include "support/accepting_central.h"

HardwareSerial Serial;
EspClass ESP;

namespace {
netif wifi{ip_addr_t{0x0100007F}, NETIF_FLAG_UP};
std::uint64_t now_us = 0;

constexpr std::uint64_t kLwipCallUs = 1000;
constexpr double kSerialBuffer = 128;
constexpr double kSerialBytesPerUs = 115200 / 10. / 1e6;
constexpr std::uint16_t kSendBuffer = 2 * 536;
double serial_waiting = 0;
std::uint64_t serial_since_us = 0;

void charge(std::uint64_t us) {
  now_us += us;
}
}  // namespace

netif* netif_default = &wifi;

struct tcp_pcb {
  void* argument = nullptr;
  tcp_err_fn failed = nullptr;
  tcp_recv_fn arrived = nullptr;
  tcp_connected_fn connecting = nullptr;
  std::string output;  ///< Not acknowledged yet.
  std::string input;
  std::size_t unread = 0;
  plugpoint::test::AcceptingCentral server;
};

namespace {
std::unique_ptr<tcp_pcb> connection;  // The station has one at a time.
struct Question {
  std::string name;
  dns_found_callback found = nullptr;
  void* argument = nullptr;
};
std::vector<Question> questions;

void answer_names() {
  if (!slow_board::world.name_server_answers) return;
  std::vector<Question> due;
  due.swap(questions);
  const ip_addr_t address{0x0100007F};
  for (const Question& question : due)
    question.found(question.name.c_str(), &address, question.argument);
}

void deliver(tcp_pcb& pcb) {
  const std::size_t room = 4 * 536 - pcb.unread;
  const std::size_t size = pcb.input.size() < room ? pcb.input.size() : room;
  if (size == 0 || !pcb.arrived) return;
  auto* const buffer = new pbuf{};
  auto* const bytes = new char[size];
  std::memcpy(bytes, pcb.input.data(), size);
  buffer->payload = bytes;
  buffer->len = buffer->tot_len = static_cast<std::uint16_t>(size);
  buffer->ref = 1;
  pcb.input.erase(0, size);
  pcb.unread += size;
  pcb.arrived(pcb.argument, &pcb, buffer, ERR_OK);
}

void serve() {
  if (!connection) return;
  if (connection->connecting) {
    if (!slow_board::world.server_accepts) return;
    const tcp_connected_fn connected = connection->connecting;
    connection->connecting = nullptr;
    ++slow_board::connections_made;
    connected(connection->argument, connection.get(), ERR_OK);
    return;
  }
  if (slow_board::world.server_reads) {
    if (slow_board::world.server_answers)
      connection->input += connection->server.receive(connection->output);
    connection->output.clear();
  }
  deliver(*connection);
}
}  // namespace

namespace slow_board {

World world;
Flash flash;
int connections_made = 0;
int waits = 0;

std::uint64_t now_ms() {
  return now_us / 1000;
}

void pass(std::uint32_t ms) {
  charge(std::uint64_t{ms} * 1000);
  answer_names();
  serve();
}

void server_closes() {
  if (connection && connection->arrived)
    connection->arrived(connection->argument, connection.get(), nullptr, ERR_OK);
}

void server_resets() {
  if (!connection) return;
  const tcp_err_fn failed = connection->failed;
  void* const argument = connection->argument;
  connection.reset();
  if (failed) failed(argument, ERR_RST);
}

}  // namespace slow_board

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
void stack_thunk_add_ref() {}
void stack_thunk_del_ref() {}
time_t __wrap_time(time_t* into) {
  const auto now = static_cast<time_t>(now_us / 1000000);
  if (into) *into = now;
  return now;
}

void pbuf_ref(pbuf* buffer) {
  ++buffer->ref;
}
uint8_t pbuf_free(pbuf* buffer) {
  if (!buffer || --buffer->ref > 0) return 0;
  delete[] static_cast<char*>(buffer->payload);
  pbuf* const next = buffer->next;
  delete buffer;
  return static_cast<uint8_t>(1 + pbuf_free(next));
}
void pbuf_cat(pbuf* head, pbuf* tail) {
  for (; head->next; head = head->next) {
  }
  head->next = tail;
}

err_t dns_gethostbyname(const char* hostname, ip_addr_t*, dns_found_callback found,
                        void* argument) {
  charge(kLwipCallUs);
  questions.push_back({hostname, found, argument});
  return ERR_INPROGRESS;
}
tcp_pcb* tcp_new() {
  charge(kLwipCallUs);
  connection = std::make_unique<tcp_pcb>();
  connection->server.echo = true;
  return connection.get();
}
void tcp_arg(tcp_pcb* pcb, void* argument) {
  pcb->argument = argument;
}
void tcp_err(tcp_pcb* pcb, tcp_err_fn failed) {
  pcb->failed = failed;
}
void tcp_recv(tcp_pcb* pcb, tcp_recv_fn arrived) {
  pcb->arrived = arrived;
}
void tcp_recved(tcp_pcb* pcb, uint16_t size) {
  charge(kLwipCallUs);
  pcb->unread -= size;
}
err_t tcp_connect(tcp_pcb* pcb, const ip_addr_t*, uint16_t, tcp_connected_fn connected) {
  charge(kLwipCallUs);
  pcb->connecting = connected;
  return ERR_OK;
}
err_t tcp_write(tcp_pcb* pcb, const void* bytes, uint16_t size, uint8_t) {
  charge(kLwipCallUs);
  if (size > tcp_sndbuf(pcb)) return ERR_MEM;
  pcb->output.append(static_cast<const char*>(bytes), size);
  return ERR_OK;
}
err_t tcp_output(tcp_pcb*) {
  charge(kLwipCallUs);
  return ERR_OK;
}
err_t tcp_close(tcp_pcb*) {
  charge(kLwipCallUs);
  if (!slow_board::world.close_finds_memory) return ERR_MEM;
  connection.reset();
  return ERR_OK;
}
void tcp_abort(tcp_pcb*) {
  charge(kLwipCallUs);
  connection.reset();
}
uint16_t tcp_sndbuf(const tcp_pcb* pcb) {
  return static_cast<uint16_t>(kSendBuffer - pcb->output.size());
}
uint16_t tcp_sndqueuelen(const tcp_pcb* pcb) {
  return static_cast<uint16_t>((pcb->output.size() + 535) / 536);
}
void tcp_nagle_disable(tcp_pcb*) {}
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
uint8_t* EspClass::random(uint8_t* into, const size_t size) const {
  static std::uint32_t last = 1;
  for (size_t i = 0; i < size; ++i) {
    last = last * 1103515245U + 12345U;
    into[i] = static_cast<uint8_t>(last >> 16U);
  }
  return into;
}

// LittleFS, in memory
fs::FS LittleFS;

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
int File::read(uint8_t* bytes, size_t size) {
  const std::size_t left = impl_->bytes.size() - impl_->at;
  const std::size_t count = size < left ? size : left;
  std::memcpy(bytes, impl_->bytes.data() + impl_->at, count);
  impl_->at += count;
  return static_cast<int>(count);
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

bool FS::begin() {
  return true;
}
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
