#include "plugpoint/blocks/authorization/local_list.h"

namespace plugpoint {

LocalList::LocalList(Station& station)
    : station_(station),
      store_(*station.ports.storage, {PLUGPOINT_TEXT("local-list"), PLUGPOINT_TEXT("local-list-in"),
                                      PLUGPOINT_TEXT("list-n"), PLUGPOINT_TEXT("list-o")}) {}

void LocalList::open() {
  if (Error error = store_.open()) station_.log(LogLevel::error, error.text);
}

bool LocalList::enabled() const {
  return station_.dialect == Dialect::ocpp16 &&
         station_.variables.boolean(Key::LocalAuthListEnabled);
}

std::int32_t LocalList::version() const {
  if (!enabled()) return -1;
  return store_.count() == 0 ? 0 : static_cast<std::int32_t>(store_.version());
}

void LocalList::begin_update() {
  staged_ = 0;
  deletes_ = false;
  staging_ = enabled() && !pending_ ? store_.drop_updates() : Status::refused;
}

void LocalList::stage(const TokenEntry& entry) {
  if (staging_ != Status::ok) return;
  if (staged_ == station_.variables.integer(Key::SendLocalListMaxLength)) return stage_unusable();
  ++staged_;
  deletes_ = deletes_ || entry.status == TokenStatus::unknown;
  staging_ = store_.append_update(StoredToken(entry));
}

LocalList::Update LocalList::judge(bool full, std::int32_t version) const {
  if (!enabled()) return Update::not_supported;
  // Errata 3.52: 0 and -1 have a meaning of their own; below them nothing has any.
  if (version <= 0) return Update::failed;
  if (!full && version <= this->version()) return Update::version_mismatch;
  // §7.1: an entry of a full list has idTagInfo.
  if (staging_ != Status::ok || (full && deletes_)) return Update::failed;
  return Update::accepted;
}

TokenStore::Plan LocalList::plan(bool full, std::int32_t version) const {
  TokenStore::Plan plan;
  plan.keeps_list = !full;
  plan.unique = true;
  plan.version = static_cast<std::uint32_t>(version);
  plan.most = static_cast<std::uint32_t>(station_.variables.integer(Key::LocalAuthListMaxLength));
  return plan;
}

void LocalList::close_update() {
  // What stays behind when this fails is dropped by the next update.
  static_cast<void>(store_.drop_updates());
  staging_ = Status::refused;
  pending_ = false;
}

LocalList::Update LocalList::finish_update(bool full, std::int32_t version) {
  if (pending_) return Update::failed;
  const Update update = judge(full, version);
  if (update != Update::accepted) {
    close_update();
    return update;
  }
  progress_ = {};
  pending_ = true;
  pending_full_ = full;
  pending_version_ = version;
  return Update::pending;
}

LocalList::Update LocalList::go_on(MutableBytes work) {
  const Status status = store_.merge_some(plan(pending_full_, pending_version_), progress_, work);
  if (status == Status::want_more) return Update::pending;
  close_update();
  return status == Status::ok ? Update::accepted : Update::failed;
}

void LocalList::give_up() {
  if (!pending_) return;
  store_.abandon_merge();
  close_update();
}

namespace {

Error why_not_added(Status status) {
  switch (status) {
    case Status::ok:
      return {};
    case Status::too_long:
      return {status, PLUGPOINT_REASON("the local list has LocalAuthListMaxLength entries")};
    case Status::bad_input:
      return {Status::corrupt, PLUGPOINT_REASON("the stored local list is damaged")};
    default:
      return {status, PLUGPOINT_REASON("the local list could not be stored")};
  }
}

}  // namespace

Error LocalList::add(const TokenEntry& entry, MutableBytes work) {
  if (!enabled())
    return {Status::refused, PLUGPOINT_REASON("there is no local list, or it is disabled")};
  if (pending_)
    return {Status::refused,
            PLUGPOINT_REASON("the central system is just changing the local list: try again")};
  const std::int32_t present = version();
  // An update whose message is just arriving loses what it staged: it will fail and be sent again.
  begin_update();
  Status status = staging_;
  if (status == Status::ok) status = store_.append_update(StoredToken(entry));
  if (status == Status::ok) status = store_.merge(plan(false, present == 0 ? 1 : present), work);
  close_update();
  return why_not_added(status);
}

}  // namespace plugpoint
