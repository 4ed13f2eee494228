// Typed messages as JSON text, for listeners.
#pragma once

#include <string>

#include "plugpoint/message/codec.h"

namespace plugpoint::facade {

/// The JSON of a payload of OCPP 1.6.
inline std::string to_json(message::Action action, message::Kind kind, const void* payload) {
  Arena none;
  message::Encoder encoder;
  encoder.begin(message::Version::ocpp16, action, kind, payload, none);
  std::string json;
  char window[message::Encoder::kMinRoom * 2];
  while (!encoder.done())
    json.append(window, encoder.write(window, sizeof window));
  return json;
}

}  // namespace plugpoint::facade
