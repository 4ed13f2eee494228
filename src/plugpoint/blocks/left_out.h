// A block that is not compiled in: it fits into the station, has no memory, and does nothing.
#pragma once

#include "plugpoint/blocks/station.h"

namespace plugpoint {

struct LeftOut {
  template <class... Anything>
  explicit LeftOut(const Anything&...) {}

  /// No error, which need not be looked at: some blocks cannot fail to open.
  struct Opened {
    operator Error() const { return {}; }
  };
  Opened open() { return {}; }
  void on(const RaisedSignal&) {}
  void step() {}
  Millis next_deadline() const { return kNever; }
};

}  // namespace plugpoint
