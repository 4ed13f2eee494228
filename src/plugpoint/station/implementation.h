// The inside of a ChargePoint: its blocks, its connection, and the loop that moves messages.
#pragma once

#include <cstddef>

#include "plugpoint/rpc/rpc.h"
#include "plugpoint/station/blocks.h"
#include "plugpoint/station/charge_point.h"
#include "plugpoint/station/connection.h"
#include "plugpoint/station/dialect_table.h"
#include "plugpoint/station/memory.h"
#include "plugpoint/station/message_observer.h"

namespace plugpoint {

class alignas(std::max_align_t) ChargePoint::Implementation {
 public:
  Implementation(const Settings& settings, const Ports& given_ports, const Memory& memory);

  /// Applies the settings, of which the rest is not kept, and reads what is stored.
  Error open(const Settings& settings);

  void advance(std::uint32_t now_ms) { station.clock.advance(now_ms); }
  void stream_opened();
  void stream_closed(Text why);
  std::size_t input(Bytes bytes);
  std::size_t output(MutableBytes window);
  void step();
  /// Does everything that can be done without new input.
  void work();

  bool next_event(Event& event);
  /// An event that waits; its text is found when it is read.
  struct WaitingEvent {
    Event::Kind kind;
    EvseId evse;
    std::uint8_t number;
  };
  void push_event(const WaitingEvent& event);

  Ports ports;
  Identity identity;
  MessageObserver* observer;
  EchoResponder* loopback;
  std::size_t block_bytes;  ///< What the settings ask for.
  ChargePoint face;
  store::LogRoom logs;
  Variables variables;
  store::Journal journal;
  Station station;
  Connection connection;
  rpc::Rpc rpc;
  Blocks blocks;
  Millis deadline = 0;
  bool tolerant;
  bool changed = true;  ///< Something happened since the last `work`.

 private:
  static constexpr std::size_t kEvents = 16;

  void log_recovery(std::uint32_t ended) const;
  Error announce_file_protocols();
  void announce_signing();
  bool poll_facts();
  void deliver_signals();
  void deliver(const RaisedSignal& raised);
  void tell_owner(const RaisedSignal& raised);
  void tell_data_transfer();
  void explain(Event& event) const;
  void opened();
  void lost();
  void received(Text piece, bool end);
  void call();
  bool refused_by_registration(message::Action action, rpc::Reply& reply) const;
  void answered();
  void answer_late();
  bool request_next();
  void drop_stalled();
  void move_frame();
  Source source(std::size_t index) const { return flash_load(&dialect_->sources[index]); }
  Millis find_deadline() const;
  static const message::ElementSink* sink_for(void* context, message::Action action);
  static bool measures(void* context, Measurand measurand, Phase phase);

  std::uint8_t event_count_ = 0;
  std::uint8_t source_in_flight_ = 0;
  const DialectTable* dialect_ = nullptr;
  Millis half_until_ = kNever;  ///< When the rest of a message that has begun must go on.
  WaitingEvent events_[kEvents];
};

}  // namespace plugpoint
