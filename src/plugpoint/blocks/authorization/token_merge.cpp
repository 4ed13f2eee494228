#include "plugpoint/blocks/authorization/token_merge.h"

namespace plugpoint {

bool TokenMerge::carve(MutableBytes work) {
  Arena arena(work);
  const std::size_t quarter = work.size() / 4 / sizeof(StoredToken);
  const std::size_t records = quarter > 0 ? quarter : 1;
  read_ = arena.make_array<StoredToken>(records);
  written_ = arena.make_array<StoredToken>(records);
  const std::size_t used = arena.used();
  const std::size_t room = (work.size() - used) / sizeof(TokenPlace);
  if (read_.absent() || written_.absent() || room < 2) return false;
  const std::size_t places = room - 1 < kSorted ? room - 1 : kSorted;  // - 1: the alignment.
  places_ = arena.make_array<TokenPlace>(places);
  return !places_.absent();
}

Status TokenMerge::step(MutableBytes work) {
  if (!carve(work)) return Status::no_memory;
  if (progress_.run == 0) progress_.run = static_cast<std::uint32_t>(places_.size());
  if (progress_.ordered < updates_) {
    const Status status = order_run();
    if (status != Status::ok) return status;
    if (progress_.ordered < updates_ || left_ == 0) return Status::want_more;
  }
  if (progress_.taken > 0 && !store_.read_update(progress_.last.index, previous_))
    return Status::io_error;
  const Status status = merge_some();
  const Status flushed = flush();
  return flushed == Status::ok ? status : flushed;
}

std::uint32_t TokenMerge::run_end(std::uint32_t first) const {
  return updates_ - first < progress_.run ? updates_ : first + progress_.run;
}

Status TokenMerge::order_run() {
  selected_ = 0;
  const std::uint32_t end = run_end(progress_.ordered);
  for (std::uint32_t index = progress_.ordered; index < end;) {
    const std::size_t wanted = end - index;
    const std::size_t got =
        store_.read_updates(index, read_.first(wanted < read_.size() ? wanted : read_.size()));
    if (got == 0) return Status::io_error;
    for (std::size_t i = 0; i < got; ++i, ++index) {
      const bool sound = read_[i].sound();
      // A cache can do without what is damaged; a list must be what was sent.
      if (!sound && plan_.unique) return Status::bad_input;
      insert(sound ? TokenPlace{read_[i].hash, index} : TokenPlace{UINT32_MAX, kUnreadable},
             progress_.run);
    }
  }
  const std::size_t sorted = end - progress_.ordered;
  left_ -= sorted < left_ ? sorted : left_;
  progress_.ordered = end;
  return storage_.append(areas_.order,
                         {reinterpret_cast<const std::uint8_t*>(places_.data()),
                          TokenStore::order_bytes(static_cast<std::uint32_t>(selected_))});
}

bool TokenMerge::before(const TokenPlace& a, const TokenPlace& b) const {
  if (a.hash != b.hash) return a.hash < b.hash;
  if (a.index == kUnreadable || b.index == kUnreadable) return a.index < b.index;
  StoredToken left;
  StoredToken right;
  const bool readable = store_.read_update(a.index, left) && store_.read_update(b.index, right);
  const int order = readable ? compare_tokens(left, right) : 0;
  return order == 0 ? a.index > b.index : order < 0;
}

bool TokenMerge::insert(const TokenPlace& place, std::size_t most) {
  if (selected_ == most) {
    if (!before(place, places_[selected_ - 1])) return false;
    --selected_;
  }
  std::size_t at = selected_++;
  for (; at > 0 && before(place, places_[at - 1]); --at)
    places_[at] = places_[at - 1];
  places_[at] = place;
  return true;
}

std::uint32_t TokenMerge::after_last(std::uint32_t first, std::uint32_t end) const {
  if (progress_.taken == 0) return first;
  while (first < end) {
    const std::uint32_t middle = first + (end - first) / 2;
    TokenPlace place{};
    if (store_.read_place(middle, place) && !before(progress_.last, place)) {
      first = middle + 1;
    } else {
      end = middle;
    }
  }
  return first;
}

Status TokenMerge::select_from_run(std::uint32_t first, std::size_t most) {
  const std::uint32_t end = run_end(first);
  for (std::uint32_t at = after_last(first, end); at < end; ++at) {
    TokenPlace place{};
    if (!store_.read_place(at, place)) return Status::io_error;
    if (place.index == kUnreadable || !insert(place, most)) break;
  }
  return Status::ok;
}

Status TokenMerge::select(std::size_t most) {
  selected_ = 0;
  Status status = Status::ok;
  for (std::uint32_t first = 0; first < updates_ && status == Status::ok; first += progress_.run)
    status = select_from_run(first, most);
  return status;
}

Status TokenMerge::merge_some() {
  const std::size_t most = left_ < places_.size() ? left_ : places_.size();
  Status status = select(most);
  if (status == Status::ok) status = take_selected();
  if (status != Status::ok) return status;
  if (selected_ == most) return Status::want_more;
  // The places have no checksum of their own: one that reads wrong must not hide an update.
  if (plan_.unique && progress_.taken != updates_) return Status::io_error;
  return copy_old(nullptr);
}

Status TokenMerge::take_selected() {
  for (std::size_t i = 0; i < selected_; ++i) {
    StoredToken update;
    if (!store_.read_update(places_[i].index, update) || update.hash != places_[i].hash)
      return Status::io_error;
    const bool again = progress_.taken > 0 && compare_tokens(update, previous_) == 0;
    if (again && plan_.unique) return Status::bad_input;
    if (!again) {
      const Status status = take_update(update);
      if (status != Status::ok) return status;
    }
    progress_.last = places_[i];
    ++progress_.taken;
    previous_ = update;
  }
  return Status::ok;
}

Status TokenMerge::take_update(const StoredToken& update) {
  const Status status = copy_old(&update);
  if (status != Status::ok || update.status == 0) return status;
  return write(update);
}

bool TokenMerge::peek_old(StoredToken& old) {
  if (progress_.old_at < window_at_ || progress_.old_at >= window_at_ + window_count_) {
    window_at_ = progress_.old_at;
    window_count_ = static_cast<std::uint32_t>(store_.read_list(progress_.old_at, read_));
    if (window_count_ == 0) return false;
  }
  old = read_[progress_.old_at - window_at_];
  return true;
}

Status TokenMerge::copy_old(const StoredToken* below) {
  while (plan_.keeps_list && progress_.old_at < store_.count()) {
    if (left_ == 0) return Status::want_more;
    --left_;
    StoredToken old;
    if (!peek_old(old)) return Status::io_error;
    if (!old.sound()) return Status::bad_input;
    const int order = below ? compare_tokens(old, *below) : -1;
    if (order > 0) return Status::ok;
    ++progress_.old_at;
    if (order == 0) return Status::ok;  // The update takes its place.
    if (plan_.keeps && !plan_.keeps(plan_.context, old)) continue;
    const Status status = write(old);
    if (status != Status::ok) return status;
  }
  return Status::ok;
}

Status TokenMerge::write(const StoredToken& entry) {
  if (progress_.count == plan_.most) return Status::too_long;
  ++progress_.count;
  written_[buffered_++] = entry;
  return buffered_ == written_.size() ? flush() : Status::ok;
}

Status TokenMerge::flush() {
  if (buffered_ == 0) return Status::ok;
  const Bytes bytes{reinterpret_cast<const std::uint8_t*>(written_.data()),
                    buffered_ * sizeof(StoredToken)};
  buffered_ = 0;
  return storage_.append_draft(areas_.spare, bytes);
}

}  // namespace plugpoint
