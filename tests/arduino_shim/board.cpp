// Clock, pins, serial monitor, chip and Wi-Fi; and the loop that runs a sketch.
#include <poll.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <deque>
#include <map>
#include <random>
#include <string>

#include "Arduino.h"
#if defined(ESP32)
#include "WiFi.h"
#include "esp_random.h"
#else
#include "ESP8266WiFi.h"
#include "StackThunk.h"
#endif
#include "lwip/netif.h"
#include "shim.h"

HardwareSerial Serial;
EspClass ESP;
#if defined(ESP32)
WiFiClass WiFi;
#else
ESP8266WiFiClass WiFi;
#endif

namespace {
netif wifi{};
}
netif* netif_default = &wifi;

namespace arduino_shim {

namespace {
std::map<int, int> inputs;
std::map<int, int> outputs;
std::deque<char> serial_input;
std::string command_input;

double elapsed_ms() {
  static const auto begin = std::chrono::steady_clock::now();
  static const auto speed = static_cast<double>(setting("ARDUINO_SHIM_SPEED", 1));
  const auto elapsed = std::chrono::steady_clock::now() - begin;
  return std::chrono::duration<double, std::milli>(elapsed).count() * speed;
}

void output(const char* kind, int pin, int value) {
  const auto found = outputs.find(pin);
  if (found != outputs.end() && found->second == value) return;
  outputs[pin] = value;
  std::printf("#%s %d %d\n", kind, pin, value);
  std::fflush(stdout);
}

void command(const std::string& line) {
  int pin = 0, value = 0;
  if (std::sscanf(line.c_str(), "pin %d %d", &pin, &value) == 2 ||
      std::sscanf(line.c_str(), "analog %d %d", &pin, &value) == 2) {
    inputs[pin] = value;
  } else if (line.compare(0, 7, "serial ") == 0) {
    for (char c : line.substr(7) + "\n")
      serial_input.push_back(c);
  } else if (line == "quit") {
    std::exit(0);
  }
}
}  // namespace

long setting(const char* name, long otherwise) {
  const char* const text = std::getenv(name);
  return text ? std::atol(text) : otherwise;
}

void poll_wifi() {
  if (elapsed_ms() < static_cast<double>(setting("ARDUINO_SHIM_WIFI_MS", 0))) return;
  wifi.flags = NETIF_FLAG_UP;
  ip_2_ip4(&wifi.ip_addr)->addr = 0x0100007F;
}

void poll_commands() {
  pollfd in{0, POLLIN, 0};
  while (::poll(&in, 1, 0) > 0) {
    char bytes[256];
    const ssize_t count = ::read(0, bytes, sizeof bytes);
    if (count <= 0) std::exit(0);  // Nobody watches any more.
    command_input.append(bytes, static_cast<std::size_t>(count));
  }
  for (std::size_t end; (end = command_input.find('\n')) != std::string::npos;) {
    command(command_input.substr(0, end));
    command_input.erase(0, end + 1);
  }
}

}  // namespace arduino_shim

using namespace arduino_shim;

extern "C" {
unsigned long millis() {
  return static_cast<std::uint32_t>(elapsed_ms());
}
unsigned long micros() {
  return static_cast<std::uint32_t>(elapsed_ms() * 1000);
}
void yield() {
  std::puts("#waits");
  poll_network(0);
}
void delay(unsigned long milliseconds) {
  std::puts("#waits");
  const double until = elapsed_ms() + static_cast<double>(milliseconds);
  do
    poll_network(1);
  while (elapsed_ms() < until);
}
void pinMode(uint8_t pin, uint8_t mode) {
  if (mode == INPUT_PULLUP && inputs.find(pin) == inputs.end()) inputs[pin] = HIGH;
}
void digitalWrite(uint8_t pin, uint8_t value) {
  output("pin", pin, value);
}
int digitalRead(uint8_t pin) {
  return inputs[pin];
}
int analogRead(uint8_t pin) {
  return inputs[pin];
}
void analogWrite(uint8_t pin, int value) {
  output("pwm", pin, value);
}
void analogWriteFreq(uint32_t) {}
void analogWriteRange(uint32_t) {}
#if !defined(ESP32)
void stack_thunk_add_ref() {}
void stack_thunk_del_ref() {}
#endif

/// Until NTP has answered, the chip believes that it is 1970.
time_t __wrap_time(time_t* into) {
  const long utc = setting("ARDUINO_SHIM_UTC", 0);
  const auto now = static_cast<time_t>(utc + static_cast<long>(elapsed_ms() / 1000));
  if (into) *into = now;
  return now;
}
}

void configTime(int, int, const char*, const char*, const char*) {}

void HardwareSerial::begin(unsigned long) {}
void HardwareSerial::end() {}
int HardwareSerial::available() {
  return static_cast<int>(serial_input.size());
}
int HardwareSerial::read() {
  const int c = peek();
  if (c >= 0) serial_input.pop_front();
  return c;
}
int HardwareSerial::peek() {
  return serial_input.empty() ? -1 : static_cast<unsigned char>(serial_input.front());
}
size_t HardwareSerial::write(uint8_t c) {
  std::putchar(c);
  if (c == '\n') std::fflush(stdout);
  return 1;
}
HardwareSerial::operator bool() const {
  return true;
}

void EspClass::restart() {
  std::puts("#restart");
  std::fflush(stdout);
  char name[] = "sketch";
  char* const arguments[] = {name, nullptr};
  ::execv("/proc/self/exe", arguments);
  std::exit(1);
}
uint32_t EspClass::getFreeHeap() {
  return 40000;
}

#if defined(ESP32)
uint32_t esp_random() {
  static std::random_device device;
  return device();
}
void esp_fill_random(void* buffer, size_t size) {
  for (size_t i = 0; i < size; ++i)
    static_cast<uint8_t*>(buffer)[i] = static_cast<uint8_t>(esp_random());
}
wl_status_t WiFiClass::begin(const char*, const char*) {
  return WL_DISCONNECTED;
}
wl_status_t WiFiClass::status() {
  return WL_CONNECTED;
}
#else
void EspClass::wdtFeed() {}
uint32_t EspClass::getChipId() {
  return 0x123456;
}
String EspClass::getResetReason() {
  return "Power On";
}
uint32_t EspClass::random() const {
  static std::random_device device;
  return device();
}
uint8_t* EspClass::random(uint8_t* into, const size_t size) const {
  for (size_t i = 0; i < size; ++i)
    into[i] = static_cast<uint8_t>(random());
  return into;
}
bool ESP8266WiFiClass::mode(WiFiMode_t) {
  return true;
}
wl_status_t ESP8266WiFiClass::begin(const char*, const char*) {
  return WL_DISCONNECTED;
}
wl_status_t ESP8266WiFiClass::status() {
  return WL_CONNECTED;
}
bool ESP8266WiFiClass::setAutoReconnect(bool) {
  return true;
}
String ESP8266WiFiClass::macAddress() {
  return "00:00:5E:00:53:01";
}
#endif
