// lwIP's callback interface on sockets that do not block. Like on the chip, callbacks run only
// while the sketch yields, windows are small, and what was received must be acknowledged by
// tcp_recved.
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <string>
#include <vector>

#include "lwip/dns.h"
#include "lwip/tcp.h"
#include "shim.h"

namespace {
constexpr std::size_t kSegment = 536;
constexpr std::size_t kSendBuffer = 2 * kSegment;
constexpr std::size_t kReceiveWindow = 4 * kSegment;
}  // namespace

struct tcp_pcb {
  int fd = -1;
  void* argument = nullptr;
  tcp_err_fn failed = nullptr;
  tcp_recv_fn arrived = nullptr;
  tcp_connected_fn connecting = nullptr;
  std::string output;
  std::size_t unread = 0;
  bool ended = false;
};

namespace {
std::vector<tcp_pcb*> connections;
std::vector<std::function<void()>> answers;  // Of the name server, with the next yield.

bool alive(const tcp_pcb* pcb) {
  return std::find(connections.begin(), connections.end(), pcb) != connections.end();
}

void destroy(tcp_pcb* pcb) {
  connections.erase(std::find(connections.begin(), connections.end(), pcb));
  if (pcb->fd >= 0) ::close(pcb->fd);
  delete pcb;
}

void fail(tcp_pcb* pcb, err_t error) {
  const tcp_err_fn failed = pcb->failed;
  void* const argument = pcb->argument;
  destroy(pcb);
  if (failed) failed(argument, error);
}

pbuf* make_buffer(const char* bytes, std::size_t size) {
  auto* const buffer = new pbuf{};
  buffer->payload = new char[size];
  std::memcpy(buffer->payload, bytes, size);
  buffer->len = buffer->tot_len = static_cast<uint16_t>(size);
  buffer->ref = 1;
  return buffer;
}

/// In two pieces where it can be, since a chain must be handled too.
pbuf* make_buffers(const char* bytes, std::size_t size) {
  const std::size_t first = size > 1 ? size / 2 : size;
  pbuf* const buffers = make_buffer(bytes, first);
  if (first < size) pbuf_cat(buffers, make_buffer(bytes + first, size - first));
  return buffers;
}

void receive(tcp_pcb* pcb) {
  char bytes[kSegment];
  if (pcb->ended || pcb->unread >= kReceiveWindow) return;
  const ssize_t count = ::recv(pcb->fd, bytes, sizeof bytes, 0);
  if (count < 0) {
    if (errno != EAGAIN) fail(pcb, ERR_RST);
    return;
  }
  pcb->ended = count == 0;
  pcb->unread += static_cast<std::size_t>(count);
  if (!pcb->arrived) return;
  pbuf* const buffers = count == 0 ? nullptr : make_buffers(bytes, static_cast<std::size_t>(count));
  pcb->arrived(pcb->argument, pcb, buffers, ERR_OK);
}

void finish_connecting(tcp_pcb* pcb) {
  int error = 0;
  socklen_t size = sizeof error;
  ::getsockopt(pcb->fd, SOL_SOCKET, SO_ERROR, &error, &size);
  if (error != 0) return fail(pcb, ERR_RST);
  const tcp_connected_fn connected = pcb->connecting;
  pcb->connecting = nullptr;
  connected(pcb->argument, pcb, ERR_OK);
}
}  // namespace

namespace arduino_shim {

void poll_network(int wait_ms) {
  std::vector<std::function<void()>> due;
  due.swap(answers);
  for (const auto& answer : due)
    answer();
  const std::vector<tcp_pcb*> all = connections;
  std::vector<pollfd> waiting;
  for (const tcp_pcb* pcb : all) {
    short events = 0;
    if (!pcb->ended && pcb->unread < kReceiveWindow) events = POLLIN;
    if (pcb->connecting || !pcb->output.empty()) events = static_cast<short>(events | POLLOUT);
    waiting.push_back({pcb->fd, events, 0});
  }
  if (::poll(waiting.data(), waiting.size(), wait_ms) <= 0) return;
  for (std::size_t i = 0; i < all.size(); ++i) {
    tcp_pcb* const pcb = all[i];
    if (!alive(pcb) || waiting[i].revents == 0) continue;
    if (pcb->connecting) {
      finish_connecting(pcb);
      continue;
    }
    if (waiting[i].revents & POLLOUT) tcp_output(pcb);
    if (alive(pcb) && (waiting[i].revents & (POLLIN | POLLHUP | POLLERR))) receive(pcb);
  }
}

}  // namespace arduino_shim

