// The network of slow_board.h through lwIP's sockets, as the ESP32 has it.
#include <fcntl.h>

#include <algorithm>
#include <cerrno>
#include <cstdarg>
#include <cstring>
#include <memory>

#include "lwip/dns.h"
#include "lwip/sockets.h"
#include "lwip/tcpip.h"
#include "slow_board.h"
#include "support/accepting_central.h"

using slow_board::charge;

namespace {
constexpr std::uint64_t kCallUs = 1000;
constexpr std::uint64_t kWaitUs = 10000000;
constexpr std::size_t kSendBuffer = 4 * 1436;
constexpr int kFirstNumber = 900;  // Below FD_SETSIZE, above what the process opens.

struct Connection {
  explicit Connection(int given) : number(given) {}
  int number;
  int flags = 0;
  bool connecting = false;
  bool connected = false;
  bool reset = false;
  bool closed = false;  ///< By the server.
  std::string output;
  std::string input;
  plugpoint::test::AcceptingCentral server;
};
std::unique_ptr<Connection> connection;  // The station has one at a time.
int opened = 0;

struct Work {
  tcpip_callback_fn function;
  void* context;
};
std::vector<Work> work;
struct Question {
  std::string name;
  dns_found_callback found;
  void* argument;
};
std::vector<Question> questions;

bool is_ours(int number) {
  return connection && connection->number == number;
}

int refuse(int error) {
  errno = error;
  return -1;
}

/// Nothing can be done now: a socket that blocks waits.
int not_now(int flags) {
  const bool waits = !(connection->flags & O_NONBLOCK) && !(flags & MSG_DONTWAIT);
  if (waits) charge(kWaitUs);
  return refuse(EAGAIN);
}

void do_work() {
  std::vector<Work> due;
  due.swap(work);
  for (const Work& one : due)
    one.function(one.context);
}

void answer_names() {
  if (!slow_board::world.name_server_answers) return;
  std::vector<Question> due;
  due.swap(questions);
  ip_addr_t address{};
  ip_2_ip4(&address)->addr = 0x0100007F;
  for (const Question& question : due)
    question.found(question.name.c_str(), &address, question.argument);
}

void serve() {
  if (!connection) return;
  if (connection->connecting && slow_board::world.server_accepts) {
    connection->connecting = false;
    connection->connected = true;
    connection->server.echo = true;
    ++slow_board::connections_made;
    return;
  }
  if (!connection->connected || !slow_board::world.server_reads) return;
  if (slow_board::world.server_answers)
    connection->input += connection->server.receive(connection->output);
  connection->output.clear();
}
}  // namespace

namespace slow_board {

void serve_network() {
  do_work();
  answer_names();
  serve();
}

void server_closes() {
  if (connection) connection->closed = true;
}

void server_resets() {
  if (connection) connection->reset = true;
}

}  // namespace slow_board

extern "C" {
err_t tcpip_callback(tcpip_callback_fn function, void* context) {
  charge(kCallUs);
  work.push_back({function, context});
  return ERR_OK;
}

// In lwIP's task, which nobody waits for.
err_t dns_gethostbyname(const char* hostname, ip_addr_t*, dns_found_callback found,
                        void* argument) {
  questions.push_back({hostname, found, argument});
  return ERR_INPROGRESS;
}

int __wrap_socket(int, int, int) {
  charge(kCallUs);
  connection = std::make_unique<Connection>(kFirstNumber + opened++ % 100);
  return connection->number;
}

int __real_fcntl(int number, int command, ...);
int __wrap_fcntl(int number, int command, ...) {
  va_list arguments;
  va_start(arguments, command);
  const long argument = va_arg(arguments, long);
  va_end(arguments);
  if (!is_ours(number)) return __real_fcntl(number, command, argument);
  if (command == F_GETFL) return connection->flags;
  if (command == F_SETFL) connection->flags = static_cast<int>(argument);
  return 0;
}

int __real_setsockopt(int number, int level, int name, const void* value, socklen_t size);
int __wrap_setsockopt(int number, int level, int name, const void* value, socklen_t size) {
  return is_ours(number) ? 0 : __real_setsockopt(number, level, name, value, size);
}

int __real_getsockopt(int number, int level, int name, void* value, socklen_t* size);
int __wrap_getsockopt(int number, int level, int name, void* value, socklen_t* size) {
  if (!is_ours(number)) return __real_getsockopt(number, level, name, value, size);
  charge(kCallUs);
  const int error = connection->reset ? ECONNRESET : 0;
  std::memcpy(value, &error, sizeof error);
  return 0;
}

int __wrap_connect(int, const sockaddr*, socklen_t) {
  charge(connection->flags & O_NONBLOCK ? kCallUs : kWaitUs);
  connection->connecting = true;
  return refuse(EINPROGRESS);
}

int __real_select(int count, fd_set* readable, fd_set* writable, fd_set* failed, timeval* limit);
int __wrap_select(int count, fd_set* readable, fd_set* writable, fd_set* failed, timeval* limit) {
  if (!is_ours(count - 1)) return __real_select(count, readable, writable, failed, limit);
  charge(kCallUs);
  if (connection->connected || connection->reset) return 1;
  const bool waits = !limit || limit->tv_sec > 0 || limit->tv_usec > 0;
  if (waits) charge(kWaitUs);
  FD_ZERO(writable);
  return 0;
}

ssize_t __wrap_recv(int number, void* bytes, std::size_t size, int flags) {
  charge(kCallUs);
  if (!is_ours(number)) return refuse(EBADF);
  if (connection->reset) return refuse(ECONNRESET);
  if (connection->input.empty()) return connection->closed ? 0 : not_now(flags);
  const std::size_t count = std::min(size, connection->input.size());
  std::memcpy(bytes, connection->input.data(), count);
  connection->input.erase(0, count);
  return static_cast<ssize_t>(count);
}

ssize_t __wrap_send(int number, const void* bytes, std::size_t size, int flags) {
  charge(kCallUs);
  if (!is_ours(number)) return refuse(EBADF);
  if (connection->reset) return refuse(ECONNRESET);
  const std::size_t count = std::min(size, kSendBuffer - connection->output.size());
  if (count == 0) return not_now(flags);
  connection->output.append(static_cast<const char*>(bytes), count);
  return static_cast<ssize_t>(count);
}

int __real_close(int number);
int __wrap_close(int number) {
  if (!is_ours(number)) return __real_close(number);
  charge(kCallUs);
  connection.reset();
  return 0;
}
}
