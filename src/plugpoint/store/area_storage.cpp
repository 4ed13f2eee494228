#include "plugpoint/store/area_storage.h"

namespace plugpoint::store {

namespace {

#if PLUGPOINT_WORD_FLASH
/// A name for the time of a call.
class Name {
 public:
  explicit Name(FlashText area) { text_[area.copy({text_, AreaStorage::kMaxName}).size()] = '\0'; }
  operator const char*() const { return text_; }

 private:
  char text_[AreaStorage::kMaxName + 1];
};
#else
using Name = FlashText;  // As good as a const char*.
#endif

}  // namespace

Status AreaStorage::append(FlashText area, Bytes bytes) const {
  return port_.append(Name(area), bytes);
}

Status AreaStorage::append_draft(FlashText area, Bytes bytes) const {
  return port_.append_draft(Name(area), bytes);
}

std::size_t AreaStorage::read(FlashText area, std::uint32_t offset, MutableBytes into) const {
  return port_.read(Name(area), offset, into);
}

std::uint32_t AreaStorage::size(FlashText area) const {
  return port_.size(Name(area));
}

Status AreaStorage::replace(FlashText target, FlashText source) const {
  return port_.replace(Name(target), Name(source));
}

Status AreaStorage::remove(FlashText area) const {
  return port_.remove(Name(area));
}

}  // namespace plugpoint::store
