// Two connectors at one station: every function takes the connector's number.
#if defined(ESP8266)
#include <ESP8266WiFi.h>
#else
#include <WiFi.h>
#endif
#include <ESP8266-OCPP.h>

#define WIFI_SSID "your network"
#define WIFI_PASSWORD "its password"
#define OCPP_HOST "csms.example.org"
#define OCPP_PORT 80
#define OCPP_URL "ws://csms.example.org/ocpp/TWO"

// By connector; 0 is not used.
const int PLUG_PIN[] = {0, 14, 12};
const int CONTACTOR_PIN[] = {0, 5, 4};
const char *const TAG[] = {"", "LEFT", "RIGHT"};
bool plugged[] = {false, false, false};
bool registered = false;

void watch(int connector) {
  const bool now = digitalRead(PLUG_PIN[connector]) == HIGH;
  if (now && !plugged[connector]) {
    authorize(connector, TAG[connector], [connector](JsonObject conf) {
      if (conf["idTagInfo"]["status"].as<String>() != "Accepted") return;
      startTransaction(connector, String(), [connector](JsonObject) {
        Serial.print(F("Charging at "));
        Serial.println(connector);
      });
    });
  }
  plugged[connector] = now;
}

void setup() {
  Serial.begin(115200);
  WiFi.begin(WIFI_SSID, WIFI_PASSWORD);
  OCPP_initialize(OCPP_HOST, OCPP_PORT, OCPP_URL, 2);
  for (int connector = 1; connector <= 2; ++connector) {
    pinMode(PLUG_PIN[connector], INPUT);
    pinMode(CONTACTOR_PIN[connector], OUTPUT);
    setConnectorPluggedSampler(connector, [connector]() { return digitalRead(PLUG_PIN[connector]) == HIGH; });
    setPowerActiveImportSampler(connector, [connector]() { return getTransactionId(connector) > 0 ? 3680.f : 0.f; });
    setOnChargePermissionChange(connector, [connector](bool on) { digitalWrite(CONTACTOR_PIN[connector], on); });
  }
  bootNotification("TwoConnectors", "My company", [](JsonObject) { registered = true; });
}

void loop() {
  OCPP_loop();
  if (!registered) return;
  watch(1);
  watch(2);
}
