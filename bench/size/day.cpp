// Runs the day. Each call of the station lies between two calls of target_mark(), and a line tells
// what it was, so that size.py knows whose count is whose: `call FUNCTION OCCASION STACK`.
#include "day.h"

#include <cstddef>
#include <cstdio>

#include "plugpoint/station/charge_point.h"
#include "settings.h"

namespace {

using namespace plugpoint;
using namespace day;

alignas(std::max_align_t) std::uint8_t block[24 * 1024];
std::uint8_t window[256];

Areas storage;
Chance chance;
Charger charger;
Central central;
ChargePoint* station = nullptr;
std::uint32_t now_ms = 0;
const char* doing = "idle";
bool answered = false;
bool refused = false;

/// Calls the station, with a mark on both sides and a clean stack below.
template <class Call>
auto measured(const char* kind, Call call) {
  target_paint_stack();
  const unsigned long before = stack_here();
  target_mark();
  auto result = call();
  target_mark();
  const unsigned long deepest = target_stack_used();
  std::printf("call %s %s %lu\n", kind, doing, deepest > before ? deepest - before : 0UL);
  return result;
}

void move();

void step() {
  measured("step", [] {
    station->step(now_ms);
    return 0;
  });
}

/// Bytes for the station, in the pieces in which a small receive buffer gives them.
void give(const char* data, std::size_t size) {
  constexpr std::size_t kPiece = 256;
  while (size > 0) {
    const std::size_t piece = size < kPiece ? size : kPiece;
    const std::size_t used = measured("input", [&] {
      return station->input(now_ms, {reinterpret_cast<const std::uint8_t*>(data), piece});
    });
    // Nothing is read while a message of the station's own leaves.
    if (used == 0) move();
    data += used;
    size -= used;
  }
}

/// A text frame of the server.
void send(const char* text) {
  static char frame[1024];
  const std::size_t size = std::strlen(text);
  std::size_t at = 0;
  frame[at++] = '\x81';
  if (size < 126) {
    frame[at++] = static_cast<char>(size);
  } else {
    frame[at++] = 126;
    frame[at++] = static_cast<char>(size >> 8);
    frame[at++] = static_cast<char>(size);
  }
  std::memcpy(frame + at, text, size);
  give(frame, at + size);
}

void answer(const char* action, const char* id) {
  static char text[256];
  const char* payload = "{}";
  if (std::strcmp(action, "BootNotification") == 0)
    payload =
        "{\"status\":\"Accepted\",\"currentTime\":\"2026-06-01T08:00:00Z\",\"interval\":3600}";
  else if (std::strcmp(action, "Heartbeat") == 0)
    payload = "{\"currentTime\":\"2026-06-01T09:00:00Z\"}";
  else if (std::strcmp(action, "StartTransaction") == 0)
    payload = "{\"transactionId\":17,\"idTagInfo\":{\"status\":\"Accepted\"}}";
  else if (std::strcmp(action, "Authorize") == 0)
    payload = "{\"idTagInfo\":{\"status\":\"Accepted\",\"parentIdTag\":\"GROUP\"}}";
  std::snprintf(text, sizeof text, "[3,\"%s\",%s]", id, payload);
  send(text);
}

/// Moves bytes until the station has nothing more to say.
void move() {
  for (;;) {
    const std::size_t size =
        measured("output", [] { return station->output(now_ms, MutableBytes(window)); });
    if (size == 0) return;
    for (std::size_t i = 0; i < size; ++i) {
      const bool was_open = central.open();
      if (!central.take(window[i])) continue;
      if (!was_open) {
        static char text[256];
        give(text, central.handshake(text));
      } else if (central.pinged()) {
        give("\x8A\0", 2);
      } else if (*central.action() != '\0') {
        const char* const before = doing;
        static char action[40];
        std::strcpy(action, central.action());
        doing = action;
        answer(action, central.id());
        doing = before;
      } else {
        answered = true;
        refused = refused || central.failed();
        if (central.failed()) std::printf("refused %s\n", doing);
      }
    }
  }
}

void pass(std::uint32_t seconds) {
  for (std::uint32_t i = 0; i < seconds; ++i) {
    now_ms += 1000;
    for (int evse = 1; evse <= 2; ++evse)
      if (charger.on[evse]) charger.wh[evse] += 3;
    step();
    move();
    Event event;
    while (station->next_event(event)) {
    }
  }
}

/// Until the station has answered: a long list is applied a piece in each step.
void until_answered() {
  move();
  for (int i = 0; i < 1000 && !answered; ++i) {
    step();
    move();
  }
  if (!answered) std::printf("unanswered %s\n", doing);
}

/// A call of the central system; its name comes first in `text`.
void call(const char* name, const char* payload) {
  static char text[1024];
  doing = name;
  answered = false;
  std::snprintf(text, sizeof text, "[2,\"c1\",\"%s\",%s]", name, payload);
  send(text);
  until_answered();
  doing = "after";
  pass(2);
  doing = "idle";
}

/// 1,000 entries in one message, which is longer than any buffer here.
void send_long_list() {
  static char entry[128];
  const auto write = [](int i) {
    return static_cast<std::size_t>(std::snprintf(
        entry, sizeof entry, "%s{\"idTag\":\"%08X\",\"idTagInfo\":{\"status\":\"Accepted\"}}",
        i == 0 ? "" : ",", static_cast<unsigned>(i) * 2654435761U));
  };
  const char* const head =
      "[2,\"c2\",\"SendLocalList\",{\"listVersion\":2,\"updateType\":\"Full\","
      "\"localAuthorizationList\":[";
  const char* const tail = "]}]";
  std::size_t size = std::strlen(head) + std::strlen(tail);
  for (int i = 0; i < 1000; ++i)
    size += write(i);
  const char start[] = {'\x81', 126, static_cast<char>(size >> 8), static_cast<char>(size)};
  static_assert(1000 * 64 < 0x10000, "the frame has the 16-bit form of length");
  doing = "SendLocalList(1000)";
  answered = false;
  give(start, sizeof start);
  give(head, std::strlen(head));
  for (int i = 0; i < 1000; ++i)
    give(entry, write(i));
  give(tail, std::strlen(tail));
  until_answered();
  doing = "after";
  pass(5);
  doing = "idle";
}

void charge(EvseId evse, const char* tag, std::uint32_t seconds) {
  doing = "plug";
  charger.plugged[evse] = true;
  pass(2);
  doing = "token";
  measured("present_token", [&] { return station->present_token(evse, tag).status; });
  pass(5);
  doing = "charging";
  pass(seconds);
  doing = "unplug";
  charger.plugged[evse] = false;
  pass(5);
  doing = "idle";
}

void calls() {
  call("ChangeConfiguration",
       "{\"key\":\"MeterValuesSampledData\",\"value\":\"Energy.Active.Import.Register,"
       "Power.Active.Import,Current.Import,Voltage\"}");
  call("GetConfiguration", "{}");
  call("GetConfiguration", "{\"key\":[\"HeartbeatInterval\",\"Unknown\"]}");
  call("SendLocalList",
       "{\"listVersion\":1,\"updateType\":\"Full\",\"localAuthorizationList\":[{\"idTag\":"
       "\"04A1B2C3\",\"idTagInfo\":{\"status\":\"Accepted\"}}]}");
  call("GetLocalListVersion", "{}");
  call(
      "SetChargingProfile",
      "{\"connectorId\":1,\"csChargingProfiles\":{\"chargingProfileId\":1,\"stackLevel\":0,"
      "\"chargingProfilePurpose\":\"TxDefaultProfile\",\"chargingProfileKind\":\"Absolute\","
      "\"chargingSchedule\":{\"startSchedule\":\"2026-06-01T08:00:00Z\",\"chargingRateUnit\":\"A\","
      "\"chargingSchedulePeriod\":[{\"startPeriod\":0,\"limit\":16.0},{\"startPeriod\":60,"
      "\"limit\":10.5},{\"startPeriod\":120,\"limit\":8},{\"startPeriod\":180,\"limit\":6},"
      "{\"startPeriod\":240,\"limit\":16},{\"startPeriod\":300,\"limit\":32},"
      "{\"startPeriod\":360,\"limit\":20},{\"startPeriod\":420,\"limit\":24.5}]}}}");
  call("GetCompositeSchedule", "{\"connectorId\":1,\"duration\":600}");
  call("ChangeAvailability", "{\"connectorId\":2,\"type\":\"Operative\"}");
  call("ClearCache", "{}");
  call("DataTransfer", "{\"vendorId\":\"org.example\",\"data\":\"hello\"}");
  call("TriggerMessage", "{\"requestedMessage\":\"StatusNotification\",\"connectorId\":1}");
  call("UnlockConnector", "{\"connectorId\":2}");
#if PLUGPOINT_RESERVATION
  call("ReserveNow",
       "{\"connectorId\":2,\"expiryDate\":\"2026-06-01T10:00:00Z\",\"idTag\":\"04A1B2C3\","
       "\"reservationId\":5}");
  call("CancelReservation", "{\"reservationId\":5}");
#endif
  call("RemoteStartTransaction", "{\"connectorId\":2,\"idTag\":\"04A1B2C3\"}");
}

}  // namespace

