#include "plugpoint/port_arduino/storage.h"

#if defined(ARDUINO)

#include <LittleFS.h>

#include <cstring>

namespace plugpoint::arduino {

LittleFsStorage::Path::Path(const char* area) {
  static const char kPrefix[] = "/ocpp-";
  std::memcpy(text, kPrefix, sizeof kPrefix - 1);
  std::strncpy(text + sizeof kPrefix - 1, area, sizeof text - sizeof kPrefix);
  text[sizeof text - 1] = '\0';
}

bool LittleFsStorage::begin() {
#if defined(ESP8266)
  return LittleFS.begin();  // Formats by itself.
#else
  return LittleFS.begin(true);
#endif
}

bool LittleFsStorage::select(const char* area) {
  if (reading_ && std::strcmp(reading_area_, area) == 0) return true;
  if (reading_) reading_.close();
  const Path path(area);
  if (!LittleFS.exists(path.text)) return false;
  reading_ = LittleFS.open(path.text, "r");
  std::strncpy(reading_area_, area, sizeof reading_area_ - 1);
  return static_cast<bool>(reading_);
}

void LittleFsStorage::release(const char* area) {
  if (draft_ && std::strcmp(draft_area_, area) == 0) draft_.close();
  if (reading_ && std::strcmp(reading_area_, area) == 0) reading_.close();
}

Status LittleFsStorage::append_draft(const char* area, Bytes bytes) {
  if (!draft_ || std::strcmp(draft_area_, area) != 0) {
    release(area);
    draft_ = LittleFS.open(Path(area).text, "a");
    if (!draft_) return Status::io_error;
    std::strncpy(draft_area_, area, sizeof draft_area_ - 1);
    draft_size_ = draft_.size();
  }
  if (draft_.write(bytes.data(), bytes.size()) != bytes.size()) return Status::no_space;
  draft_size_ += bytes.size();
  return Status::ok;
}

/// Closes what is being drafted; whether all of it is on the flash.
bool LittleFsStorage::finish_draft() {
  if (!draft_) return true;
  draft_.close();
  return size(draft_area_) == draft_size_;
}

Status LittleFsStorage::append(const char* area, Bytes bytes) {
  release(area);
  fs::File file = LittleFS.open(Path(area).text, "a");
  if (!file) return Status::io_error;
  const std::size_t before = file.size();
  const std::size_t written = file.write(bytes.data(), bytes.size());
  file.close();
  if (written != bytes.size()) return Status::no_space;
  // Closing writes what was buffered, and tells nothing: the length shows whether it could.
  return select(area) && reading_.size() == before + bytes.size() ? Status::ok : Status::no_space;
}

std::size_t LittleFsStorage::read(const char* area, std::uint32_t offset, MutableBytes into) {
  if (!select(area) || offset >= reading_.size()) return 0;
  if (!reading_.seek(offset, fs::SeekSet)) return 0;
  return static_cast<std::size_t>(reading_.read(into.data(), into.size()));
}

std::uint32_t LittleFsStorage::size(const char* area) {
  return select(area) ? static_cast<std::uint32_t>(reading_.size()) : 0;
}

Status LittleFsStorage::replace(const char* target, const char* source) {
  if (!finish_draft()) return Status::no_space;
  release(source);
  release(target);
  const Path from(source);
  if (!LittleFS.exists(from.text)) return Status::not_found;
  return LittleFS.rename(from.text, Path(target).text) ? Status::ok : Status::io_error;
}

Status LittleFsStorage::remove(const char* area) {
  release(area);
  const Path path(area);
  if (!LittleFS.exists(path.text)) return Status::ok;
  return LittleFS.remove(path.text) ? Status::ok : Status::io_error;
}

}  // namespace plugpoint::arduino

#endif  // ARDUINO
