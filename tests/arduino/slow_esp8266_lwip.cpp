// The network of slow_board.h through lwIP's callbacks, as the ESP8266 has it.
#include <memory>

#include "lwip/dns.h"
#include "lwip/tcp.h"
#include "slow_board.h"
#include "support/accepting_central.h"

using slow_board::charge;

namespace {
constexpr std::uint64_t kLwipCallUs = 1000;
constexpr std::uint16_t kSendBuffer = 2 * 536;
}  // namespace

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

void serve_network() {
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