extern "C" {

void pbuf_ref(pbuf* buffer) {
  ++buffer->ref;
}
uint8_t pbuf_free(pbuf* buffer) {
  uint8_t count = 0;
  while (buffer && --buffer->ref == 0) {
    pbuf* const next = buffer->next;
    delete[] static_cast<char*>(buffer->payload);
    delete buffer;
    buffer = next;
    ++count;
  }
  return count;
}
void pbuf_cat(pbuf* head, pbuf* tail) {
  for (; head->next; head = head->next)
    head->tot_len = static_cast<uint16_t>(head->tot_len + tail->tot_len);
  head->tot_len = static_cast<uint16_t>(head->tot_len + tail->tot_len);
  head->next = tail;
}

err_t dns_gethostbyname(const char* hostname, ip_addr_t*, dns_found_callback found,
                        void* argument) {
  const std::string name = hostname;
  const bool known = name.find(".invalid") == std::string::npos;
  answers.push_back([name, found, argument, known] {
    const ip_addr_t loopback{htonl(INADDR_LOOPBACK)};
    found(name.c_str(), known ? &loopback : nullptr, argument);
  });
  return ERR_INPROGRESS;
}

tcp_pcb* tcp_new() {
  connections.push_back(new tcp_pcb);
  return connections.back();
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
  if (size > pcb->unread) std::abort();  // More than was received.
  pcb->unread -= size;
}
err_t tcp_connect(tcp_pcb* pcb, const ip_addr_t* address, uint16_t port,
                  tcp_connected_fn connected) {
  pcb->fd = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  pcb->connecting = connected;
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_addr.s_addr = address->addr;
  const long forced = arduino_shim::setting("ARDUINO_SHIM_PORT", 0);
  to.sin_port = htons(static_cast<uint16_t>(forced ? forced : port));
  const int result = ::connect(pcb->fd, reinterpret_cast<const sockaddr*>(&to), sizeof to);
  return result == 0 || errno == EINPROGRESS ? ERR_OK : ERR_RTE;
}
err_t tcp_write(tcp_pcb* pcb, const void* bytes, uint16_t size, uint8_t) {
  if (size > tcp_sndbuf(pcb)) return ERR_MEM;
  pcb->output.append(static_cast<const char*>(bytes), size);
  return ERR_OK;
}
err_t tcp_output(tcp_pcb* pcb) {
  if (pcb->output.empty()) return ERR_OK;
  const ssize_t count = ::send(pcb->fd, pcb->output.data(), pcb->output.size(), MSG_NOSIGNAL);
  if (count > 0) pcb->output.erase(0, static_cast<std::size_t>(count));
  return ERR_OK;
}
err_t tcp_close(tcp_pcb* pcb) {
  tcp_output(pcb);
  destroy(pcb);
  return ERR_OK;
}
void tcp_abort(tcp_pcb* pcb) {
  const linger now{1, 0};
  ::setsockopt(pcb->fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
  destroy(pcb);
}
uint16_t tcp_sndbuf(const tcp_pcb* pcb) {
  return static_cast<uint16_t>(kSendBuffer - pcb->output.size());
}
uint16_t tcp_sndqueuelen(const tcp_pcb* pcb) {
  return static_cast<uint16_t>((pcb->output.size() + kSegment - 1) / kSegment);
}
void tcp_nagle_disable(tcp_pcb*) {}
}
