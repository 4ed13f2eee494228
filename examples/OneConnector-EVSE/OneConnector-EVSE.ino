// An EVSE with one connector on GPIO pins: it starts when a car is plugged in or the central system
// says so, and stops when the cable is pulled or the central system says so.
#if defined(ESP8266)
#include <ESP8266WiFi.h>
#else
#include <WiFi.h>
#endif
#include <Variants.h>
#include <ESP8266-OCPP.h>

#define WIFI_SSID "your network"
#define WIFI_PASSWORD "its password"
#define OCPP_HOST "csms.example.org"
#define OCPP_PORT 80
#define OCPP_URL "ws://csms.example.org/ocpp/EVSE-1"

#define PLUG_PIN 14        // In: HIGH while a cable connects to an EV.
#define EV_REQUEST_PIN 12  // In: HIGH while the EV asks for energy (state C).
#define CONTACTOR_PIN 5    // Out: HIGH closes the contactor.
#define PILOT_PIN 4        // Out: PWM of the control pilot, 0 to 1023.
#define METER_PIN A0       // In: current transformer; 1023 are 32 A.

const float VOLTS = 230.f;
String idTag = "04A1B2C3D4E5F6";  // For a charger without a reader: who plugs in may charge.
bool registered = false;
bool plugged = false;

float power() {
  return analogRead(METER_PIN) * 32.f / 1023.f * VOLTS;
}

void setPilot(float watts) {
  const float amperes = watts / VOLTS;
  // IEC 61851: from 6 A on the duty is A / 0.6 %; less means no energy, a constant +12 V.
  analogWrite(PILOT_PIN, amperes < 6.f ? 1023 : (int)(amperes / 0.6f / 100.f * 1023.f));
}

void start() {
  startTransaction(
      [](JsonObject conf) {
        Serial.print(F("Transaction: "));
        Serial.println(conf["transactionId"].as<int>());
      },
      []() { Serial.println(F("No transaction yet")); });
}

void pluggedIn() {
  authorize(
      idTag,
      [](JsonObject conf) {
        if (conf["idTagInfo"]["status"].as<String>() == "Accepted") start();
      },
      []() { Serial.println(F("Authorize: aborted")); },
      []() { Serial.println(F("Authorize: no answer")); },
      [](const char *code, const char *description, JsonObject) {
        Serial.print(F("Authorize: "));
        Serial.print(code);
        Serial.print(F(", "));
        Serial.println(description);
      });
}

void setup() {
  Serial.begin(115200);
  pinMode(PLUG_PIN, INPUT);
  pinMode(EV_REQUEST_PIN, INPUT);
  pinMode(CONTACTOR_PIN, OUTPUT);
  digitalWrite(CONTACTOR_PIN, LOW);
  pinMode(PILOT_PIN, OUTPUT);
  WiFi.begin(WIFI_SSID, WIFI_PASSWORD);

  OCPP_initialize(OCPP_HOST, OCPP_PORT, OCPP_URL);
  setPowerActiveImportSampler(power);  // No energy meter: energy is integrated from power.
  setEvRequestsEnergySampler([]() { return digitalRead(EV_REQUEST_PIN) == HIGH; });
  setConnectorPluggedSampler([]() { return digitalRead(PLUG_PIN) == HIGH; });
  setOnChargingRateLimitChange(setPilot);
  setOnChargePermissionChange([](bool on) { digitalWrite(CONTACTOR_PIN, on ? HIGH : LOW); });
  setOnRemoteStartTransactionSendConf([](JsonObject payload) {
    if (payload["status"].as<String>() == "Accepted" && plugged) start();
  });
  setOnRemoteStopTransactionSendConf([](JsonObject payload) {
    if (payload["status"].as<String>() == "Accepted") stopTransaction();
  });
  setOnResetSendConf([](JsonObject) { Serial.println(F("Restarting soon")); });
  bootNotification("OneConnector-EVSE", "My company", [](JsonObject) { registered = true; });
}

void loop() {
  OCPP_loop();
  const bool now = digitalRead(PLUG_PIN) == HIGH;
  if (registered && now && !plugged) pluggedIn();
  if (registered) plugged = now;
}
