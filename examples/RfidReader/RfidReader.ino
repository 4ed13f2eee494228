// A 125 kHz reader (RDM6300) at the serial port: a tag starts charging, and the same tag stops it.
// Who may stop what, lists and offline rules are the library's business: see present_token.
#if defined(ESP8266)
#include <ESP8266WiFi.h>
#else
#include <WiFi.h>
#endif
#include <ESP8266-OCPP.h>
#include <PlugpointArduino.h>

#define WIFI_SSID "your network"
#define WIFI_PASSWORD "its password"
#define OCPP_HOST "csms.example.org"
#define OCPP_PORT 80
#define OCPP_URL "ws://csms.example.org/ocpp/RFID"

#define PLUG_PIN 14

const char BEGIN = 2, END = 3;  // A frame: BEGIN, ten hex digits, two of checksum, END.

int hexDigit(char c) {
  return c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;
}

int hexByte(const String &text, unsigned int at) {
  return hexDigit(text[at]) * 16 + hexDigit(text[at + 1]);
}

// The tag of a frame; empty when it was not read well.
String tagOf(const String &frame) {
  if (frame.length() != 12) return String();
  int sum = 0;
  for (unsigned int i = 0; i < 12; i += 2)
    sum ^= hexByte(frame, i);
  return sum == 0 ? frame.substring(0, 10) : String();
}

void present(const String &tag) {
  plugpoint::ChargePoint *station = OCPP_chargePoint();
  if (tag.isEmpty() || !station) return;
  const plugpoint::Error error = station->present_token(1, tag.c_str());
  if (error) Serial.println(plugpoint::arduino::printable(error.text));
}

void setup() {
  Serial.begin(9600);
  pinMode(PLUG_PIN, INPUT);
  WiFi.begin(WIFI_SSID, WIFI_PASSWORD);
  OCPP_initialize(OCPP_HOST, OCPP_PORT, OCPP_URL);
  setConnectorPluggedSampler([]() { return digitalRead(PLUG_PIN) == HIGH; });
  setPowerActiveImportSampler([]() { return getTransactionId() > 0 ? 3680.f : 0.f; });
  bootNotification("RfidReader", "My company", [](JsonObject) { Serial.println(F("Ready")); });
}

void loop() {
  OCPP_loop();

  static String frame;
  while (Serial.available()) {
    const char c = (char)Serial.read();
    if (c == END) present(tagOf(frame));
    if (c == BEGIN || c == END) frame = String();
    else if (frame.length() < 12) frame += c;
  }
}
