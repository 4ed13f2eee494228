// Reset of OCPP 1.6.
#pragma once

#include "plugpoint/blocks/dialect.h"
#include "plugpoint/blocks/reset/reset.h"

namespace plugpoint::v16 {

void reset(Reset& block, Call& call);

}  // namespace plugpoint::v16
