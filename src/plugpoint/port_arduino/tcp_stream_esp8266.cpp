#include "plugpoint/port_arduino/tcp_stream_esp8266.h"

#if defined(ARDUINO) && defined(ESP8266)

#include "plugpoint/port_arduino/clock.h"

#include <cstring>

namespace plugpoint::arduino {

void TcpStream::open(Text host, std::uint16_t port) {
  why_ = FlashText();
  ended_ = false;
  state_ = State::opening;
  began_ms_ = now_ms();
  port_ = port;
  if (host.size() >= sizeof host_) return fail(PLUGPOINT_REASON("the host's name is too long"));
  std::memcpy(host_, host.data(), host.size());
  host_[host.size()] = '\0';
  ip_addr_t address;
  resolving_ = true;
  const err_t error = dns_gethostbyname(host_, &address, &TcpStream::found, this);
  if (error == ERR_INPROGRESS) return;
  resolving_ = false;
  if (error != ERR_OK)
    return fail(PLUGPOINT_REASON("the host's name cannot be looked up: is Wi-Fi connected?"));
  connect(address);
}

void TcpStream::found(const char* name, const ip_addr_t* address, void* self) {
  auto& stream = *static_cast<TcpStream*>(self);
  // It may belong to an attempt that was given up.
  if (!stream.resolving_ || std::strcmp(name, stream.host_) != 0) return;
  stream.resolving_ = false;
  if (!address) return stream.fail(PLUGPOINT_REASON("the name server does not know the host"));
  stream.connect(*address);
}

void TcpStream::connect(const ip_addr_t& address) {
  pcb_ = tcp_new();
  if (!pcb_) return fail(PLUGPOINT_REASON("no memory for a connection"));
  tcp_arg(pcb_, this);
  tcp_err(pcb_, &TcpStream::failed);
  tcp_recv(pcb_, &TcpStream::arrived);
  if (tcp_connect(pcb_, &address, port_, &TcpStream::connected) != ERR_OK)
    fail(PLUGPOINT_REASON("the server cannot be reached: is Wi-Fi connected?"));
}

err_t TcpStream::connected(void* self, tcp_pcb* pcb, err_t error) {
  auto& stream = *static_cast<TcpStream*>(self);
  if (error == ERR_OK) {
    tcp_nagle_disable(pcb);
    stream.state_ = State::open;
  }
  return ERR_OK;
}

err_t TcpStream::arrived(void* self, tcp_pcb* pcb, pbuf* buffers, err_t error) {
  static_cast<void>(pcb);
  static_cast<void>(error);
  auto& stream = *static_cast<TcpStream*>(self);
  if (!buffers) {
    stream.ended_ = true;
  } else if (stream.input_) {
    pbuf_cat(stream.input_, buffers);
  } else {
    stream.input_ = buffers;
    stream.consumed_ = 0;
  }
  return ERR_OK;
}

void TcpStream::failed(void* self, err_t error) {
  auto& stream = *static_cast<TcpStream*>(self);
  stream.pcb_ = nullptr;  // lwIP has freed it.
  const bool opening = stream.state_ == State::opening;
  stream.fail(opening            ? PLUGPOINT_REASON("the server does not accept the connection")
              : error == ERR_RST ? PLUGPOINT_REASON("the server broke the connection")
                                 : PLUGPOINT_REASON("the connection was lost"));
}

ByteStream::State TcpStream::poll() {
  if (state_ == State::opening && now_ms() - began_ms_ > kOpenTimeoutMs)
    fail(PLUGPOINT_REASON("the server did not answer in time"));
  if (state_ == State::open && ended_ && !input_)
    fail(PLUGPOINT_REASON("the server closed the connection"));
  return state_;
}

Bytes TcpStream::received() {
  if (!input_) return {};
  return {static_cast<const std::uint8_t*>(input_->payload) + consumed_, input_->len - consumed_};
}

void TcpStream::consume(std::size_t count) {
  if (!input_) return;
  consumed_ += count;
  if (consumed_ >= input_->len) {
    // Freeing a chain frees what nobody else holds.
    pbuf* rest = input_->next;
    if (rest) pbuf_ref(rest);
    pbuf_free(input_);
    input_ = rest;
    consumed_ = 0;
  }
  if (pcb_) tcp_recved(pcb_, static_cast<std::uint16_t>(count));
}

std::size_t TcpStream::room() {
  if (state_ != State::open || !pcb_) return 0;
  // A write may need a buffer for its bytes and one for its header.
  return tcp_sndqueuelen(pcb_) + 2 < TCP_SND_QUEUELEN ? tcp_sndbuf(pcb_) : 0;
}

void TcpStream::write(Bytes bytes) {
  if (!pcb_) return;
  const auto size = static_cast<std::uint16_t>(bytes.size());
  if (tcp_write(pcb_, bytes.data(), size, TCP_WRITE_FLAG_COPY) != ERR_OK)
    return fail(PLUGPOINT_REASON("no memory to send"));
  tcp_output(pcb_);
}

void TcpStream::detach() {
  if (!pcb_) return;
  tcp_arg(pcb_, nullptr);
  tcp_err(pcb_, nullptr);
  tcp_recv(pcb_, nullptr);
}

void TcpStream::close() {
  detach();
  if (pcb_ && (state_ != State::open || tcp_close(pcb_) != ERR_OK)) tcp_abort(pcb_);
  pcb_ = nullptr;
  if (input_) pbuf_free(input_);
  input_ = nullptr;
  consumed_ = 0;
  resolving_ = false;
  state_ = State::closed;
}

void TcpStream::fail(FlashText why) {
  close();
  why_ = why;
}

}  // namespace plugpoint::arduino

#endif  // ARDUINO && ESP8266
