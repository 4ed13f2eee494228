// Plugpoint's own interface, without the façade: a charger gives facts and obeys commands, and the
// library owns the rest. It speaks OCPP 2.0.1 where the central system does, else 1.6.
#if defined(ESP8266)
#include <ESP8266WiFi.h>
#else
#include <WiFi.h>
#endif
#include <PlugpointArduino.h>

using namespace plugpoint;

#define WIFI_SSID "your network"
#define WIFI_PASSWORD "its password"
#define PLUG_PIN 14
#define CONTACTOR_PIN 5

struct Charger final : Hardware {
  Facts facts(EvseId evse) override {
    Facts facts;
    facts.plugged = facts.ev_ready = evse == 1 && digitalRead(PLUG_PIN) == HIGH;
    facts.fixed_cable = true;
    return facts;
  }
  bool read_meter(EvseId, Measurand what, Phase phase, Decimal &value) override {
    value = Decimal::of(12345);  // Your meter's register, in Wh.
    return what == Measurand::energy_active_import_register && phase == Phase::none;
  }
  void permit(EvseId, bool on) override { digitalWrite(CONTACTOR_PIN, on ? HIGH : LOW); }
  void limit(EvseId, const ChargingLimit &limit) override { Serial.println(limit.current_ma); }
  void lock(EvseId, bool) override {}
  UnlockResult unlock(EvseId, uint8_t) override { return UnlockResult::not_supported; }
  bool reset(ResetKind) override {
    ESP.restart();
    return true;
  }
};

Charger charger;
arduino::LittleFsStorage storage;
arduino::HardwareEntropy entropy;
arduino::PrintLog logLines(&Serial);
arduino::TcpStream stream;
ChargePoint *station = nullptr;
arduino::Connection *connection = nullptr;

void setup() {
  Serial.begin(115200);
  pinMode(PLUG_PIN, INPUT);
  pinMode(CONTACTOR_PIN, OUTPUT);
  WiFi.begin(WIFI_SSID, WIFI_PASSWORD);
  storage.begin();

  Settings settings;
  settings.host = "csms.example.org";
  settings.path = "/ocpp";
  settings.id = "MODERN";
  settings.subprotocols = "ocpp2.0.1,ocpp1.6";
  settings.identity.vendor = "My company";
  settings.identity.model = "ModernApi";
  const size_t size = ChargePoint::block_size(settings);
  Error error;
  station = ChargePoint::create({new uint8_t[size], size}, settings,
                                {&entropy, &storage, &charger, &logLines}, arduino::now_ms(), error);
  if (!station) return Serial.println(arduino::printable(error.text)), void();
  connection = new arduino::Connection(*station, stream);
}

void loop() {
  if (!station) return;
  connection->loop();
  Event event;
  while (station->next_event(event)) {
    if (event.kind == Event::Kind::registered) Serial.println(F("Registered"));
    if (event.kind == Event::Kind::transaction_started) Serial.println(F("Charging"));
  }
  static bool plugged = false;
  const bool now = digitalRead(PLUG_PIN) == HIGH;
  if (now && !plugged) static_cast<void>(station->present_token(1, "04A1B2C3D4E5F6"));
  plugged = now;
}
