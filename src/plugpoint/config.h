// Every compile-time option of Plugpoint, each with its default and what it costs.
// Override with -D on the command line.
#pragma once

#if __cplusplus < 201703L
#error \
    "Plugpoint needs C++17: set -std=gnu++17 (PlatformIO: build_unflags = -std=gnu++11, build_flags = -std=gnu++17)"
#endif

// On the ESP8266 the compiler keeps the tables of a switch among the constants, which there take
// RAM. Who can set flags passes -fno-jump-tables -fno-tree-switch-conversion and
// -DPLUGPOINT_SWITCH_FLAGS: the pragma does the same, but takes 4 KB of flash.
#if defined(__XTENSA__) && !defined(ESP32) && defined(__GNUC__) && !defined(PLUGPOINT_SWITCH_FLAGS)
#pragma GCC optimize("no-jump-tables", "no-tree-switch-conversion")
#endif

/// OCPP 1.6J. 0 leaves its tables and translators out.
#ifndef PLUGPOINT_OCPP16
#define PLUGPOINT_OCPP16 1
#endif

/// The messages of 1.6's security extension. 0 leaves their tables out, and their calls are
/// unknown: NotImplemented. Nothing handles them yet: 1 answers NotSupported to them.
#ifndef PLUGPOINT_SECURITY
#define PLUGPOINT_SECURITY 1
#endif
#if PLUGPOINT_SECURITY && !PLUGPOINT_OCPP16
#undef PLUGPOINT_SECURITY
#define PLUGPOINT_SECURITY 0
#endif

/// OCPP 2.0.1. 0 leaves its translators out.
#ifndef PLUGPOINT_OCPP201
#define PLUGPOINT_OCPP201 1
#endif

/// OCPP 2.1: the messages that only 2.1 has. Shares structs and translators with 2.0.1.
#ifndef PLUGPOINT_OCPP21
#define PLUGPOINT_OCPP21 1
#endif

#if !PLUGPOINT_OCPP16 && !PLUGPOINT_OCPP201 && !PLUGPOINT_OCPP21
#error \
    "Plugpoint needs at least one version: set PLUGPOINT_OCPP16, PLUGPOINT_OCPP201 or PLUGPOINT_OCPP21 to 1"
#endif

/// Firmware updates and the upload of logs. 0 leaves their blocks out: UpdateFirmware and
/// GetDiagnostics are answered NotSupported.
#ifndef PLUGPOINT_FIRMWARE
#define PLUGPOINT_FIRMWARE 1
#endif

/// Signed meter values of OCPP 1.6, and StartTxnSampledData. 0 leaves their keys and code out: 3 KB
/// of flash, 8 bytes of the block.
#ifndef PLUGPOINT_SIGNED_METER_VALUES
#define PLUGPOINT_SIGNED_METER_VALUES 1
#endif

/// Whether any 2.x version is compiled in (2.0.1 and 2.1 share one dialect).
#define PLUGPOINT_OCPP2X (PLUGPOINT_OCPP201 || PLUGPOINT_OCPP21)

/// Reservations. 0 leaves their block and operations out, and 80 bytes for each EVSE, 112 with 2.x.
#ifndef PLUGPOINT_RESERVATION
#define PLUGPOINT_RESERVATION 1
#endif
#if PLUGPOINT_RESERVATION
#define PLUGPOINT_IF_RESERVATION(text) text
#else
#define PLUGPOINT_IF_RESERVATION(text)
#endif

#if PLUGPOINT_SIGNED_METER_VALUES && !PLUGPOINT_OCPP16
#undef PLUGPOINT_SIGNED_METER_VALUES
#define PLUGPOINT_SIGNED_METER_VALUES 0
#endif

/// Texts for people: why a call was refused, what the log says. 0 leaves them out, which saves
/// about 9 KB of flash; errors keep their codes and the path of the offending member.
#ifndef PLUGPOINT_REASONS
#define PLUGPOINT_REASONS 1
#endif
