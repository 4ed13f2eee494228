#include "plugpoint/blocks/variables/write.h"

namespace plugpoint {

WriteResult write_variable(Station& station, VariableIndex index, Text value) {
  if (index == kNoVariable) return WriteResult::unknown;
  const WriteResult result = station.variables.write(index, value);
  if (result == WriteResult::accepted) station.raise(Signal::variable_changed, 0, index);
  if (result == WriteResult::not_stored) station.raise(Signal::storage_failed);
  return result;
}

}  // namespace plugpoint
