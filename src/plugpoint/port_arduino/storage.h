// Storage in files of LittleFS, on the ESP8266 and the ESP32.
#pragma once

#include <FS.h>

#include "plugpoint/port.h"

namespace plugpoint::arduino {

/// Each area is a file `/ocpp-<area>`. A file is on the flash when it is closed, and LittleFS
/// renames atomically. Writing may take as long as erasing a flash sector does (see
/// docs/arduino.md).
class LittleFsStorage final : public Storage {
 public:
  /// Mounts LittleFS; formats it when it holds no file system. False: there is no room for one in
  /// the flash layout that was chosen.
  bool begin();

  Status append(const char* area, Bytes bytes) override;
  /// Keeps the file open, since LittleFS writes the last block of a file anew each time that one is
  /// closed.
  Status append_draft(const char* area, Bytes bytes) override;
  std::size_t read(const char* area, std::uint32_t offset, MutableBytes into) override;
  std::uint32_t size(const char* area) override;
  Status replace(const char* target, const char* source) override;
  Status remove(const char* area) override;

 private:
  struct Path {
    explicit Path(const char* area);
    char text[24];
  };
  bool select(const char* area);
  void release(const char* area);
  bool finish_draft();

  fs::File reading_;            ///< Open for reading since the last `read` or `size`.
  char reading_area_[16] = "";  ///< Which area it is.
  fs::File draft_;              ///< Open for writing since the last `append_draft`.
  char draft_area_[16] = "";
  std::size_t draft_size_ = 0;
};

}  // namespace plugpoint::arduino
