// GetConfiguration and ChangeConfiguration of OCPP 1.6.
#pragma once

#include "plugpoint/blocks/dialect.h"
#include "plugpoint/blocks/station.h"

namespace plugpoint::v16 {

/// Streams the keys of a GetConfiguration answer; kept while the answer is written.
struct ConfigurationSource {
  const Variables* variables = nullptr;
  Span<const Text> wanted;  ///< Absent: all.
  VariableIndex next_index = 0;
  std::size_t next_wanted = 0;
  message::ElementSource source;
};

void get_configuration(Station& station, ConfigurationSource& source, Call& call);
void change_configuration(Station& station, Call& call);

}  // namespace plugpoint::v16
