// Wi-Fi of the ESP32 core 2.x and 3.x.
#pragma once

#include "Arduino.h"

typedef enum {
  WL_IDLE_STATUS = 0,
  WL_NO_SSID_AVAIL = 1,
  WL_CONNECTED = 3,
  WL_CONNECT_FAILED = 4,
  WL_CONNECTION_LOST = 5,
  WL_DISCONNECTED = 6
} wl_status_t;

class WiFiClass {
 public:
  wl_status_t begin(const char* ssid, const char* passphrase = nullptr);
  wl_status_t status();
};
extern WiFiClass WiFi;
