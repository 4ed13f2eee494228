#include "posix/stream.h"

#include <sys/socket.h>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <vector>

namespace plugpoint::posix {

namespace asio = boost::asio;
using Tcp = asio::ip::tcp;
using ErrorCode = boost::system::error_code;

/// One connection. Handlers keep it alive while they wait; `owner_` is null once nobody listens.
class Stream::Link : public std::enable_shared_from_this<Stream::Link> {
 public:
  Link(EventLoop& loop, StreamOwner& owner, const Timeouts& timeouts)
      : loop_(loop), owner_(&owner), timeouts_(timeouts), socket_(loop.context()) {}

  void open(const std::string& host, std::uint16_t port, std::shared_ptr<TlsContext> tls);
  void flush();
  void close();
  void abandon();
  bool is_open() const { return state_ == State::open; }
  bool is_active() const { return owner_ != nullptr && state_ != State::closed; }

 private:
  enum class State : std::uint8_t { connecting, handshaking, open, lingering, closed };

  /// Needed only until the connection is open.
  struct Attempt {
    explicit Attempt(asio::io_context& context) : resolver(context), timer(context) {}
    std::string host;
    std::uint16_t port = 0;
    std::shared_ptr<TlsContext> tls;
    Tcp::resolver resolver;
    asio::steady_timer timer;
    std::vector<Tcp::endpoint> addresses;
    std::size_t next = 0;
    std::string failure = "the name has no address";
  };

  void resolve();
  void restart_timer();
  void connect_next();
  void connected(const ErrorCode& error);
  void shake_hands();
  void opened();

  void wait_readable();
  void wait_writable();
  void readable();
  void writable();
  bool read_once();
  bool offer(Bytes bytes);
  bool offer_unread();
  Transfer receive(MutableBytes into, std::size_t& count);
  Transfer transmit(Bytes bytes, std::size_t& count);
  bool send_unsent();
  void send_output();
  bool keep_unsent(Bytes bytes);
  void linger();
  void fail(const std::string& why);
  void shut();

