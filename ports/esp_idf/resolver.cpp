#include "esp_idf/resolver.h"

#include <lwip/dns.h>
#include <lwip/ip_addr.h>
#include <lwip/tcpip.h>

#include <cstring>

namespace plugpoint::esp_idf {

bool Resolver::ask(Text host) {
  if (host.size() >= sizeof host_) return false;
  std::memcpy(host_, host.data(), host.size());
  host_[host.size()] = '\0';
  waiting_ = true;
  static_cast<void>(poll());
  return true;
}

void Resolver::forget() {
  waiting_ = false;
  stale_ = state_.load() == State::asked;
  if (!stale_) state_ = State::idle;
}

Resolver::State Resolver::poll() {
  const State state = state_.load();
  if (state == State::asked) return State::asked;
  if (stale_) {
    stale_ = false;
    state_ = State::idle;
  }
  if (!waiting_) return state_.load();
  waiting_ = false;
  post();
  return state_.load();
}

void Resolver::post() {
  std::strcpy(asked_, host_);
  state_ = State::asked;
  if (tcpip_try_callback(in_tcpip_thread, this) != ERR_OK) state_ = State::failed;
}

void Resolver::in_tcpip_thread(void* context) {
  auto& self = *static_cast<Resolver*>(context);
#ifdef DNS_MAX_HOST_IP
  ip_addr_t found[DNS_MAX_HOST_IP];  // Espressif's lwIP may give several.
#else
  ip_addr_t found[1];
#endif
  const err_t result = dns_gethostbyname_addrtype(
      self.asked_, found,
      [](const char* name, const ip_addr_t* address, void* resolver) {
        answered(name, address, resolver);
      },
      context, LWIP_DNS_ADDRTYPE_DEFAULT);
  if (result == ERR_OK) return answered(self.asked_, &found[0], context);
  if (result != ERR_INPROGRESS) answered(self.asked_, nullptr, context);
}

void Resolver::answered(const char*, const void* address, void* context) {
  auto& self = *static_cast<Resolver*>(context);
  const auto* known = static_cast<const ip_addr_t*>(address);
  const bool found = known && ipaddr_ntoa_r(known, self.address_, sizeof self.address_);
  self.state_ = found ? State::found : State::failed;
}

}  // namespace plugpoint::esp_idf
