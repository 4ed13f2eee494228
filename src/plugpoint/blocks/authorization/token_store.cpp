#include "plugpoint/blocks/authorization/token_store.h"

#include "plugpoint/base/crc.h"
#include "plugpoint/blocks/authorization/token_merge.h"

namespace plugpoint {

namespace {

/// The end of a list.
struct Footer {
  static constexpr std::uint32_t kMagic = 0x31545354;
  std::uint32_t magic = kMagic;
  std::uint32_t version = 0;
  std::uint32_t count = 0;
  std::uint32_t crc = 0;

  std::uint32_t checksum() const {
    return crc32({reinterpret_cast<const std::uint8_t*>(this), sizeof *this - sizeof crc});
  }
};

static_assert(sizeof(Footer) + sizeof(StoredToken) == TokenStore::list_bytes(1));

template <class T>
MutableBytes bytes_of(T& value) {
  return {reinterpret_cast<std::uint8_t*>(&value), sizeof value};
}

StoredToken key_of(const IdToken& token) {
  TokenEntry entry;
  entry.token = token;
  return StoredToken(entry);
}

}  // namespace

Error TokenStore::open() {
  count_ = 0;
  version_ = 0;
  const std::uint32_t size = storage_.size(areas_.list);
  if (size == 0) return {};
  Footer footer;
  const bool whole = size >= sizeof footer &&
                     storage_.read(areas_.list, static_cast<std::uint32_t>(size - sizeof footer),
                                   bytes_of(footer)) == sizeof footer;
  if (!whole || footer.magic != Footer::kMagic || footer.crc != footer.checksum() ||
      footer.count != (size - sizeof footer) / sizeof(StoredToken))
    return {Status::corrupt,
            PLUGPOINT_REASON("a stored list of tokens is damaged and counts as empty")};
  count_ = footer.count;
  version_ = footer.version;
  return {};
}

std::size_t TokenStore::read(FlashText area, std::uint32_t index, Span<StoredToken> into) const {
  const MutableBytes bytes{reinterpret_cast<std::uint8_t*>(into.data()),
                           into.size() * sizeof(StoredToken)};
  const auto offset = static_cast<std::uint32_t>(index * sizeof(StoredToken));
  return storage_.read(area, offset, bytes) / sizeof(StoredToken);
}

std::size_t TokenStore::read_list(std::uint32_t index, Span<StoredToken> into) const {
  if (index >= count_) return 0;
  const std::size_t rest = count_ - index;
  return read(areas_.list, index, into.first(rest < into.size() ? rest : into.size()));
}

std::size_t TokenStore::read_updates(std::uint32_t index, Span<StoredToken> into) const {
  return read(areas_.updates, index, into);
}

bool TokenStore::read_place(std::uint32_t at, TokenPlace& place) const {
  return storage_.read(areas_.order, order_bytes(at), bytes_of(place)) == sizeof place;
}

bool TokenStore::find(const IdToken& token, TokenEntry& entry) const {
  const StoredToken key = key_of(token);
  std::uint32_t low = 0;
  std::uint32_t high = count_;
  while (low < high) {
    const std::uint32_t middle = low + (high - low) / 2;
    StoredToken stored;
    if (read_list(middle, {&stored, 1}) != 1 || !stored.sound()) return false;
    const int order = compare_tokens(key, stored);
    if (order == 0) {
      entry = stored.entry();
      return true;
    }
    if (order < 0) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return false;
}

std::uint32_t TokenStore::updates() const {
  return static_cast<std::uint32_t>(storage_.size(areas_.updates) / sizeof(StoredToken));
}

Status TokenStore::append_update(const StoredToken& update) {
  return storage_.append(areas_.updates,
                         {reinterpret_cast<const std::uint8_t*>(&update), sizeof update});
}

bool TokenStore::read_update(std::uint32_t index, StoredToken& update) const {
  return read_updates(index, {&update, 1}) == 1 && update.sound();
}

bool TokenStore::find_update(const IdToken& token, TokenEntry& entry) const {
  const StoredToken key = key_of(token);
  for (std::uint32_t index = updates(); index-- > 0;) {
    StoredToken stored;
    if (!read_update(index, stored) || compare_tokens(key, stored) != 0) continue;
    entry = stored.entry();
    return true;
  }
  return false;
}

Status TokenStore::drop_updates() {
  return storage_.size(areas_.updates) == 0 ? Status::ok : storage_.remove(areas_.updates);
}

Status TokenStore::clear() {
  const Status status = storage_.size(areas_.list) == 0 ? Status::ok : storage_.remove(areas_.list);
  if (status != Status::ok) return status;
  count_ = 0;
  return drop_updates();
}

Status TokenStore::replace_list(std::uint32_t count, std::uint32_t version) {
  Footer footer;
  footer.version = version;
  footer.count = count;
  footer.crc = footer.checksum();
  Status status = storage_.append(areas_.spare, bytes_of(footer));
  // Drafts tell late, or never, that they could not be written.
  if (status == Status::ok && storage_.size(areas_.spare) != list_bytes(count))
    status = Status::no_space;
  if (status == Status::ok) status = storage_.replace(areas_.list, areas_.spare);
  if (status != Status::ok) return status;
  count_ = count;
  version_ = version;
  return Status::ok;
}

Status TokenStore::merge_some(const Plan& plan, MergeProgress& progress, MutableBytes work) {
  if (progress.run == 0) {
    // A power cut may have left something of an earlier merge, which would mix with this one's.
    abandon_merge();
    if (storage_.size(areas_.order) + storage_.size(areas_.spare) != 0) return Status::io_error;
  }
  TokenMerge merge(*this, storage_, areas_, plan, progress);
  Status status = merge.step(work);
  if (status == Status::want_more) return status;
  if (status == Status::ok) status = replace_list(progress.count, plan.version);
  abandon_merge();
  return status;
}

Status TokenStore::merge(const Plan& plan, MutableBytes work) {
  MergeProgress progress;
  Status status;
  do {
    status = merge_some(plan, progress, work);
  } while (status == Status::want_more);
  return status;
}

void TokenStore::abandon_merge() {
  // What cannot be removed now is removed by the next merge before it begins.
  for (const FlashText area : {areas_.order, areas_.spare})
    if (storage_.size(area) != 0) static_cast<void>(storage_.remove(area));
}

}  // namespace plugpoint
