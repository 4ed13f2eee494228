#include "central.h"

#include "support/accepting_central.h"

struct Central {
  plugpoint::test::AcceptingCentral server;
  std::string waiting;
  std::map<std::string, std::string> last;
};

central_t* central_new() {
  auto* const central = new Central;
  central->server.observe = [central](const nlohmann::json& call) {
    central->last[call.at(2)] = call.at(3).dump();
  };
  return central;
}

void central_echo(central_t* central) {
  central->server.echo = true;
}

void central_free(central_t* central) {
  delete central;
}

void central_receive(central_t* central, const uint8_t* bytes, size_t count) {
  central->waiting +=
      central->server.receive(std::string(reinterpret_cast<const char*>(bytes), count));
}

const uint8_t* central_waiting(const central_t* central, size_t* count) {
  *count = central->waiting.size();
  return reinterpret_cast<const uint8_t*>(central->waiting.data());
}

void central_taken(central_t* central, size_t count) {
  central->waiting.erase(0, count);
}

void central_send(central_t* central, const char* text) {
  central->waiting += plugpoint::test::AcceptingCentral::frame(text);
}

const char* central_last(const central_t* central, const char* action) {
  const auto found = central->last.find(action);
  return found == central->last.end() ? "" : found->second.c_str();
}

int central_calls(const central_t* central, const char* action) {
  const auto found = central->server.calls.find(action);
  return found == central->server.calls.end() ? 0 : found->second;
}
