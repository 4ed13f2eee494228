// What a loopback of the C API is.
#pragma once

#include "plugpoint/c_api/messages.h"
#include "plugpoint/station/message_observer.h"

struct PlugpointLoopback {
  plugpoint::EchoResponder* responder = nullptr;
};
