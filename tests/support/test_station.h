// A charge point in virtual time, connected in memory to a central system that the test scripts.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>
#include "support/json.h"

#include "plugpoint/station/charge_point.h"
#include "support/block.h"
#include "support/fake_entropy.h"
#include "support/fake_hardware.h"
#include "support/fake_log.h"
#include "support/memory_storage.h"

namespace plugpoint::test {

using Json = nlohmann::json;

/// The server's end of the WebSocket: reads the station's bytes, gives bytes to it.
class WebSocketPeer {
 public:
  /// Takes bytes of the station; complete text messages go to `messages`.
  void receive(const std::string& bytes);
  /// Queues a text message for the station, in fragments of at most `fragment` bytes.
  void send(const std::string& text, std::size_t fragment = 1 << 20);
  void send_raw(const std::string& bytes) { output += bytes; }
  void send_frame(int opcode, const std::string& payload, bool final = true);

  std::string subprotocol = "ocpp1.6";
  std::string request;  ///< Head of the HTTP request.
  std::vector<std::string> messages;
  std::string output;
  bool upgraded = false;
  bool answer_handshake = true;
  std::string handshake_response;  ///< Not empty: the whole answer to the HTTP request.
  bool answer_pings = true;
  int pings = 0;
  std::vector<std::string> pongs;  ///< What the station answered to pings.
  bool closed = false;

 private:
  bool take_frame();
  std::string input_;
  std::string message_;
};

/// What the network does to one connection; over with it.
struct Faults {
  static constexpr std::size_t kNone = SIZE_MAX;
  std::size_t output_left = kNone;  ///< After so many more bytes of the station the stream is cut.
  std::size_t input_left = kNone;   ///< After so many more bytes for the station it is cut.
  bool half_open = false;           ///< Bytes vanish both ways, and nobody closes the stream.
};

/// One frame that the station sent.
struct Frame {
  int type = 0;
  std::string id;
  std::string action;  ///< Of a call; of an answer empty.
  Json payload;        ///< Of an error: the whole frame.
  Millis at = 0;
};

class TestStation {
 public:
  TestStation();

  // Set before `start` -------------------------------------------------------------------------
  Settings settings;
  FakeHardware hardware;
  MemoryStorage storage;
  FakeEntropy entropy;
  FakeLog log;
  std::vector<VariableDefault> defaults;

  // The central system --------------------------------------------------------------------------
  /// Answers calls of the station by action; by default everything is accepted. A responder that
  /// returns null answers nothing; one that returns an array of two texts answers CALLERROR.
  std::map<std::string, std::function<Json(const Json&)>> on;
  std::string utc_text = "2025-06-01T12:00:00.000Z";  ///< At the start of virtual time.
  bool echo = false;  ///< The server sends every message back, and does nothing else.
  bool network = true;
  /// Power goes with the first write that the storage refuses, as in a real power cut: nothing that
  /// the station does after it is seen. `running` is false then.
  bool power_fails_with_storage = false;
  std::vector<Frame> frames;  ///< Everything that the station sent.
  /// If set, is shown every message of either side as it is on the wire.
  std::function<void(bool from_station, const std::string& text)> observe;
  std::vector<Millis> dials;  ///< When the station opened a stream.
  int steps = 0;              ///< How often the station was stepped.
  WebSocketPeer peer;
  Faults faults;

  // Life ----------------------------------------------------------------------------------------
  /// Creates the charge point from what is stored. Fails the test when that fails.
  void start();
  /// Drops the charge point as a power cut does; storage and hardware stay.
  void power_cut();
  /// Virtual time passes while the power is off.
  void stay_off(Millis ms) { now_ += ms; }
  /// Lets virtual time pass, moving bytes and stepping whenever the station asks for it.
  void run(Millis ms);
  /// Time at which the boot took place and everything has been told.
  void boot() {
    start();
    run(1000);
  }
  Millis now() const { return now_; }
  ChargePoint& station() { return *station_; }
  bool running() const { return station_ != nullptr; }
  /// Cuts the stream; it may be opened again when the station wants it.
  void cut();
  /// UTC of the central system now, as ISO text.
  std::string utc() const;
  void set_clock_counter(std::uint32_t counter_ms) { counter_offset_ = counter_ms; }

  // Acting ----------------------------------------------------------------------------------------
  /// Sends a call and returns the station's answer: `[3,id,payload]` or `[4,…]`; null when none
  /// came.
  Json call(const std::string& action, const Json& payload);
  /// The payload of the answer to a call.
  Json confirm(const std::string& action, const Json& payload);
  /// Sends any text as one message; returns the first answer that came: `[3,…]`, `[4,…]`, or null.
  Json raw(const std::string& text, Millis wait = 50);
  void plug(std::uint8_t evse = 1, bool ev_ready = true);
  void unplug(std::uint8_t evse = 1);
  Error swipe(const std::string& token, std::uint8_t evse = 1);
  /// Presents a token that must be taken; the test fails otherwise.
  void tap(const std::string& token, std::uint8_t evse = 1);

  // Looking
  // -----------------------------------------------------------------------------------------
  /// Payloads of the station's calls of an action, in order, since `clear`.
  std::vector<Json> sent(const std::string& action) const;
  std::vector<std::string> actions() const;
  /// The statuses told for a connector, in order.
  std::vector<std::string> statuses(int connector) const;
  void clear() { frames.clear(); }
  std::vector<Event> events();

 private:
  std::uint32_t counter() const { return static_cast<std::uint32_t>(now_) + counter_offset_; }
  bool exchange();
  std::string pass(std::string bytes, std::size_t& left) const;
  bool power_lost();
  void answer(const std::string& text);
  void send(const std::string& text);
  Json default_answer(const std::string& action, const Json& payload);

  Block block_;
  ChargePoint* station_ = nullptr;
  std::vector<Json> answers_;
  std::string pending_input_;
  Millis now_ = 0;
  std::uint32_t counter_offset_ = 0;
  int next_id_ = 1;
  int next_transaction_ = 1000;
  bool stream_ = false;
};

}  // namespace plugpoint::test
