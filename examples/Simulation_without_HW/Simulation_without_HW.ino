// A charger without hardware: an EV is plugged in 10 s after the start of each minute, full after
// 30 s and unplugged after 40 s.
//
// It needs nothing but Wi-Fi and a WebSocket server: with an echo server, which sends every message
// back, the station answers itself; with a central system it is an ordinary station.
#if defined(ESP8266)
#include <ESP8266WiFi.h>
#else
#include <WiFi.h>
#endif
#include <Variants.h>
#include <ESP8266-OCPP.h>

#define WIFI_SSID "your network"
#define WIFI_PASSWORD "its password"
#define OCPP_HOST "echo.example.org"
#define OCPP_PORT 80
#define OCPP_URL "ws://echo.example.org/ocpp/SIMULATION"

const float EV_POWER_W = 7360.f;  // 32 A, one phase
const unsigned long ROUND_MS = 60000, PLUG_MS = 10000, FULL_MS = 30000, UNPLUG_MS = 40000;

float limitW = 0.f;
bool evPlugged = false;
unsigned long roundBegin = 0;

bool evRequestsEnergy() {
  return evPlugged && millis() - roundBegin < FULL_MS;
}

float evPower() {
  if (getTransactionId() < 0 || !evRequestsEnergy()) return 0.f;
  return limitW < EV_POWER_W ? limitW : EV_POWER_W;
}

void started(JsonObject conf) {
  Serial.print(F("Transaction "));
  Serial.print(conf["transactionId"].as<int>());
  Serial.println(F(" has started"));
}

void authorized(JsonObject conf) {
  if (conf["idTagInfo"]["status"].as<String>() == "Accepted") {
    startTransaction(started);
  } else {
    Serial.println(F("The tag is not accepted"));
  }
}

void plugIn() {
  evPlugged = true;
  Serial.println(F("EV plugged in"));
  String idTag = "04A1B2C3D4E5F6";
  authorize(idTag, authorized, []() { Serial.println(F("Authorize was aborted")); });
}

void unplug() {
  evPlugged = false;
  Serial.println(F("EV unplugged"));
  if (getTransactionId() < 0) return;
  stopTransaction([](JsonObject) { Serial.println(F("Transaction has stopped")); });
}

void setup() {
  Serial.begin(115200);
  WiFi.begin(WIFI_SSID, WIFI_PASSWORD);

  OCPP_initialize(OCPP_HOST, OCPP_PORT, OCPP_URL);
  setPowerActiveImportSampler(evPower);  // Energy is integrated from it.
  setEvRequestsEnergySampler(evRequestsEnergy);
  setOnChargingRateLimitChange([](float watts) {
    limitW = watts;
    Serial.print(F("Charging limit in W: "));
    Serial.println(watts);
  });
  bootNotification("Simulation", "My company", [](JsonObject conf) {
    Serial.print(F("Registered. The central system's clock: "));
    Serial.println(conf["currentTime"].as<String>());
    roundBegin = millis();
  });
}

void loop() {
  OCPP_loop();

  static bool full = false;
  const unsigned long now = millis() - roundBegin;
  if (now >= ROUND_MS) roundBegin = millis();
  if (!evPlugged && now >= PLUG_MS && now < UNPLUG_MS) plugIn();
  if (evPlugged && !full && now >= FULL_MS) Serial.println(F("EV is full"));
  full = evPlugged && now >= FULL_MS;
  if (evPlugged && now >= UNPLUG_MS) unplug();
}
