#include "plugpoint/port_arduino/network.h"

#if defined(ARDUINO)

#include <lwip/netif.h>

namespace plugpoint::arduino {

bool network_up() {
  const netif* const interface = netif_default;
  return interface && netif_is_up(interface) && netif_ip4_addr(interface)->addr != 0;
}

}  // namespace plugpoint::arduino

#endif  // ARDUINO
