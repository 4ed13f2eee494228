// What the example uses of ESP-IDF's esp_wifi.h, from its documentation. The real structs have more
// members.
#pragma once

#include <cstdint>

#include "esp_event.h"
#include "esp_netif.h"

struct wifi_init_config_t {
  int magic;
};
#define WIFI_INIT_CONFIG_DEFAULT() \
  { 0x1F2F3F4F }

struct wifi_sta_config_t {
  std::uint8_t ssid[32];
  std::uint8_t password[64];
};
union wifi_config_t {
  wifi_sta_config_t sta;
};

enum wifi_mode_t { WIFI_MODE_NULL, WIFI_MODE_STA };
enum wifi_interface_t { WIFI_IF_STA };
enum wifi_event_t { WIFI_EVENT_STA_START = 2, WIFI_EVENT_STA_DISCONNECTED = 5 };

extern "C" {
extern esp_event_base_t const WIFI_EVENT;
esp_netif_t* esp_netif_create_default_wifi_sta(void);
esp_err_t esp_wifi_init(const wifi_init_config_t* config);
esp_err_t esp_wifi_set_mode(wifi_mode_t mode);
esp_err_t esp_wifi_set_config(wifi_interface_t interface, wifi_config_t* conf);
esp_err_t esp_wifi_start(void);
esp_err_t esp_wifi_connect(void);
}
