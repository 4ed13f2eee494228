// The program `plugpoint`: a simulated charge point.
#include <csignal>

#include "sim/command_line.h"

int main(int argc, char** argv) {
  // A reader of the answers who goes away must not end the station.
  ::signal(SIGPIPE, SIG_IGN);
  return plugpoint::sim::run_program(argc, argv);
}
