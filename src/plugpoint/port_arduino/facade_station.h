// The inside of the façade: one charge point, its connectors, and what the sketch waits for.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "plugpoint/message/codec.h"
#include "plugpoint/port_arduino/clock.h"
#include "plugpoint/port_arduino/connection.h"
#include "plugpoint/port_arduino/entropy.h"
#include "plugpoint/port_arduino/facade.h"
#include "plugpoint/port_arduino/log.h"
#include "plugpoint/port_arduino/storage.h"
#include "plugpoint/port_arduino/tcp_stream.h"
#include "plugpoint/station/charge_point.h"
#include "plugpoint/station/loopback.h"
#include "plugpoint/station/message_observer.h"

namespace plugpoint::facade {

/// A request of the sketch that is under way.
struct Pending {
  bool open = false;
  bool failure_told = false;  ///< Timeout or error are told once; the station itself tries again.
  std::uint32_t number = 0;   ///< Of the transaction; 0: it has not started yet.
  rpc::Outcome outcome = rpc::Outcome::connection;  ///< How the last attempt ended.
  std::string code, description;                    ///< Of its error.
  Listeners listeners;
};

struct ConnectorPart {
  std::function<float()> power;
  std::function<float()> energy;
  std::function<bool()> ev_requests_energy;
  std::function<bool()> plugged;
  std::function<bool()> unlock;
  std::function<void(float)> limit_listener;
  std::function<void(bool)> permission_listener;

  bool wanted = false;  ///< The sketch has begun a transaction and not ended it.
  bool permitted = false;
  bool limit_told = false;
  float limit_w = 0;
  std::int64_t integrated_mws = 0;  ///< Energy from the power sampler, in mWs.
  std::uint32_t integrated_at_ms = 0;
  std::string id_tag;        ///< Authorized last.
  std::string asked_tag;     ///< Being authorized.
  std::uint32_t number = 0;  ///< Of the last transaction.
  Pending authorize, start, stop;
  /// Of transactions that another one has followed while nobody answered; oldest first.
  std::vector<Pending> earlier_starts, earlier_stops;
};

class FacadeStation final : public Hardware, public MessageObserver {
 public:
  FacadeStation() : log_(&Serial), loopback_(DateTime{kLoopbackUtcMs}) { connectors_.resize(2); }

  void initialize(const String& host, std::uint16_t port, const String& url,
                  std::uint8_t connectors);
  void loop();
  ConnectorPart* connector(int id);
  void authorize(int connector, const String& id_tag, Listeners listeners);
  void boot_notification(const String& model, const String& vendor, Listeners listeners);
  void start_transaction(int connector, const String& id_tag, Listeners listeners);
  void stop_transaction(int connector, Listeners listeners);
  int transaction_id(int connector) const;

  JsonListener calls[static_cast<unsigned>(Listened::count_)];
  std::function<bool(bool)> reset_handler;
  float max_power_w = 11000;
  std::string password;
  arduino::ByteStream* secure_stream = nullptr;
  arduino::PrintLog& log() { return log_; }
  ChargePoint* station() { return station_; }

  // Hardware
  Facts facts(std::uint8_t evse) override;
  bool read_meter(std::uint8_t evse, Measurand measurand, Phase phase, Decimal& value) override;
  void permit(std::uint8_t evse, bool on) override;
  void limit(std::uint8_t evse, const ChargingLimit& limit) override;
  void lock(std::uint8_t, bool) override {}
  UnlockResult unlock(std::uint8_t evse, std::uint8_t connector) override;
  bool reset(ResetKind kind) override;

  // MessageObserver
  void answered(message::Version version, const rpc::Answer& answer) override;
  void called(message::Version version, message::Action action, const void* request,
              const rpc::Reply& reply) override;

 private:
  static constexpr std::size_t kMostEarlier = 8;
  static constexpr std::int64_t kLoopbackUtcMs = 1767225600000;  // 2026-01-01T00:00:00Z

  bool take_url(const String& host, const String& url);
  bool create();
  Settings settings();
  double energy_wh(ConnectorPart& part);
  void integrate();
  void tell_limits();
  void take_events();
  void take_verdict(EvseId evse, bool accepted);
  void give_up_starts();
  EvseId with_number(Pending ConnectorPart::*pending, std::uint32_t number);
  void transaction_answered(Pending& pending, const rpc::Answer& answer);
  void note_outcome(Pending& pending, const rpc::Answer& answer);
  void confirm(Pending& pending, const std::string& json);
  void tell_failure(Pending& pending);
  void abort(Pending& pending);
  void set_aside(Pending& pending, std::vector<Pending>& earlier);
  void answer_in(std::vector<Pending>& earlier, const rpc::Answer& answer);
  /// Listeners are called between two steps of the station, never inside one.
  void later(std::function<void()> call) { later_.push_back(std::move(call)); }
  void run_later();

  arduino::LittleFsStorage storage_;
  arduino::HardwareEntropy entropy_;
  arduino::PrintLog log_;
  arduino::TcpStream tcp_;
  Loopback loopback_;
  std::unique_ptr<std::max_align_t[]> block_;
  std::unique_ptr<arduino::Connection> connection_;
  ChargePoint* station_ = nullptr;
  std::vector<ConnectorPart> connectors_;  ///< By number; 0 is not used.
  std::vector<std::function<void()>> later_;
  std::string host_, path_, id_, model_, vendor_;
  std::uint16_t port_ = 0;
  bool secure_ = false;
  Identity identity_;
  Pending boot_;
};

}  // namespace plugpoint::facade
