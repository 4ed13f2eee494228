#include "plugpoint/blocks/authorization/token_merge.h"

namespace plugpoint {

bool TokenMerge::carve(MutableBytes work) {
  Arena arena(work);
  const std::size_t quarter = work.size() / 4 / sizeof(StoredToken);
  const std::size_t records = quarter > 0 ? quarter : 1;
  read_ = arena.make_array<StoredToken>(records);
  written_ = arena.make_array<StoredToken>(records);
  const std::size_t used = arena.used();
  const std::size_t room = (work.size() - used) / sizeof(Place);
  if (read_.absent() || written_.absent() || room < 2) return false;
  places_ = arena.make_array<Place>(room - 1);  // One less, for the alignment.
  return !places_.absent();
}

Status TokenMerge::run(MutableBytes work) {
  if (!carve(work)) return Status::no_memory;
  do {
    Status status = select();
    if (status == Status::ok) status = take_selected();
    if (status != Status::ok) return status;
  } while (selected_ > 0);
  const Status status = copy_old(nullptr);
  return status == Status::ok ? flush() : status;
}

bool TokenMerge::before(Place a, Place b) const {
  if (a.hash != b.hash) return a.hash < b.hash;
  StoredToken left;
  StoredToken right;
  const bool readable = store_.read_update(a.index, left) && store_.read_update(b.index, right);
  const int order = readable ? compare_tokens(left, right) : 0;
  return order == 0 ? a.index > b.index : order < 0;
}

void TokenMerge::insert(Place place) {
  if (selected_ == places_.size()) {
    if (!before(place, places_[selected_ - 1])) return;
    --selected_;
  }
  std::size_t at = selected_++;
  for (; at > 0 && before(place, places_[at - 1]); --at)
    places_[at] = places_[at - 1];
  places_[at] = place;
}

Status TokenMerge::select() {
  selected_ = 0;
  window_count_ = 0;  // The buffer is shared with the old list.
  const std::uint32_t all = store_.updates();
  for (std::uint32_t index = 0; index < all;) {
    const std::size_t got = store_.read_updates(index, read_);
    if (got == 0) return Status::io_error;
    for (std::size_t i = 0; i < got; ++i, ++index) {
      // A cache can do without what is damaged; a list must be what was sent: it is enough to look
      // at the first pass.
      if ((!any_taken_ || !plan_.unique) && !read_[i].sound()) {
        if (plan_.unique) return Status::bad_input;
        continue;
      }
      const Place place{read_[i].hash, index};
      if (!any_taken_ || (index != last_.index && before(last_, place))) insert(place);
    }
  }
  return Status::ok;
}

Status TokenMerge::take_selected() {
  for (std::size_t i = 0; i < selected_; ++i) {
    StoredToken update;
    if (!store_.read_update(places_[i].index, update)) return Status::io_error;
    const bool again = any_taken_ && compare_tokens(update, previous_) == 0;
    if (again && plan_.unique) return Status::bad_input;
    last_ = places_[i];
    previous_ = update;
    any_taken_ = true;
    if (again) continue;
    const Status status = take_update(update);
    if (status != Status::ok) return status;
  }
  return Status::ok;
}

Status TokenMerge::take_update(const StoredToken& update) {
  const Status status = copy_old(&update);
  if (status != Status::ok || update.status == 0) return status;
  return write(update);
}

bool TokenMerge::peek_old(StoredToken& old) {
  if (!plan_.keeps_list || old_at_ >= store_.count()) return false;
  if (old_at_ < window_at_ || old_at_ >= window_at_ + window_count_) {
    window_at_ = old_at_;
    window_count_ = static_cast<std::uint32_t>(store_.read_list(old_at_, read_));
    if (window_count_ == 0) return false;
  }
  old = read_[old_at_ - window_at_];
  return true;
}

Status TokenMerge::copy_old(const StoredToken* below) {
  StoredToken old;
  while (peek_old(old)) {
    if (!old.sound()) return Status::bad_input;
    const int order = below ? compare_tokens(old, *below) : -1;
    if (order > 0) return Status::ok;
    ++old_at_;
    if (order == 0) return Status::ok;  // The update takes its place.
    if (plan_.keeps && !plan_.keeps(plan_.context, old)) continue;
    const Status status = write(old);
    if (status != Status::ok) return status;
  }
  return !plan_.keeps_list || old_at_ >= store_.count() ? Status::ok : Status::io_error;
}

Status TokenMerge::write(const StoredToken& entry) {
  if (count_ == plan_.most) return Status::too_long;
  ++count_;
  written_[buffered_++] = entry;
  return buffered_ == written_.size() ? flush() : Status::ok;
}

Status TokenMerge::flush() {
  if (buffered_ == 0) return Status::ok;
  const Bytes bytes{reinterpret_cast<const std::uint8_t*>(written_.data()),
                    buffered_ * sizeof(StoredToken)};
  buffered_ = 0;
  return storage_.append(target_, bytes);
}

}  // namespace plugpoint
