#include "fake_network.h"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdarg>
#include <cstdio>
#include <cstring>
#include <random>
#include <utility>

#include "esp_crt_bundle.h"
#include "esp_log.h"
#include "esp_random.h"
#include "esp_timer.h"
#include "esp_tls.h"
#include "lwip/dns.h"
#include "lwip/tcpip.h"

namespace plugpoint::test {

namespace {
dns_found_callback open_question = nullptr;
void* open_argument = nullptr;
}  // namespace

FakeNetwork& fake_network() {
  static FakeNetwork network;
  return network;
}

void FakeNetwork::answer_now() {
  if (!open_question) return;
  ip_addr_t found{};
  const bool known = inet_pton(AF_INET, address.c_str(), found.words) == 1;
  const dns_found_callback question = std::exchange(open_question, nullptr);
  question(asked.back().c_str(), known ? &found : nullptr, open_argument);
}

}  // namespace plugpoint::test

using plugpoint::test::fake_network;

// lwIP --------------------------------------------------------------------------------------------

err_t tcpip_try_callback(tcpip_callback_fn function, void* ctx) {
  function(ctx);
  return ERR_OK;
}

char* ipaddr_ntoa_r(const ip_addr_t* addr, char* buf, int buflen) {
  const char* text = inet_ntop(AF_INET, addr->words, buf, static_cast<socklen_t>(buflen));
  return text ? buf : nullptr;
}

err_t dns_gethostbyname_addrtype(const char* hostname, ip_addr_t* addr, dns_found_callback found,
                                 void* callback_arg, std::uint8_t) {
  auto& network = fake_network();
  network.asked.emplace_back(hostname);
  if (!network.resolver_answers || network.address.empty()) {
    plugpoint::test::open_question = found;
    plugpoint::test::open_argument = callback_arg;
    if (network.resolver_answers) network.answer_now();
    return ERR_INPROGRESS;
  }
  return inet_pton(AF_INET, network.address.c_str(), addr->words) == 1 ? ERR_OK : ERR_VAL;
}

// esp_tls -----------------------------------------------------------------------------------------

struct esp_tls {
  int socket = -1;
  int rounds = 0;
  esp_tls_conn_state_t state = ESP_TLS_INIT;
};

esp_tls_t* esp_tls_init() {
  ++fake_network().tls_open;
  return new esp_tls;
}

int esp_tls_conn_new_async(const char* hostname, int hostlen, int, const esp_tls_cfg_t* cfg,
                           esp_tls_t* tls) {
  auto& network = fake_network();
  network.tls_host.assign(hostname, static_cast<std::size_t>(hostlen));
  network.tls_bundle = cfg->crt_bundle_attach == esp_crt_bundle_attach;
  if (cfg->cacert_buf)
    network.tls_authorities.assign(reinterpret_cast<const char*>(cfg->cacert_buf),
                                   cfg->cacert_bytes);
  // The real one waits here, or asks for a name.
  if (tls->state == ESP_TLS_INIT || cfg->non_block) return -1;
  tls->state = ESP_TLS_HANDSHAKE;
  if (!network.tls_accepts) return -1;
  if (++tls->rounds < 2) return 0;
  tls->state = ESP_TLS_DONE;
  return 1;
}

ssize_t esp_tls_conn_read(esp_tls_t* tls, void* data, std::size_t datalen) {
  const ssize_t count = recv(tls->socket, data, datalen, 0);
  return count < 0 && errno == EAGAIN ? ESP_TLS_ERR_SSL_WANT_READ : count;
}

ssize_t esp_tls_conn_write(esp_tls_t* tls, const void* data, std::size_t datalen) {
  const ssize_t count = send(tls->socket, data, datalen, MSG_NOSIGNAL);
  return count < 0 && errno == EAGAIN ? ESP_TLS_ERR_SSL_WANT_WRITE : count;
}

int esp_tls_conn_destroy(esp_tls_t* tls) {
  if (tls->socket >= 0) close(tls->socket);
  delete tls;
  --fake_network().tls_open;
  return 0;
}

ssize_t esp_tls_get_bytes_avail(esp_tls_t*) {
  return 0;
}

esp_err_t esp_tls_set_conn_sockfd(esp_tls_t* tls, int sockfd) {
  tls->socket = sockfd;
  return ESP_OK;
}

esp_err_t esp_tls_set_conn_state(esp_tls_t* tls, esp_tls_conn_state_t conn_state) {
  tls->state = conn_state;
  return ESP_OK;
}

esp_err_t esp_crt_bundle_attach(void*) {
  return ESP_OK;
}

// The chip ----------------------------------------------------------------------------------------

std::int64_t esp_timer_get_time() {
  using namespace std::chrono;
  return duration_cast<microseconds>(steady_clock::now().time_since_epoch()).count();
}

void esp_fill_random(void* buf, std::size_t len) {
  static std::mt19937 random(1);
  auto* bytes = static_cast<unsigned char*>(buf);
  for (std::size_t i = 0; i < len; ++i)
    bytes[i] = static_cast<unsigned char>(random());
}

void esp_log_write(esp_log_level_t, const char* tag, const char* format, ...) {
  char text[256];
  std::va_list arguments;
  va_start(arguments, format);
  std::vsnprintf(text, sizeof text, format, arguments);
  va_end(arguments);
  fake_network().log.emplace_back(std::string(tag) + ": " + text);
}
