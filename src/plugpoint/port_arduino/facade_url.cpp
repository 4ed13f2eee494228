#include "plugpoint/port_arduino/facade_url.h"

#include <algorithm>
#include <cstdlib>

namespace plugpoint::facade {

namespace {
constexpr const char* kDefaultId = "ESP8266-OCPP";

/// Takes `ws://` or `wss://` off the front.
bool take_scheme(std::string& url, bool& secure) {
  const std::size_t end = url.find("://");
  if (end == std::string::npos) return false;
  secure = secure || url.compare(0, end, "wss") == 0 || url.compare(0, end, "https") == 0;
  url.erase(0, end + 3);
  return true;
}

std::string decoded(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size()) {
      out += static_cast<char>(std::strtol(text.substr(i + 1, 2).c_str(), nullptr, 16));
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}
}  // namespace

Url parse_url(const std::string& host, const std::string& url) {
  Url parsed;
  parsed.host = host;
  take_scheme(parsed.host, parsed.secure);
  parsed.host.erase(std::min(parsed.host.find_first_of(":/"), parsed.host.size()));
  std::string path = url;
  if (take_scheme(path, parsed.secure)) {
    const std::size_t slash = path.find('/');
    path = slash == std::string::npos ? "/" : path.substr(slash);
  }
  if (path.empty() || path[0] != '/') path.insert(0, "/");
  const std::size_t last = path.rfind('/');
  parsed.path = path.substr(0, last + 1);
  parsed.id = decoded(path.substr(last + 1));
  if (parsed.id.empty()) parsed.id = kDefaultId;
  return parsed;
}

}  // namespace plugpoint::facade
