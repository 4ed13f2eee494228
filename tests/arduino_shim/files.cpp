// LittleFS on a folder.
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <string>

#include "LittleFS.h"

#if defined(ESP32)
fs::LittleFSFS LittleFS;
#else
fs::FS LittleFS;
#endif

namespace fs {

namespace {
std::string place(const char* path) {
  const char* const folder = std::getenv("ARDUINO_SHIM_FS");
  return std::string(folder ? folder : ".") + path;
}
}  // namespace

class FileImpl {
 public:
  explicit FileImpl(std::FILE* opened) : file(opened) {}
  ~FileImpl() { close(); }
  void close() {
    if (file) std::fclose(file);
    file = nullptr;
  }
  std::FILE* file;
};

File::operator bool() const {
  return impl_ && impl_->file;
}
size_t File::write(const uint8_t* bytes, size_t size) {
  return *this ? std::fwrite(bytes, 1, size, impl_->file) : 0;
}
int File::peek() {
  const int one = read();
  if (one >= 0) seek(static_cast<uint32_t>(position() - 1), SeekSet);
  return one;
}
void File::flush() {
  if (*this) std::fflush(impl_->file);
}
#if defined(ESP32)
size_t File::read(uint8_t* bytes, size_t size) {
  return *this ? std::fread(bytes, 1, size, impl_->file) : 0;
}
#else
int File::read(uint8_t* bytes, size_t size) {
  return *this ? static_cast<int>(std::fread(bytes, 1, size, impl_->file)) : 0;
}
#endif
bool File::seek(uint32_t position, SeekMode mode) {
  return *this && std::fseek(impl_->file, static_cast<long>(position), mode) == 0;
}
size_t File::position() const {
  return *this ? static_cast<size_t>(std::ftell(impl_->file)) : 0;
}
size_t File::size() const {
  struct stat status {};
  if (!*this) return 0;
  std::fflush(impl_->file);
  return ::fstat(::fileno(impl_->file), &status) == 0 ? static_cast<size_t>(status.st_size) : 0;
}
void File::close() {
  if (impl_) impl_->close();
  impl_.reset();
}

#if defined(ESP32)
bool LittleFSFS::begin(bool, const char*, uint8_t, const char*) {
  return ::access(place("/").c_str(), W_OK) == 0;
}
void LittleFSFS::end() {}
#else
bool FS::begin() {
  return ::access(place("/").c_str(), W_OK) == 0;
}
void FS::end() {}
bool FS::format() {
  return false;
}
#endif
File FS::open(const char* path, const char* mode) {
  std::FILE* const file = std::fopen(place(path).c_str(), mode);
  return file ? File(std::make_shared<FileImpl>(file)) : File();
}
bool FS::exists(const char* path) {
  return ::access(place(path).c_str(), F_OK) == 0;
}
bool FS::remove(const char* path) {
  return ::unlink(place(path).c_str()) == 0;
}
bool FS::rename(const char* from, const char* to) {
  return ::rename(place(from).c_str(), place(to).c_str()) == 0;
}

}  // namespace fs
