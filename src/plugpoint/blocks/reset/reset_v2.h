// Reset of OCPP 2.x.
#pragma once

#include "plugpoint/blocks/dialect.h"
#include "plugpoint/blocks/reset/reset.h"

namespace plugpoint::v2 {

void reset(Reset& block, Call& call);

}  // namespace plugpoint::v2
