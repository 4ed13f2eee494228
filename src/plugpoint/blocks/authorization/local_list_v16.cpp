#include "plugpoint/blocks/authorization/local_list_v16.h"

#include "plugpoint/blocks/authorization/authorization_v16.h"
#include "plugpoint/message/v16.h"

namespace plugpoint::v16 {

using namespace message::v16;

namespace {

// In the order of LocalList::Update.
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
  auto* response = call.confirm<SendLocalListConf>();
  if (!response) return;
  // All of the memory for answers that this one leaves free.
  const std::size_t room = call.arena.capacity() - call.arena.used();
  const std::size_t size = room > alignof(StoredToken) ? room - alignof(StoredToken) : 0;
  const Arena::Mark mark = call.arena.mark();
  void* at = call.arena.allocate(size, alignof(StoredToken));
  const MutableBytes work{static_cast<std::uint8_t*>(at), at ? size : 0};
  const bool full = request.updateType == UpdateType::Full;
  const LocalList::Update update = authorization.update_list(full, request.listVersion, work);
  call.arena.rewind(mark);
  response->status = flash_load(kStatuses + static_cast<unsigned>(update));
}

}  // namespace plugpoint::v16
