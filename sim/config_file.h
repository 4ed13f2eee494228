// The configuration file of `plugpoint run`.
#pragma once

#include <string>

#include "sim/options.h"

namespace plugpoint::sim {

/// Reads the text of a configuration file: a JSON object with the names of `option_rows`, and
/// "variables" and "keys". `source` names it in messages. Throws UsageError.
Options parse_config(const std::string& text, const std::string& source);

/// The same for a file.
Options read_config_file(const std::string& path);

}  // namespace plugpoint::sim
