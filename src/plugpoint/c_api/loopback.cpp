#include "plugpoint/station/loopback.h"

#include <cstddef>

#include "plugpoint/base/arena.h"
#include "plugpoint/c_api/loopback.h"

using namespace plugpoint;  // NOLINT(google-build-using-namespace): the functions are global

#if PLUGPOINT_OCPP16

namespace {

/// The handle, and behind it what it answers by.
struct Made {
  explicit Made(DateTime utc_at_start) : loopback(utc_at_start) { handle.responder = &loopback; }
  PlugpointLoopback handle;
  Loopback loopback;
};

}  // namespace

size_t plugpoint_loopback_size(void) {
  return sizeof(Made) + alignof(Made);
}

plugpoint_loopback_t* plugpoint_loopback_create(void* block, size_t block_size,
                                                int64_t utc_at_start_ms) {
  if (!block) return nullptr;
  Arena arena({static_cast<std::uint8_t*>(block), block_size});
  void* at = arena.allocate(sizeof(Made), alignof(Made));
  return at ? &(new (at) Made(DateTime{utc_at_start_ms}))->handle : nullptr;
}

#else

size_t plugpoint_loopback_size(void) {
  return 0;
}

plugpoint_loopback_t* plugpoint_loopback_create(void*, size_t, int64_t) {
  return nullptr;
}

#endif
