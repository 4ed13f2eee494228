// Files of the cores.
#pragma once

#include <memory>

#include "Arduino.h"

namespace fs {

enum SeekMode { SeekSet = 0, SeekCur = 1, SeekEnd = 2 };

class FileImpl;

class File : public Stream {
 public:
  File() = default;
  explicit File(std::shared_ptr<FileImpl> impl) : impl_(std::move(impl)) {}
  size_t write(uint8_t byte) override;
  size_t write(const uint8_t* bytes, size_t size) override;
  using Print::write;
  int available() override;
  int read() override;
  int peek() override;
  void flush() override;
#if defined(ESP32)
  size_t read(uint8_t* bytes, size_t size);
#else
  int read(uint8_t* bytes, size_t size);
#endif
  bool seek(uint32_t position, SeekMode mode);
  size_t position() const;
  size_t size() const;
  void close();
  operator bool() const;

 private:
  std::shared_ptr<FileImpl> impl_;
};

class FS {
 public:
#if !defined(ESP32)
  bool begin();
  void end();
  bool format();
#endif
  File open(const char* path, const char* mode);
  bool exists(const char* path);
  bool remove(const char* path);
  bool rename(const char* from, const char* to);
};

}  // namespace fs

using fs::File;
using fs::SeekSet;
