// What the core does with a sketch.
#include "Arduino.h"
#include "shim.h"

int main() {
  setup();
  for (;;) {
    loop();
    arduino_shim::poll_commands();
    arduino_shim::poll_wifi();
    arduino_shim::poll_network(1);
  }
}