  EventLoop& loop_;
  StreamOwner* owner_;
  Timeouts timeouts_;
  Tcp::socket socket_;
  std::unique_ptr<Attempt> attempt_;
  std::unique_ptr<TlsSession> tls_;
  std::unique_ptr<asio::steady_timer> linger_timer_;
  std::vector<std::uint8_t> unread_;  // Received, not yet taken by the owner.
  std::vector<std::uint8_t> unsent_;  // Taken from the owner, not yet by the kernel.
  State state_ = State::connecting;
  bool waits_readable_ = false;
  bool waits_writable_ = false;
  bool read_wants_write_ = false;
};

// Opening
// -------------------------------------------------------------------------------------------

void Stream::Link::open(const std::string& host, std::uint16_t port,
                        std::shared_ptr<TlsContext> tls) {
  attempt_ = std::make_unique<Attempt>(loop_.context());
  attempt_->host = host;
  if (host.size() > 2 && host.front() == '[' && host.back() == ']')
    attempt_->host = host.substr(1, host.size() - 2);
  attempt_->port = port;
  attempt_->tls = std::move(tls);
  restart_timer();
  resolve();
}

void Stream::Link::restart_timer() {
  attempt_->timer.expires_after(std::chrono::milliseconds(timeouts_.connect_ms));
  attempt_->timer.async_wait([self = shared_from_this()](const ErrorCode& error) {
    if (error || !self->attempt_) return;
    // A new deadline was set after this one had already passed.
    if (self->attempt_->timer.expiry() > std::chrono::steady_clock::now()) return;
    Attempt& attempt = *self->attempt_;
    attempt.failure = "no answer in time";
    // Only a further address could help.
    const bool more = self->state_ == State::connecting && attempt.next < attempt.addresses.size();
    if (!more) return self->fail("cannot connect to " + attempt.host + ": " + attempt.failure);
    ErrorCode ignored;
    self->socket_.close(ignored);
  });
}

void Stream::Link::resolve() {
  ErrorCode not_an_address;
  const auto address = asio::ip::make_address(attempt_->host, not_an_address);
  if (!not_an_address) {
    attempt_->addresses.emplace_back(address, attempt_->port);
    // Never from inside open(): the owner has not finished its own step.
    asio::post(loop_.context(), [self = shared_from_this()] {
      if (self->attempt_) self->connect_next();
    });
    return;
  }
  attempt_->resolver.async_resolve(
      attempt_->host, std::to_string(attempt_->port),
      [self = shared_from_this()](const ErrorCode& error,
                                  const Tcp::resolver::results_type& found) {
        if (!self->attempt_) return;
        if (error)
          return self->fail("cannot resolve " + self->attempt_->host + ": " + error.message());
        for (const auto& entry : found)
          self->attempt_->addresses.push_back(entry.endpoint());
        self->connect_next();
      });
}

void Stream::Link::connect_next() {
  Attempt& attempt = *attempt_;
  if (attempt.next == attempt.addresses.size())
    return fail("cannot connect to " + attempt.host + ": " + attempt.failure);
  const Tcp::endpoint address = attempt.addresses[attempt.next++];
  restart_timer();
  ErrorCode error;
  socket_.close(error);
  socket_.open(address.protocol(), error);
  if (error) {
    attempt.failure = "cannot open a socket: " + error.message();
    return connect_next();
  }
  socket_.non_blocking(true, error);
  socket_.async_connect(address, [self = shared_from_this()](const ErrorCode& outcome) {
    if (self->attempt_) self->connected(outcome);
  });
}

void Stream::Link::connected(const ErrorCode& error) {
  if (error) {
    if (error != asio::error::operation_aborted) attempt_->failure = error.message();
    return connect_next();
  }
  ErrorCode ignored;
  socket_.set_option(Tcp::no_delay(true), ignored);
  if (!attempt_->tls) return opened();
  state_ = State::handshaking;
  restart_timer();
  tls_ = std::make_unique<TlsSession>(attempt_->tls, socket_.native_handle(), attempt_->host);
  shake_hands();
}

void Stream::Link::shake_hands() {
  switch (tls_->handshake()) {
    case Transfer::done:
      return opened();
    case Transfer::want_read:
      return wait_readable();
    case Transfer::want_write:
      return wait_writable();
    case Transfer::end:
      return fail("the server hung up during the TLS handshake");
    case Transfer::failed:
      return fail(tls_->error());
  }
}

void Stream::Link::opened() {
  attempt_.reset();
  state_ = State::open;
  owner_->stream_opened();
  flush();
  if (state_ == State::open) readable();
}

// Waiting
// -------------------------------------------------------------------------------------------

void Stream::Link::wait_readable() {
  if (waits_readable_ || !unread_.empty()) return;
  waits_readable_ = true;
  socket_.async_wait(Tcp::socket::wait_read, [self = shared_from_this()](const ErrorCode& error) {
    self->waits_readable_ = false;
    if (!error) self->readable();
  });
}

void Stream::Link::wait_writable() {
  if (waits_writable_) return;
  waits_writable_ = true;
  socket_.async_wait(Tcp::socket::wait_write, [self = shared_from_this()](const ErrorCode& error) {
    self->waits_writable_ = false;
    if (!error) self->writable();
  });
}

void Stream::Link::readable() {
  if (state_ == State::handshaking) return shake_hands();
  if (state_ == State::lingering) return linger();
  // A TLS write may have waited for something to read.
  if (!unsent_.empty()) send_output();
  // A few buffers at a time, so that one busy stream does not starve the others.
  for (int round = 0; round < 4; ++round) {
    if (state_ != State::open || !unread_.empty()) return;
    if (!read_once()) return;
  }
  // With TLS the rest may already lie in the session, where no socket will ever announce it.
  asio::post(loop_.context(), [self = shared_from_this()] { self->readable(); });
}

void Stream::Link::writable() {
  if (state_ == State::handshaking) return shake_hands();
  if (state_ == State::lingering) return linger();
  if (state_ != State::open) return;
  flush();
  if (read_wants_write_ && state_ == State::open) {
    read_wants_write_ = false;
    readable();
  }
}

// Reading
// -------------------------------------------------------------------------------------------

Transfer Stream::Link::receive(MutableBytes into, std::size_t& count) {
  if (tls_) return tls_->read(into, count);
  const ssize_t result = ::recv(socket_.native_handle(), into.data(), into.size(), 0);
  if (result > 0) count = static_cast<std::size_t>(result);
  if (result > 0) return Transfer::done;
  if (result == 0) return Transfer::end;
  return errno == EAGAIN || errno == EINTR ? Transfer::want_read : Transfer::failed;
}

/// Whether another read makes sense at once.
bool Stream::Link::read_once() {
  const MutableBytes buffer = loop_.input_buffer();
  std::size_t count = 0;
  switch (receive(buffer, count)) {
    case Transfer::done:
      if (!offer(buffer.first(count))) return false;
      if (tls_ || count == buffer.size()) return true;
      wait_readable();
      return false;
    case Transfer::want_read:
      wait_readable();
      return false;
    case Transfer::want_write:
      read_wants_write_ = true;
      wait_writable();
      return false;
    case Transfer::end:
      fail("the server closed the connection");
      return false;
    case Transfer::failed:
      fail(tls_ ? tls_->error() : std::strerror(errno));
      return false;
  }
  return false;
}

/// Gives bytes to the owner, with output in between as long as that helps. False when some are
/// left or the stream is no longer open.
bool Stream::Link::offer(Bytes bytes) {
  while (!bytes.empty()) {
    const std::size_t taken = owner_->stream_input(bytes);
    if (state_ != State::open) return false;
    bytes = bytes.from(taken);
    send_output();
    if (state_ != State::open) return false;
    if (taken == 0) break;
  }
  if (bytes.empty()) return true;
  unread_.assign(bytes.begin(), bytes.end());
  return false;
}

bool Stream::Link::offer_unread() {
  const std::vector<std::uint8_t> held = std::move(unread_);
  unread_.clear();
  return offer(Bytes(held.data(), held.size()));
}

// Writing
// -------------------------------------------------------------------------------------------

Transfer Stream::Link::transmit(Bytes bytes, std::size_t& count) {
  if (tls_) return tls_->write(bytes, count);
  const ssize_t result = ::send(socket_.native_handle(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
  if (result >= 0) count = static_cast<std::size_t>(result);
  if (result >= 0) return Transfer::done;
  return errno == EAGAIN || errno == EINTR ? Transfer::want_write : Transfer::failed;
}

/// Sends; what the kernel does not take is kept. False when that is the case, or on failure.
bool Stream::Link::keep_unsent(Bytes bytes) {
  while (!bytes.empty()) {
    std::size_t count = 0;
    switch (transmit(bytes, count)) {
      case Transfer::done:
        bytes = bytes.from(count);
        continue;
      case Transfer::want_read:
        wait_readable();
        break;
      case Transfer::want_write:
        wait_writable();
        break;
      case Transfer::end:
      case Transfer::failed:
        fail(tls_ ? tls_->error() : std::strerror(errno));
        return false;
    }
    unsent_.assign(bytes.begin(), bytes.end());
    return false;
  }
  return true;
}

bool Stream::Link::send_unsent() {
  if (unsent_.empty()) return true;
  // Taken out, so that the memory is given back once all is sent.
  const std::vector<std::uint8_t> held = std::move(unsent_);
  unsent_.clear();
  return keep_unsent(Bytes(held.data(), held.size()));
}

void Stream::Link::send_output() {
  if (!send_unsent()) return;
  while (state_ == State::open) {
    const MutableBytes window = loop_.output_buffer();
    const std::size_t count = owner_->stream_output(window);
    if (count == 0 || state_ != State::open) return;
    if (!keep_unsent(window.first(count))) return;
  }
}

void Stream::Link::flush() {
  if (state_ != State::open) return;
  send_output();
  if (state_ != State::open || unread_.empty()) return;
  if (offer_unread()) wait_readable();
}

// Closing
// -------------------------------------------------------------------------------------------

void Stream::Link::fail(const std::string& why) {
  // The text often lives in what `abandon` destroys.
  const std::string kept = why;
  StreamOwner* owner = owner_;
  abandon();
  if (owner) owner->stream_closed(kept);
}

void Stream::Link::shut() {
  state_ = State::closed;
  if (tls_) tls_->shut_down();
  tls_.reset();
  ErrorCode ignored;
  socket_.shutdown(Tcp::socket::shutdown_both, ignored);
  socket_.close(ignored);
  linger_timer_.reset();
}

void Stream::Link::abandon() {
  owner_ = nullptr;
  if (attempt_) attempt_->resolver.cancel();
  attempt_.reset();
  if (state_ != State::closed) shut();
}

void Stream::Link::linger() {
  if (send_unsent() && state_ == State::lingering) shut();
}

void Stream::Link::close() {
  owner_ = nullptr;
  if (state_ != State::open || unsent_.empty()) return abandon();
  state_ = State::lingering;
  linger_timer_ = std::make_unique<asio::steady_timer>(
      loop_.context(), std::chrono::milliseconds(timeouts_.linger_ms));
  linger_timer_->async_wait([self = shared_from_this()](const ErrorCode& error) {
    if (!error) self->abandon();
  });
}

// The stream
// ----------------------------------------------------------------------------------------

Stream::Stream(EventLoop& loop, StreamOwner& owner, const Timeouts& timeouts)
    : loop_(loop), owner_(owner), timeouts_(timeouts) {}

Stream::~Stream() {
  if (link_) link_->abandon();
}

void Stream::open(const std::string& host, std::uint16_t port, std::shared_ptr<TlsContext> tls) {
  close();
  link_ = std::make_shared<Link>(loop_, owner_, timeouts_);
  link_->open(host, port, std::move(tls));
}

void Stream::flush() {
  const std::shared_ptr<Link> link = link_;
  if (link) link->flush();
}

void Stream::close() {
  const std::shared_ptr<Link> link = std::move(link_);
  if (link) link->close();
}

bool Stream::is_open() const {
  return link_ && link_->is_open();
}

bool Stream::is_active() const {
  return link_ && link_->is_active();
}

}  // namespace plugpoint::posix
