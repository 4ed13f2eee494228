// Control commands of whoever works at the charger with its tools: installers and technicians.
#pragma once

#include "sim/control.h"

namespace plugpoint::sim {

void config_set(StationHost& host, const Json& arguments, const Answer& answer);
void local_list_add(StationHost& host, const Json& arguments, const Answer& answer);
void auth_cache_add(StationHost& host, const Json& arguments, const Answer& answer);

}  // namespace plugpoint::sim
