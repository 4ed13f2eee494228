// Prints the tables of a payload as text. Usage: codec_dump ocpp16|ocpp201|ocpp21 ACTION
// request|response
#include <cstdio>
#include <cstring>
#include <string>

#include "plugpoint/message/codec.h"

namespace {

using namespace plugpoint;
using namespace plugpoint::message;

constexpr const char* kTypes[] = {"text",    "enum or text", "discarded", "date",  "enum",
                                  "integer", "integer64",    "number",    "tenth", "whole number",
                                  "boolean", "object",       "pointer",   "any",   "nothing"};

std::string name_of(std::uint32_t name) {
  char text[table::kNameRoom];
  return {text, table::copy_name(name, text)};
}

void print_values(std::uint32_t enumeration, unsigned next) {
  std::printf(" {");
  for (std::uint32_t i = 0; i < 255; ++i) {
    const std::uint32_t name = table::value_name(enumeration, i, next);
    if (name != 0) std::printf(" %s", name_of(name).c_str());
  }
  std::printf(" }");
}

void print_struct(table::Struct structure, unsigned next, int indent) {
  for (std::uint32_t i = 0; i < structure.count(); ++i) {
    const table::Field field = table::field_at(structure.first() + i);
    if (!field.exists(next)) continue;
    std::printf("%*s%s%s: %s", indent, "", name_of(field.name()).c_str(),
                field.required(next) ? "" : "?", kTypes[static_cast<int>(field.type())]);
    if (field.array())
      std::printf("[%d..%u]", field.filled() ? 1 : 0, static_cast<unsigned>(field.max_items(next)));
    if (field.range() != 0) std::printf(" range %u", static_cast<unsigned>(field.range()));
    const std::uint32_t parameter = field.parameter(next);
    switch (field.type()) {
      case table::Type::object:
      case table::Type::pointer:
        std::printf("\n");
        print_struct(table::struct_at(parameter), next, indent + 2);
        continue;
      case table::Type::enumeration:
        print_values(parameter, next);
        break;
      case table::Type::enum_or_text:
        if (next == 0) print_values(parameter, next);
        break;
      default:
        if (parameter != 0) std::printf(" <= %u", static_cast<unsigned>(parameter));
    }
    std::printf("  @%zu\n", field.offset());
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    std::fprintf(stderr, "usage: codec_dump ocpp16|ocpp201|ocpp21 ACTION request|response\n");
    return 2;
  }
  const Version version = std::strcmp(argv[1], "ocpp16") == 0    ? Version::ocpp16
                          : std::strcmp(argv[1], "ocpp201") == 0 ? Version::ocpp201
                                                                 : Version::ocpp21;
  const Action action = find_action(version, argv[2]);
  const Kind kind = std::strcmp(argv[3], "response") == 0 ? Kind::response : Kind::request;
  if (!has_schema(version, action, kind)) {
    std::fprintf(stderr, "the version has no such payload\n");
    return 1;
  }
  const std::uint16_t structure = table::struct_of(
      static_cast<unsigned>(version), static_cast<unsigned>(action), static_cast<unsigned>(kind));
  print_struct(table::struct_at(structure), version == Version::ocpp21 ? 1 : 0, 0);
  return 0;
}
