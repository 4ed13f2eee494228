// A byte stream over TCP or TLS that never blocks.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "plugpoint/base/span.h"
#include "posix/event_loop.h"
#include "posix/tls.h"

namespace plugpoint::posix {

/// What uses a stream. The stream calls from the event loop, and from inside `Stream::flush`.
class StreamOwner {
 public:
  virtual void stream_opened() = 0;
  /// Bytes arrived. Returns how many were taken; the rest is offered again after the next output,
  /// and until it is taken nothing more is read.
  virtual std::size_t stream_input(Bytes bytes) = 0;
  /// Room for bytes to send. Returns the count; 0 when there is nothing to send now.
  virtual std::size_t stream_output(MutableBytes window) = 0;
  /// The stream is closed, or could not be opened; `why` is one line of text. Not called after
  /// `Stream::close`.
  virtual void stream_closed(const std::string& why) = 0;

 protected:
  ~StreamOwner() = default;
};

/// At most one connection at a time; it may be opened again and again.
class Stream {
 public:
  struct Timeouts {
    std::uint32_t connect_ms = 15000;  ///< For each of: name resolution, one address, TLS.
    std::uint32_t linger_ms = 3000;    ///< For the last output after `close`.
  };

  /// `loop` and `owner` must outlive the stream.
  Stream(EventLoop& loop, StreamOwner& owner) : Stream(loop, owner, Timeouts()) {}
  Stream(EventLoop& loop, StreamOwner& owner, const Timeouts& timeouts);
  /// Closes at once.
  ~Stream();
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;

  /// Resolves the name and tries its addresses in turn. `tls` null: plain TCP. Ends in
  /// `stream_opened` or `stream_closed`. Whatever was open before is closed.
  void open(const std::string& host, std::uint16_t port, std::shared_ptr<TlsContext> tls);
  /// Takes output from the owner and sends it. Call whenever there may be some.
  void flush();
  /// Sends what was taken already, then closes; the owner hears nothing more.
  void close();

  bool is_open() const;
  /// Whether it is open or being opened.
  bool is_active() const;

 private:
  class Link;

  EventLoop& loop_;
  StreamOwner& owner_;
  Timeouts timeouts_;
  std::shared_ptr<Link> link_;
};

}  // namespace plugpoint::posix
