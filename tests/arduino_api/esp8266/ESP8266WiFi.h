// Wi-Fi of the ESP8266 core 3.x, and of its TLS what the port uses.
#pragma once

#include <bearssl/bearssl.h>

#include "Arduino.h"

typedef enum {
  WL_NO_SHIELD = 255,
  WL_IDLE_STATUS = 0,
  WL_NO_SSID_AVAIL = 1,
  WL_SCAN_COMPLETED = 2,
  WL_CONNECTED = 3,
  WL_CONNECT_FAILED = 4,
  WL_CONNECTION_LOST = 5,
  WL_WRONG_PASSWORD = 6,
  WL_DISCONNECTED = 7
} wl_status_t;

typedef enum { WIFI_OFF = 0, WIFI_STA = 1, WIFI_AP = 2, WIFI_AP_STA = 3 } WiFiMode_t;

class ESP8266WiFiClass {
 public:
  bool mode(WiFiMode_t mode);
  wl_status_t begin(const char* ssid, const char* passphrase = nullptr);
  wl_status_t status();
  bool setAutoReconnect(bool on);
  String macAddress();
};
extern ESP8266WiFiClass WiFi;

namespace BearSSL {

/// Certificates, and the trust anchors made of them.
class X509List {
 public:
  X509List();
  explicit X509List(const char* pem);
  ~X509List();
  X509List(const X509List&) = delete;
  bool append(const char* pem);
  size_t getCount() const { return _count; }
  const br_x509_certificate* getX509Certs() const { return _cert; }
  const br_x509_trust_anchor* getTrustAnchors() const { return _ta; }

 private:
  size_t _count = 0;
  br_x509_certificate* _cert = nullptr;
  br_x509_trust_anchor* _ta = nullptr;
};

}  // namespace BearSSL
