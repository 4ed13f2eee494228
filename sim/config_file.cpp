#include "sim/config_file.h"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>
#include <sstream>

namespace plugpoint::sim {

namespace {

using Json = nlohmann::json;

[[noreturn]] void refuse(const std::string& source, const std::string& why) {
  throw UsageError(source + ": " + why);
}

const OptionRow* find_row(const std::string& name) {
  for (const OptionRow& row : option_rows())
    if (name == row.name) return &row;
  return nullptr;
}

template <class T>
void put(const std::string& source, const std::string& name, std::optional<T>& member, T value) {
  if (member) refuse(source, "\"" + name + "\" says again what another name says");
  member = std::move(value);
}

void read_row(const std::string& source, const OptionRow& row, const Json& value,
              Options& options) {
  const std::string name = row.name;
  if (row.text) {
    if (!value.is_string()) refuse(source, "\"" + name + "\" must be a string");
    put(source, name, options.*row.text, value.get<std::string>());
  } else if (row.number) {
    if (!value.is_number_integer() || value < 0 || value > std::numeric_limits<int>::max())
      refuse(source, "\"" + name + "\" must be a whole number");
    put(source, name, options.*row.number, value.get<int>());
  } else {
    if (!value.is_boolean()) refuse(source, "\"" + name + "\" must be true or false");
    put(source, name, options.*row.boolean, value.get<bool>());
  }
}

void read_variables(const std::string& source, const Json& variables, Options& options) {
  if (!variables.is_object()) refuse(source, "\"variables\" must be an object");
  for (const auto& [name, value] : variables.items()) {
    if (value.is_structured() || value.is_null())
      refuse(source, "variable \"" + name + "\" must be a number, true, false or a string");
    options.variables.push_back(
        {name, value.is_string() ? value.get<std::string>() : value.dump()});
  }
}

void read_key(const std::string& source, const Json& given, Options& options) {
  if (!given.is_object()) refuse(source, "each of \"keys\" must be an object");
  ExtraKey key;
  for (const auto& [name, value] : given.items()) {
    if (name == "name" && value.is_string()) {
      key.name = value;
    } else if (name == "value" && value.is_string()) {
      key.value = value;
    } else if (name == "readonly" && value.is_boolean()) {
      key.readonly = value;
    } else {
      refuse(source,
             "each of \"keys\" has a \"name\" and a \"value\" (strings) and \"readonly\" "
             "(true or false), not this \"" +
                 name + "\"");
    }
  }
  if (key.name.empty()) refuse(source, "one of \"keys\" has no name");
  options.keys.push_back(std::move(key));
}

void read_keys(const std::string& source, const Json& keys, Options& options) {
  if (!keys.is_array()) refuse(source, "\"keys\" must be an array");
  for (const Json& key : keys)
    read_key(source, key, options);
}

// One line, whatever the parser says.
std::string where(const std::string& text, std::size_t byte) {
  const auto until = text.begin() + static_cast<std::ptrdiff_t>(std::min(byte, text.size()));
  return std::to_string(1 + std::count(text.begin(), until, '\n'));
}

Json parse(const std::string& text, const std::string& source) {
  try {
    return Json::parse(text);
  } catch (const Json::parse_error& error) {
    refuse(source, "is not JSON, see line " + where(text, error.byte));
  }
}

}  // namespace

Options parse_config(const std::string& text, const std::string& source) {
  const Json file = parse(text, source);
  if (!file.is_object()) refuse(source, "must be a JSON object");
  Options options;
  for (const auto& [name, value] : file.items()) {
    if (name == "variables") {
      read_variables(source, value, options);
    } else if (name == "keys") {
      read_keys(source, value, options);
    } else if (const OptionRow* row = find_row(name)) {
      read_row(source, *row, value, options);
    } else {
      refuse(source, "\"" + name + "\" is no setting");
    }
  }
  return options;
}

Options read_config_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  if (!file) throw UsageError("cannot read " + path + ": " + std::strerror(errno));
  return parse_config(text.str(), path);
}

}  // namespace plugpoint::sim
