#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>

#include "server.h"

namespace plugpoint {

namespace {

class WsServer final : public WebSocketServer {
 public:
  WsServer() {
    int to_child[2];
    int from_child[2];
    if (pipe(to_child) != 0 || pipe(from_child) != 0) return;
    child_ = fork();
    if (child_ == 0) run_child(to_child, from_child);
    close(to_child[0]);
    close(from_child[1]);
    input_ = to_child[1];
    FILE* output = fdopen(from_child[0], "r");
    unsigned port = 0;
    if (output && fscanf(output, "%u", &port) == 1) port_ = static_cast<std::uint16_t>(port);
    if (output) fclose(output);
  }
  ~WsServer() override {
    if (input_ >= 0) close(input_);
    if (child_ > 0) waitpid(child_, nullptr, 0);
  }
  std::uint16_t port() const override { return port_; }

 private:
  [[noreturn]] static void run_child(const int (&input)[2], const int (&output)[2]) {
    dup2(input[0], STDIN_FILENO);
    dup2(output[1], STDOUT_FILENO);
    for (int end : input)
      close(end);
    for (int end : output)
      close(end);
    execlp("node", "node", WS_SERVER_SCRIPT, static_cast<char*>(nullptr));
    std::perror("node");
    _exit(127);
  }

  pid_t child_ = -1;
  int input_ = -1;
  std::uint16_t port_ = 0;
};

}  // namespace

std::unique_ptr<WebSocketServer> start_ws_server() {
  auto server = std::make_unique<WsServer>();
  if (server->port() == 0) return nullptr;
  return server;
}

}  // namespace plugpoint
