// What LittleFS does byte by byte, the same for every kind of file.
#include "LittleFS.h"

namespace fs {

size_t File::write(uint8_t one) {
  return write(&one, 1);
}
int File::available() {
  return static_cast<int>(size() - position());
}
int File::read() {
  uint8_t one = 0;
  return read(&one, 1) == 1 ? one : -1;
}

}  // namespace fs
