// The central system limits the power: charging profiles are kept, added up and followed over time
// by the library; a sketch only obeys the limit that is in force.
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
#define OCPP_URL "ws://csms.example.org/ocpp/SMART"

#define PILOT_PIN 4  // Out: PWM of the control pilot, 0 to 1023.

const float CHARGER_W = 22000.f;  // 32 A, three phases
float limitW = 0.f;

void obey(float watts) {
  limitW = watts;
  const float amperes = watts / 3.f / 230.f;
  analogWrite(PILOT_PIN, amperes < 6.f ? 1023 : (int)(amperes / 0.6f / 100.f * 1023.f));
  Serial.print(F("Limit in W: "));
  Serial.println(watts, 0);
}

void setup() {
  Serial.begin(115200);
  WiFi.begin(WIFI_SSID, WIFI_PASSWORD);

  OCPP_setMaxChargingPower(CHARGER_W);  // The limit while no profile is in force.
  OCPP_initialize(OCPP_HOST, OCPP_PORT, OCPP_URL);
  setPowerActiveImportSampler([]() { return getTransactionId() > 0 ? limitW : 0.f; });
  setOnChargingRateLimitChange(obey);
  setOnSetChargingProfileRequest([](JsonObject request) {
    JsonObject profile = request["csChargingProfiles"].as<JsonObject>();
    Serial.print(F("Profile "));
    Serial.print(profile["chargingProfileId"].as<int>());
    Serial.print(F(", "));
    Serial.print(profile["chargingProfilePurpose"].as<String>());
    Serial.print(F(", periods: "));
    Serial.println((int)profile["chargingSchedule"]["chargingSchedulePeriod"].size());
  });
  bootNotification("SmartCharging", "My company", [](JsonObject) { startTransaction(); });
}

void loop() {
  OCPP_loop();
}
