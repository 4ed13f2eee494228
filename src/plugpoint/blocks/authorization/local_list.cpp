#include "plugpoint/blocks/authorization/local_list.h"

namespace plugpoint {

LocalList::LocalList(Station& station)
    : station_(station),
      store_(*station.ports.storage, {"local-list", "local-list-in", "local-list-new"}) {}

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
  staging_ = enabled() ? store_.drop_updates() : Status::refused;
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

Status LocalList::apply(bool full, std::int32_t version, MutableBytes work) {
  TokenStore::Plan plan;
  plan.keeps_list = !full;
  plan.unique = true;
  plan.version = static_cast<std::uint32_t>(version);
  plan.most = static_cast<std::uint32_t>(station_.variables.integer(Key::LocalAuthListMaxLength));
  return store_.merge(plan, work);
}

LocalList::Update LocalList::finish_update(bool full, std::int32_t version, MutableBytes work) {
  Update update = judge(full, version);
  if (update == Update::accepted && apply(full, version, work) != Status::ok)
    update = Update::failed;
  // What stays behind when this fails is dropped by the next update.
  static_cast<void>(store_.drop_updates());
  staging_ = Status::refused;
  return update;
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
  const std::int32_t present = version();
  // An update whose message is just arriving loses what it staged: it will fail and be sent again.
  begin_update();
  Status status = staging_;
  if (status == Status::ok) status = store_.append_update(StoredToken(entry));
  if (status == Status::ok) status = apply(false, present == 0 ? 1 : present, work);
  static_cast<void>(store_.drop_updates());
  staging_ = Status::refused;
  return why_not_added(status);
}

}  // namespace plugpoint
