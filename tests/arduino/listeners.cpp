// A sketch that does what the serial monitor says, and says what its listeners hear.
#include <Arduino.h>
#include <ESP8266-OCPP.h>
#include <ESP8266WiFi.h>
#include <Variants.h>

namespace {

bool plugged = false;
bool repeat_after_abort = false;

void say(const String& text) {
  Serial.println(text);
}

OnReceiveConfListener conf(const char* what, const char* member) {
  return [what, member](JsonObject payload) {
    say(String(what) + " conf " + payload[member].as<String>());
  };
}
OnAbortListener abort_of(const char* what) {
  return [what]() { say(String(what) + " abort"); };
}
OnTimeoutListener timeout_of(const char* what) {
  return [what]() { say(String(what) + " timeout"); };
}
OnReceiveErrorListener error_of(const char* what) {
  return [what](const char* code, const char* description, JsonObject details) {
    say(String(what) + " error " + code + " " + description + (details.isNull() ? "" : " details"));
  };
}

void ask(String tag) {
  authorize(
      tag,
      [](JsonObject payload) {
        say(String("authorize conf ") + payload["idTagInfo"]["status"].as<String>());
      },
      [tag]() {
        say("authorize abort");
        if (repeat_after_abort) ask(tag);
        repeat_after_abort = false;
      },
      timeout_of("authorize"), error_of("authorize"));
}

void obey(const String& line) {
  if (line.startsWith("authorize ")) ask(line.substring(10));
  if (line == "start")
    startTransaction(conf("start", "transactionId"), abort_of("start"), timeout_of("start"),
                     error_of("start"));
  if (line == "stop")
    stopTransaction(conf("stop", "idTagInfo"), abort_of("stop"), timeout_of("stop"),
                    error_of("stop"));
  if (line == "boot")
    bootNotification("Again", "Maker", conf("boot", "status"), abort_of("boot"), timeout_of("boot"),
                     error_of("boot"));
  if (line == "plug") plugged = true;
  if (line == "unplug") plugged = false;
  if (line == "sampler") setConnectorPluggedSampler([]() { return plugged; });
  if (line == "repeat") repeat_after_abort = true;
  if (line == "energy") setEnergyActiveImportSampler([]() { return 1234.6F; });
  if (line == "id") say(String("id ") + String(getTransactionId()));
}

}  // namespace

void setup() {
  OCPP_initialize("csms.example.org", 80, "/ocpp/LISTENERS");
  setPowerActiveImportSampler([]() { return 7200.F; });
  setOnChargingRateLimitChange([](float watts) { say(String("limit ") + String(watts, 0)); });
  setOnChargePermissionChange([](bool on) { say(on ? "permitted" : "not permitted"); });
  setOnRemoteStartTransactionSendConf(conf("remote start", "status"));
  setOnRemoteStopTransactionSendConf(conf("remote stop", "status"));
  setOnResetSendConf(conf("reset", "status"));
  setOnUnlockConnector([]() { return true; });
  setOnReset([](bool hard) {
    say(hard ? "hard reset" : "soft reset");
    return true;
  });
  bootNotification("Listeners", "Maker", conf("boot", "status"), abort_of("boot"),
                   timeout_of("boot"), error_of("boot"));
}

void loop() {
  OCPP_loop();
  if (!Serial.available()) return;
  String line = Serial.readStringUntil('\n');
  line.trim();
  obey(line);
}
