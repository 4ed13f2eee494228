// The options of a project that the port looks at.
#pragma once

#define CONFIG_MBEDTLS_CERTIFICATE_BUNDLE 1
#define CONFIG_CHARGER_WIFI_SSID "charger"
#define CONFIG_CHARGER_WIFI_PASSWORD ""
#define CONFIG_CHARGER_CSMS_HOST "csms.example"
#define CONFIG_CHARGER_CSMS_PORT 443
#define CONFIG_CHARGER_CSMS_PATH "/ocpp"
#define CONFIG_CHARGER_ID "CP1"
#define CONFIG_CHARGER_PASSWORD ""
