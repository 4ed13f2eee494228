#include "plugpoint/blocks/dialect.h"

namespace plugpoint {

void Call::answer_with(const void* response) {
  reply.payload = response;
  if (!response)
    reply.error(rpc::ErrorCode::internal_error,
                PLUGPOINT_REASON("the answer does not fit the send memory"));
}

}  // namespace plugpoint
