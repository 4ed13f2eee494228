// The address as sketches give it: a host, and a URL that may be whole or only a path.
#pragma once

#include <string>

namespace plugpoint::facade {

struct Url {
  std::string host;
  std::string path;  ///< Without the station's id.
  std::string id;    ///< The last segment of the path, percent-decoded.
  bool secure = false;
};

/// `host`: a name, or a URL as well. `url`: `ws://host/path/id`, `wss://…` or `/path/id`. Without
/// an id at its end the station calls itself `ESP8266-OCPP`.
Url parse_url(const std::string& host, const std::string& url);

}  // namespace plugpoint::facade
