#include "plugpoint/blocks/authorization/local_list_v16.h"

#include "plugpoint/blocks/authorization/authorization_v16.h"
#include "plugpoint/message/v16.h"

namespace plugpoint::v16 {

using namespace message::v16;

namespace {

// In the order of LocalList::Update, which is none of them while pending.
PLUGPOINT_FLASH constexpr UpdateStatus kStatuses[] = {UpdateStatus::Accepted, UpdateStatus::Failed,
                                                      UpdateStatus::NotSupported,
                                                      UpdateStatus::VersionMismatch};

bool take_entry(void* context, const void* element) {
  LocalList& list = static_cast<Authorization*>(context)->local_list();
  const auto& data = *static_cast<const AuthorizationData*>(element);
  TokenEntry entry;
  if (read_entry(data.idTag, data.idTagInfo, entry)) {
    list.stage(entry);
  } else {
    list.stage_unusable();
  }
  return true;  // Even then the answer is SendLocalList.conf.
}

void confirm(LocalList::Update update, Call& call) {
  call.confirm_status<SendLocalListConf>(flash_load(kStatuses + static_cast<unsigned>(update)));
}

}  // namespace

message::ElementSink local_list_sink(Authorization& authorization) {
  authorization.local_list().begin_update();
  return {SendLocalListReq::kLocalAuthorizationList, &take_entry, &authorization};
}

void get_local_list_version(Authorization& authorization, Call& call) {
  if (auto* response = call.confirm<GetLocalListVersionConf>())
    response->listVersion = authorization.local_list().version();
}

void send_local_list(Authorization& authorization, Call& call) {
  const auto& request = call.as<SendLocalListReq>();
  const bool full = request.updateType == UpdateType::Full;
  const LocalList::Update update =
      authorization.local_list().finish_update(full, request.listVersion);
  if (update == LocalList::Update::pending) {
    call.reply.deferred = true;
  } else {
    confirm(update, call);
  }
}

bool late_local_list_answer(Authorization& authorization, Call& call) {
  if (!authorization.local_list().pending()) return false;
  const LocalList::Update update = authorization.go_on_with_list(call.arena);
  if (update == LocalList::Update::pending) return false;
  confirm(update, call);
  return true;
}

}  // namespace plugpoint::v16
