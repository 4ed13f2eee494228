// One ChargePoint on an event loop: its byte stream and its timer.
#pragma once

#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <memory>
#include <string>

#include "plugpoint/station/charge_point.h"
#include "posix/clock.h"
#include "posix/event_loop.h"
#include "posix/stream.h"

namespace plugpoint::posix {

/// Sees the bytes of a connection pass, for a log or a trace.
class Tap {
 public:
  /// A new stream: the handshake follows.
  virtual void opened() = 0;
  virtual void sent(Bytes bytes) = 0;
  virtual void received(Bytes bytes) = 0;

 protected:
  ~Tap() = default;
};

/// Drives a ChargePoint: steps it when its deadline comes, opens and closes the stream that it
/// wants, moves bytes. Between deadlines nothing runs.
class Connection final : private StreamOwner {
 public:
  /// `loop`, `station` and `pace` must outlive the connection. `tls` is needed for wss:// only.
  Connection(EventLoop& loop, ChargePoint& station, std::shared_ptr<TlsContext> tls = nullptr,
             const Pace& pace = Pace::machine());
  /// Closes the stream at once.
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// Steps the station and follows its wishes. Call it to start, and whenever something outside
  /// changed: a fact of the hardware, a token, a setting. Not from inside `on_update`.
  void update();

  /// Called after each update and each input, for the owner to read events. It may use the station
  /// but must not destroy the connection.
  void on_update(std::function<void()> handler) { on_update_ = std::move(handler); }

  /// `tap` sees all bytes from now on; it must outlive the connection. Null: nobody.
  void set_tap(Tap* tap) { tap_ = tap; }

  /// False cuts the network off, as if the cable were pulled: the stream is lost, and none is
  /// opened until it is true again.
  void set_network(bool up);
  bool network() const { return network_; }

 private:
  void stream_opened() override;
  std::size_t stream_input(Bytes bytes) override;
  std::size_t stream_output(MutableBytes window) override;
  void stream_closed(const std::string& why) override;

  void follow_wish();
  void open_stream();
  void lose_stream(const std::string& why);
  void arm_timer();
  void update_soon();

  EventLoop& loop_;
  ChargePoint& station_;
  std::shared_ptr<TlsContext> tls_;
  const Pace& pace_;
  Tap* tap_ = nullptr;
  Stream stream_;
  boost::asio::steady_timer timer_;
  std::function<void()> on_update_;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
  Millis armed_for_ = -1;
  bool network_ = true;
  bool update_posted_ = false;
};

}  // namespace plugpoint::posix
