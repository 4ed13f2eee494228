// wss with a password (security profile 2 of the OCPP 1.6 security extension). The server's
// certificate is always checked: against the CA in the file ca.pem of the flash file system (so that
// it can be replaced without new firmware), the host's name, and the time, which NTP tells.
#if defined(ESP8266)
#include <ESP8266WiFi.h>
#else
#include <WiFi.h>
#endif
#include <LittleFS.h>
#include <ESP8266-OCPP.h>

#define WIFI_SSID "your network"
#define WIFI_PASSWORD "its password"
#define OCPP_HOST "csms.example.org"
#define OCPP_PORT 443
#define OCPP_URL "wss://csms.example.org/ocpp/SECURE"
#define OCPP_PASSWORD "at least 16 characters"

String caCertificate;

void readCaCertificate() {
  LittleFS.begin();
  File file = LittleFS.open("/ca.pem", "r");
  while (file && file.available())
    caCertificate += (char)file.read();
  file.close();
  if (caCertificate.isEmpty()) Serial.println(F("Upload ca.pem to the file system first"));
}

void setup() {
  Serial.begin(115200);
  WiFi.begin(WIFI_SSID, WIFI_PASSWORD);
  configTime(0, 0, "pool.ntp.org");
  readCaCertificate();

  OCPP_setCaCertificate(caCertificate.c_str());
  OCPP_setAuthorizationKey(OCPP_PASSWORD);
  OCPP_initialize(OCPP_HOST, OCPP_PORT, OCPP_URL);
  bootNotification("SecureConnection", "My company",
                   [](JsonObject) { Serial.println(F("Registered over TLS")); });
}

void loop() {
  OCPP_loop();
}
