// The ports of the library on top of functions that C gives.
#pragma once

#include "plugpoint/c_api/ports.h"
#include "plugpoint/c_api/sized.h"
#include "plugpoint/port.h"

namespace plugpoint::c_api {

plugpoint_text_t c_text(Text text);
/// A constant text where it lies: on the ESP8266 in flash.
plugpoint_text_t c_text(FlashText text);
Decimal decimal_of(const plugpoint_decimal_t& value);
plugpoint_facts_t c_facts(const Facts& facts);
plugpoint_charging_limit_t c_limit(const ChargingLimit& limit);

// Each keeps a copy of the caller's struct. `take` refuses, with a text that says why, a struct
// that lacks its size or a function; values out of range that a function returns become failures.

class EntropyAdapter final : public Entropy {
 public:
  Error take(const plugpoint_entropy_t* given);
  void fill(MutableBytes bytes) override;

 private:
  plugpoint_entropy_t port_{};
};

class StorageAdapter final : public Storage {
 public:
  Error take(const plugpoint_storage_t* given);
  Status append(const char* area, Bytes bytes) override;
  Status append_draft(const char* area, Bytes bytes) override;
  std::size_t read(const char* area, std::uint32_t offset, MutableBytes into) override;
  std::uint32_t size(const char* area) override;
  Status replace(const char* target, const char* source) override;
  Status remove(const char* area) override;

 private:
  plugpoint_storage_t port_{};
};

class LogAdapter final : public Log {
 public:
  Error take(const plugpoint_log_t* given);
  bool wanted() const { return port_.line != nullptr; }
  void line(LogLevel level, Text text) override;

 private:
  plugpoint_log_t port_{};
};

class HardwareAdapter final : public Hardware {
 public:
  Error take(const plugpoint_hardware_t* given);
  Facts facts(std::uint8_t evse) override;
  bool read_meter(std::uint8_t evse, Measurand measurand, Phase phase, Decimal& value) override;
  void permit(std::uint8_t evse, bool on) override;
  void limit(std::uint8_t evse, const ChargingLimit& limit) override;
  void lock(std::uint8_t evse, bool on) override;
  UnlockResult unlock(std::uint8_t evse, std::uint8_t connector) override;
  bool reset(ResetKind kind) override;
  bool signs_meter() override;
  bool sign_meter(std::uint8_t evse, SigningMoment moment, SignedReading& reading) override;
  std::uint8_t file_protocols() override;
  Error download(Text url) override;
  Progress download_progress() override;
  void cancel_download() override;
  Error install() override;
  Progress install_progress() override;
  Text log_file(DateTime from, DateTime to) override;
  Error upload(Text url, DateTime from, DateTime to) override;
  Progress upload_progress() override;
  void cancel_upload() override;

 private:
  plugpoint_hardware_t port_{};
};

}  // namespace plugpoint::c_api
