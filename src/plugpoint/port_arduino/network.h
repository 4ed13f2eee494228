// Whether there is a network at all: Wi-Fi, or Ethernet.
#pragma once

namespace plugpoint::arduino {

/// An interface is up and has an address. Before that it makes no sense to dial.
bool network_up();

}  // namespace plugpoint::arduino
