// A small central system for OCPP 1.6 in this process: what the demo's station talks to.
#pragma once

#include <boost/asio/io_context.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "sim/sim_time.h"

namespace plugpoint::sim {

using Json = nlohmann::ordered_json;

/// Accepts one station at a time on 127.0.0.1 and says yes to everything that is in order. What is
/// not in order is a violation: it is answered by a CALLERROR and reported.
class LoopbackCentralSystem {
 public:
  struct Observer {
    std::function<void()> connected;
    /// A request of the station, after its check and before its answer.
    std::function<void(const std::string& action, const Json& payload)> request;
    std::function<void(const std::string& what)> violation;
  };

  /// `utc_ms`: the time of day when `time` was 0.
  LoopbackCentralSystem(boost::asio::io_context& loop, const SimTime& time, std::int64_t utc_ms,
                        Observer observer);
  ~LoopbackCentralSystem();
  LoopbackCentralSystem(const LoopbackCentralSystem&) = delete;
  LoopbackCentralSystem& operator=(const LoopbackCentralSystem&) = delete;

  std::uint16_t port() const;
  /// Asks the station; `answered` gets the payload of the answer, or null for a CALLERROR.
  void request(const std::string& action, const Json& payload,
               std::function<void(const Json& payload)> answered);
  /// Time of day as the station is told it.
  std::string utc_text() const;
  void stop();

 private:
  class Implementation;
  std::shared_ptr<Implementation> self_;
};

}  // namespace plugpoint::sim
