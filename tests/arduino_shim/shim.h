// The board that sketches run on here: its clock, its pins and its network.
//
// A sketch is one process. Its environment says what the world is like:
//   ARDUINO_SHIM_FS      folder of the flash file system
//   ARDUINO_SHIM_SPEED   how many times as fast as real time the clock runs (1)
//   ARDUINO_SHIM_PORT    every host name leads to this port of 127.0.0.1 (0: as the sketch says)
//   ARDUINO_SHIM_WIFI_MS when Wi-Fi has connected, in ms of the sketch's clock (0)
//   ARDUINO_SHIM_UTC     seconds since 1970 that NTP tells (0: NTP does not answer)
// Its standard output is the serial monitor, with lines `#pin 5 1`, `#pwm 4 512`, `#restart`,
// `#waits` (something called delay or yield). Its
// standard input takes lines: `pin 14 1`, `analog 17 512`, `serial text`, `quit`.
#pragma once

#include <cstdint>

namespace arduino_shim {

/// Lets the network run its callbacks, as yield() does on the chip; waits at most `wait_ms` of real
/// time for something to happen.
void poll_network(int wait_ms);
/// Brings Wi-Fi up when its time has come.
void poll_wifi();
/// Reads what came on standard input.
void poll_commands();
long setting(const char* name, long otherwise);

}  // namespace arduino_shim
