#include "plugpoint/store/area_storage.h"

namespace plugpoint::store {

namespace {

/// A name for the time of a call.
class Name {
 public:
  explicit Name(FlashText area) {
#if PLUGPOINT_WORD_FLASH
    text_[copy(area)] = '\0';
#else
    at_ = area;  // As good as a const char*.
#endif
  }
  explicit Name(const Area& area) : Name(area.name) {
    if (!area.spare) return;
    const std::size_t size = copy(area.name);
    text_[size] = '-';
    text_[size + 1] = 'n';
    text_[size + 2] = '\0';
    at_ = text_;
  }
  operator const char*() const {
    return at_;
  }

 private:
  std::size_t copy(FlashText area) {
    return area.copy({text_, AreaStorage::kMaxName}).size();
  }

  const char* at_ = text_;
  char text_[AreaStorage::kMaxName + 3];
};

}  // namespace

Status AreaStorage::append(Area area, Bytes bytes) const {
  return port_.append(Name(area), bytes);
}

Status AreaStorage::append_draft(Area area, Bytes bytes) const {
  return port_.append_draft(Name(area), bytes);
}

std::size_t AreaStorage::read(FlashText area, std::uint32_t offset, MutableBytes into) const {
  return port_.read(Name(area), offset, into);
}

std::uint32_t AreaStorage::size(FlashText area) const {
  return port_.size(Name(area));
}

Status AreaStorage::replace(Area target, Area source) const {
  return port_.replace(Name(target), Name(source));
}

Status AreaStorage::remove(Area area) const {
  return port_.remove(Name(area));
}

}  // namespace plugpoint::store
