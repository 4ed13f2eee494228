#include "sim/station_settings.h"

#include <utility>

#include "plugpoint/variables/variables.h"
#include "sim/names.h"

namespace plugpoint::sim {

namespace {

// A computer has room for whatever a central system may send.
constexpr std::uint16_t kMessageBytes = 60'000;
constexpr std::uint16_t kFrameBytes = 4'096;
constexpr std::uint16_t kTextBytes = 32'768;
constexpr std::uint16_t kRecordBytes = 8'192;
constexpr std::uint32_t kJournalBytes = 4U << 20;

void give(Text& text, const std::optional<std::string>& value) {
  if (value) text = to_text(*value);
}

Identity identity_of(const Options& given) {
  Identity identity;
  identity.model = "Simulator";
  give(identity.vendor, given.vendor);
  give(identity.model, given.model);
  give(identity.serial_number, given.serial_number);
  give(identity.charge_box_serial_number, given.charge_box_serial_number);
  give(identity.firmware_version, given.firmware_version);
  give(identity.iccid, given.iccid);
  give(identity.imsi, given.imsi);
  give(identity.meter_type, given.meter_type);
  give(identity.meter_serial_number, given.meter_serial_number);
  return identity;
}

/// Keeps nothing: for a look at the defaults alone.
class NoStorage final : public Storage {
 public:
  Status append(const char*, Bytes) override { return Status::no_space; }
  std::size_t read(const char*, std::uint32_t, MutableBytes) override { return 0; }
  std::uint32_t size(const char*) override { return 0; }
  Status replace(const char*, const char*) override { return Status::not_found; }
  Status remove(const char*) override { return Status::ok; }
};

bool measures(void* context, Measurand measurand, Phase phase) {
  Decimal ignored;
  auto& hardware = *static_cast<SimulatedHardware*>(context);
  if (phase != Phase::none) return hardware.read_meter(1, measurand, phase, ignored);
  for (unsigned any = 0; any < static_cast<unsigned>(Phase::count_); ++any)
    if (hardware.read_meter(1, measurand, static_cast<Phase>(any), ignored)) return true;
  return false;
}

}  // namespace

StationSettings::StationSettings(const StationOptions& options) {
  for (const VariableValue& one : options.given.variables)
    defaults_.push_back({to_text(one.name), to_text(one.value)});
  for (const ExtraKey& one : options.given.keys)
    keys_.push_back({to_text(one.name), to_text(one.value), one.readonly});
  settings_.host = to_text(options.host);
  settings_.port = options.port;
  settings_.secure = options.secure;
  settings_.path = to_text(options.path);
  settings_.id = to_text(options.id);
  if (options.has_password) settings_.password = to_text(options.password);
  settings_.subprotocols = to_text(options.subprotocols);
  settings_.identity = identity_of(options.given);
  settings_.evses = options.evses;
  settings_.defaults = {defaults_.data(), defaults_.size()};
  settings_.keys = {keys_.data(), keys_.size()};
  settings_.receive_bytes = kMessageBytes;
  settings_.send_bytes = kMessageBytes;
  settings_.frame_bytes = kFrameBytes;
  settings_.text_bytes = kTextBytes;
  settings_.record_bytes = kRecordBytes;
  settings_.journal_bytes = kJournalBytes;
}

void StationSettings::add_read_only_key(std::string name, std::string value) {
  CustomKey key;
  key.name = to_text(texts_.emplace_back(std::move(name)));
  key.value = to_text(texts_.emplace_back(std::move(value)));
  key.readonly = true;
  keys_.push_back(key);
  settings_.keys = {keys_.data(), keys_.size()};
}

void StationSettings::set_firmware_version(const std::string& version) {
  settings_.identity.firmware_version = to_text(version);
}

std::string StationSettings::explain(const Error& error, SimulatedHardware& hardware) const {
  std::vector<std::uint8_t> pool(kTextBytes);
  std::vector<std::uint8_t> scratch(kRecordBytes);
  NoStorage nothing;
  store::LogRoom logs{nothing, {scratch.data(), scratch.size()}};
  Variables::Setup setup;
  setup.pool = {pool.data(), pool.size()};
  setup.logs = &logs;
  setup.custom = settings_.keys;
  setup.measures = measures;
  setup.context = &hardware;
  Variables variables(setup);
  for (const VariableDefault& one : defaults_) {
    if (const Error found = variables.set_default(one))
      return "variable \"" + to_string(one.name) + "\": " + found.text.c_str();
  }
  return error.text.c_str();
}

}  // namespace plugpoint::sim
