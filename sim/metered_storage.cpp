#include "sim/metered_storage.h"

#include <algorithm>

namespace plugpoint::sim {

std::uint32_t MeteredStorage::used(const std::string& area) const {
  const auto found = areas_.find(area);
  return found == areas_.end() ? 0 : found->second.size;
}

std::uint32_t MeteredStorage::peak(const std::string& area) const {
  const auto found = areas_.find(area);
  return found == areas_.end() ? 0 : found->second.peak;
}

void MeteredStorage::look(const char* area) {
  Area& known = areas_[area];
  total_ -= known.size;
  known.size = storage_.size(area);
  known.peak = std::max(known.peak, known.size);
  total_ += known.size;
  total_peak_ = std::max(total_peak_, total_);
}

Status MeteredStorage::append(const char* area, Bytes bytes) {
  const Status status = storage_.append(area, bytes);
  if (status == Status::ok) written_ += bytes.size();
  look(area);
  return status;
}

std::size_t MeteredStorage::read(const char* area, std::uint32_t offset, MutableBytes into) {
  return storage_.read(area, offset, into);
}

std::uint32_t MeteredStorage::size(const char* area) {
  look(area);
  return areas_[area].size;
}

Status MeteredStorage::replace(const char* target, const char* source) {
  const Status status = storage_.replace(target, source);
  erased_ += status == Status::ok ? 1 : 0;
  look(source);
  look(target);
  return status;
}

Status MeteredStorage::remove(const char* area) {
  const bool there = storage_.size(area) > 0;
  const Status status = storage_.remove(area);
  erased_ += there && status == Status::ok ? 1 : 0;
  look(area);
  return status;
}

}  // namespace plugpoint::sim
