#include "plugpoint/port_arduino/tcp_stream_esp32.h"

#if defined(ARDUINO) && defined(ESP32)

#include <fcntl.h>
#include <lwip/dns.h>
#include <lwip/sockets.h>
#include <lwip/tcpip.h>

#include <cerrno>
#include <cstring>

#include "plugpoint/port_arduino/clock.h"

namespace plugpoint::arduino {

/// lwIP's task writes the address, then the state; it may outlive the stream's interest in it.
struct TcpStream::LookUp {
  enum State : int { busy, found, failed };
  using Reference = std::shared_ptr<LookUp>;

  char host[128] = "";
  std::uint32_t address = 0;  ///< IPv4, in network order.
  std::atomic<int> state{busy};

  void finish(const ip_addr_t* result) {
    const bool usable = result && IP_IS_V4(result);
    if (usable) address = ip_2_ip4(result)->addr;
    state = usable ? found : failed;
  }

  static void begin(void* argument) {
    auto* const self = static_cast<Reference*>(argument);
    ip_addr_t address;
    const err_t error = dns_gethostbyname((*self)->host, &address, &LookUp::answered, self);
    if (error == ERR_INPROGRESS) return;
    answered((*self)->host, error == ERR_OK ? &address : nullptr, self);
  }
  static void answered(const char* name, const ip_addr_t* address, void* argument) {
    static_cast<void>(name);
    auto* const self = static_cast<Reference*>(argument);
    (*self)->finish(address);
    delete self;
  }
};

void TcpStream::open(Text host, std::uint16_t port) {
  why_ = FlashText();
  ended_ = false;
  input_begin_ = input_end_ = output_size_ = 0;
  state_ = State::opening;
  began_ms_ = now_ms();
  port_ = port;
  look_up_ = std::make_shared<LookUp>();
  if (host.size() >= sizeof look_up_->host)
    return fail(PLUGPOINT_REASON("the host's name is too long"));
  std::memcpy(look_up_->host, host.data(), host.size());
  // lwIP's interface may only be used in its task.
  auto* const reference = new LookUp::Reference(look_up_);
  if (tcpip_callback(&LookUp::begin, reference) == ERR_OK) return;
  delete reference;
  fail(PLUGPOINT_REASON("the host's name cannot be looked up: is Wi-Fi connected?"));
}

void TcpStream::connect() {
  sockaddr_in server{};
  server.sin_family = AF_INET;
  server.sin_port = htons(port_);
  server.sin_addr.s_addr = look_up_->address;
  look_up_.reset();
  socket_ = ::socket(AF_INET, SOCK_STREAM, 0);
  if (socket_ < 0) return fail(PLUGPOINT_REASON("no memory for a connection"));
  ::fcntl(socket_, F_SETFL, ::fcntl(socket_, F_GETFL, 0) | O_NONBLOCK);
  const int no_delay = 1;
  ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &no_delay, sizeof no_delay);
  if (::connect(socket_, reinterpret_cast<const sockaddr*>(&server), sizeof server) < 0 &&
      errno != EINPROGRESS)
    fail(PLUGPOINT_REASON("the server cannot be reached: is Wi-Fi connected?"));
}

/// Whether the connection stands by now.
void TcpStream::look_at_connection() {
  fd_set writable;
  FD_ZERO(&writable);
  FD_SET(socket_, &writable);
  timeval at_once{};
  if (::select(socket_ + 1, nullptr, &writable, nullptr, &at_once) <= 0) return;
  int error = 0;
  socklen_t size = sizeof error;
  if (::getsockopt(socket_, SOL_SOCKET, SO_ERROR, &error, &size) < 0 || error != 0)
    return fail(PLUGPOINT_REASON("the server does not accept the connection"));
  state_ = State::open;
}

ByteStream::State TcpStream::poll() {
  if (state_ == State::opening && look_up_) {
    const int found = look_up_->state;
    if (found == LookUp::failed) fail(PLUGPOINT_REASON("the name server does not know the host"));
    if (found == LookUp::found) connect();
  } else if (state_ == State::opening) {
    look_at_connection();
  }
  if (state_ == State::opening && now_ms() - began_ms_ > kOpenTimeoutMs)
    fail(PLUGPOINT_REASON("the server did not answer in time"));
  if (state_ == State::open) flush();
  if (state_ == State::open && received().empty() && ended_)
    fail(PLUGPOINT_REASON("the server closed the connection"));
  return state_;
}

Bytes TcpStream::received() {
  if (state_ != State::open) return {};
  if (input_begin_ == input_end_ && !ended_) {
    const auto count = ::recv(socket_, input_, sizeof input_, 0);
    ended_ = count == 0 || (count < 0 && errno != EAGAIN && errno != EWOULDBLOCK);
    input_begin_ = 0;
    input_end_ = count > 0 ? static_cast<std::size_t>(count) : 0;
  }
  return {input_ + input_begin_, input_end_ - input_begin_};
}

void TcpStream::consume(std::size_t count) {
  input_begin_ += count;
}

std::size_t TcpStream::room() {
  return state_ == State::open ? sizeof output_ - output_size_ : 0;
}

void TcpStream::write(Bytes bytes) {
  if (bytes.size() > room()) return;
  std::memcpy(output_ + output_size_, bytes.data(), bytes.size());
  output_size_ += bytes.size();
  flush();
}

void TcpStream::flush() {
  if (output_size_ == 0) return;
  const auto count = ::send(socket_, output_, output_size_, MSG_DONTWAIT);
  if (count <= 0) {
    if (errno != EAGAIN && errno != EWOULDBLOCK) fail(PLUGPOINT_REASON("the connection was lost"));
    return;
  }
  output_size_ -= static_cast<std::size_t>(count);
  std::memmove(output_, output_ + count, output_size_);
}

void TcpStream::close() {
  look_up_.reset();
  if (socket_ >= 0) ::close(socket_);
  socket_ = -1;
  state_ = State::closed;
}

void TcpStream::fail(FlashText why) {
  close();
  why_ = why;
}

}  // namespace plugpoint::arduino

#endif  // ARDUINO && ESP32
