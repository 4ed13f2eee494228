// A charger with one connector on an ESP32: the pilot's state and the contactor on pins, a pulse
// meter, Wi-Fi, TLS. `idf.py menuconfig` → "One connector" sets the network and the central system.
#include <Plugpoint.h>
#include <driver/gpio.h>
#include <esp_event.h>
#include <esp_netif.h>
#include <esp_system.h>
#include <esp_wifi.h>
#include <nvs_flash.h>
#include <sdkconfig.h>

#include <cstdio>
#include <cstring>

#include "esp_idf/clock.h"
#include "esp_idf/entropy.h"
#include "esp_idf/log.h"
#include "esp_idf/partition_storage.h"
#include "esp_idf/station_loop.h"

using namespace plugpoint;

namespace {

constexpr gpio_num_t kPlugged = GPIO_NUM_32;    // High: a cable connects to an EV.
constexpr gpio_num_t kEvReady = GPIO_NUM_33;    // High: the EV asks for energy.
constexpr gpio_num_t kContactor = GPIO_NUM_25;  // High: energy may flow.
constexpr std::uint32_t kLookAtPins_ms = 100;

struct Charger final : Hardware {
  std::int64_t register_wh = 0;  // Counted by your meter's pulses, kept by you.

  Facts facts(EvseId) override {
    Facts now;
    now.plugged = gpio_get_level(kPlugged) != 0;
    now.ev_ready = gpio_get_level(kEvReady) != 0;
    now.fixed_cable = true;
    return now;
  }
  bool read_meter(EvseId, Measurand what, Phase phase, Decimal& value) override {
    value = Decimal::of(register_wh);
    return what == Measurand::energy_active_import_register && phase == Phase::none;
  }
  void permit(EvseId, bool on) override { gpio_set_level(kContactor, on ? 1 : 0); }
  void limit(EvseId, const ChargingLimit& limit) override {
    // Set the duty cycle of your control pilot here.
    std::printf("limit %d mA\n", static_cast<int>(limit.current_ma));
  }
  void lock(EvseId, bool) override {}
  UnlockResult unlock(EvseId, std::uint8_t) override { return UnlockResult::not_supported; }
  bool reset(ResetKind) override {
    esp_restart();
    return true;
  }
};

void set_up_pins() {
  gpio_set_direction(kPlugged, GPIO_MODE_INPUT);
  gpio_set_direction(kEvReady, GPIO_MODE_INPUT);
  gpio_set_direction(kContactor, GPIO_MODE_OUTPUT);
}

/// Joins the network and does so again whenever it is lost; the station copes with either.
void join_again(void*, esp_event_base_t, int32_t event, void*) {
  if (event == WIFI_EVENT_STA_START || event == WIFI_EVENT_STA_DISCONNECTED) esp_wifi_connect();
}

void set_up_wifi() {
  ESP_ERROR_CHECK(nvs_flash_init());
  ESP_ERROR_CHECK(esp_netif_init());
  ESP_ERROR_CHECK(esp_event_loop_create_default());
  esp_netif_create_default_wifi_sta();
  const wifi_init_config_t init = WIFI_INIT_CONFIG_DEFAULT();
  ESP_ERROR_CHECK(esp_wifi_init(&init));
  ESP_ERROR_CHECK(esp_event_handler_register(WIFI_EVENT, ESP_EVENT_ANY_ID, join_again, nullptr));
  wifi_config_t config{};
  std::strncpy(reinterpret_cast<char*>(config.sta.ssid), CONFIG_CHARGER_WIFI_SSID,
               sizeof config.sta.ssid);
  std::strncpy(reinterpret_cast<char*>(config.sta.password), CONFIG_CHARGER_WIFI_PASSWORD,
               sizeof config.sta.password);
  ESP_ERROR_CHECK(esp_wifi_set_mode(WIFI_MODE_STA));
  ESP_ERROR_CHECK(esp_wifi_set_config(WIFI_IF_STA, &config));
  ESP_ERROR_CHECK(esp_wifi_start());
}

Settings charger_settings() {
  Settings settings;
  settings.host = CONFIG_CHARGER_CSMS_HOST;
  settings.port = CONFIG_CHARGER_CSMS_PORT;
  settings.secure = true;
  settings.path = CONFIG_CHARGER_CSMS_PATH;
  settings.id = CONFIG_CHARGER_ID;
  if (CONFIG_CHARGER_PASSWORD[0] != '\0') settings.password = CONFIG_CHARGER_PASSWORD;
  return settings;
}

}  // namespace

extern "C" void app_main() {
  set_up_pins();
  set_up_wifi();

  Error error;
  const esp_partition_t* partition =
      esp_partition_find_first(ESP_PARTITION_TYPE_DATA, ESP_PARTITION_SUBTYPE_ANY, "plugpoint");
  static auto storage = esp_idf::PartitionStorage::open(partition, error);
  if (!storage) return static_cast<void>(std::printf("storage: %s\n", error.text.data()));

  static Charger charger;
  static esp_idf::ChipEntropy entropy;
  static esp_idf::EspLog log;
  static esp_idf::Stream stream;
  alignas(std::max_align_t) static std::uint8_t block[24 * 1024];
  ChargePoint* station =
      ChargePoint::create(block, charger_settings(), {&entropy, storage.get(), &charger, &log},
                          esp_idf::monotonic_ms(), error);
  if (!station) return static_cast<void>(std::printf("station: %s\n", error.text.data()));

  static esp_idf::StationLoop loop(*station, stream);
  for (;;) {
    loop.turn(esp_idf::monotonic_ms());
    Event event;
    while (station->next_event(event)) {
      if (event.kind == Event::Kind::transaction_started) std::printf("charging\n");
    }
    loop.wait(kLookAtPins_ms);
  }
}