int main() {
  const Settings settings = day::small_settings();
  const std::size_t size = ChargePoint::block_size(settings);
  std::printf("block %u\n", static_cast<unsigned>(size));
  Ports ports;
  ports.entropy = &chance;
  ports.storage = &storage;
  ports.hardware = &charger;
  Error error;
  doing = "start";
  station = measured("create", [&] {
    return ChargePoint::create({block, size}, settings, ports, now_ms, error);
  });
  if (!station) return 1;
  measured("stream_opened", [] {
    station->stream_opened(now_ms);
    return 0;
  });
  doing = "boot";
  pass(5);
  if (station->registration() != Registration::accepted) return 2;
  doing = "idle";
  pass(20);
  calls();
  charge(2, "04A1B2C3", 130);
  charge(1, "04D4E5F6", 130);
  call("SendLocalList", "{\"listVersion\":2,\"updateType\":\"Full\"}");
  send_long_list();
  call("ClearChargingProfile", "{}");
  pass(30);
  const ChargePoint::MemoryUse use = station->memory_use();
  std::printf("receive %u\nsend %u\ntexts %u\n", static_cast<unsigned>(use.receive_peak),
              static_cast<unsigned>(use.send_peak), static_cast<unsigned>(use.text_used));
  return refused || !station->connected() ? 3 : 0;
}
