#include "plugpoint/base/optional.h"
#include "plugpoint/base/span.h"
#include "plugpoint/base/stack.h"
#include "plugpoint/message/rules.h"

namespace plugpoint::message {

using table::Field;
using table::Run;
using table::Type;

namespace {

void write_path(const Trail* trail, PathWriter& path) {
  if (!trail) return;
  write_path(trail->outer, path);
  path.member(trail->name);
  if (trail->element != Trail::kNoElement) path.element(trail->element);
}

bool broken(Verdict verdict, const Trail* trail, const Finding& finding) {
  PathWriter path(finding.room);
  write_path(trail, path);
  finding.error = {verdict.violation(), verdict.text(), finding.room};
  return false;
}

bool check_payload(Version version, Action action, Kind kind, const void* payload,
                   const ElementSource* source, const Finding& finding) {
  if (!has_schema(version, action, kind)) return broken(kNoSchema, nullptr, finding);
  const std::uint16_t structure = table::struct_of(
      static_cast<unsigned>(version), static_cast<unsigned>(action), static_cast<unsigned>(kind));
  return check_object(table::struct_at(structure), static_cast<const unsigned char*>(payload),
                      version == Version::ocpp21 ? 1 : 0, nullptr,
                      source ? source->field : Trail::kNoElement, finding);
}

Verdict check_text(Field field, Text text, unsigned next) {
  if (text.absent()) return kMissing;
  if (field.is(Type::any)) return is_json(text) ? Verdict{} : kNotJson;
  if (!valid_utf8(text)) return kNotUtf8;
  if (field.is(Type::enum_or_text) && next == 0)
    return table::find_value(field.parameter(0), text, 0) != 0 ? Verdict{} : kBadValue;
  return length_fits(text, field.parameter(next)) ? Verdict{} : kTooLong;
}

PLUGPOINT_OWN_FRAME Verdict check_scalar(Field field, const unsigned char* place, unsigned next) {
  switch (field.type()) {
    case Type::text:
    case Type::enum_or_text:
    case Type::any:
    case Type::discarded:
      return check_text(field, load<Text>(place), next);
    case Type::date: {
      const auto date = load<DateTime>(place);
      return date.is_set() ? check_date(date) : kMissing;
    }
    case Type::integer:  // the value of an Optional comes first
      return check_integer(load<std::int32_t>(place), field, next);
    case Type::number:
    case Type::tenth:
    case Type::whole_number: {
      const auto value = load<Decimal>(place);
      return value.is_set() ? check_number(value, field, next) : kMissing;
    }
    case Type::enumeration: {
      const unsigned value = *place;
      if (value == 0) return kMissing;
      return table::value_name(field.parameter(next), value - 1, next) != 0 ? Verdict{} : kBadValue;
    }
    default:
      return {};
  }
}

bool check_array(Field field, const unsigned char* place, unsigned next, Trail trail,
                 const Finding& finding) {
  const auto run = load<Run>(place);
  const std::uint32_t most = field.max_items(next);
  if (run.size == 0 && field.filled()) return broken(kTooFew, &trail, finding);
  if (most != 0 && run.size > most) return broken(kTooMany, &trail, finding);
  const std::size_t size = table::size_of(field);
  const auto* element = static_cast<const unsigned char*>(run.data);
  for (std::size_t i = 0; i < run.size; ++i, element += size) {
    trail.element = static_cast<std::uint32_t>(i);
    if (!check_value(field, element, next, trail, finding)) return false;
  }
  return true;
}

}  // namespace

bool is_present(Field field, const unsigned char* place) {
  if (field.array()) return load<Run>(place).data != nullptr;
  switch (field.type()) {
    case Type::text:
    case Type::enum_or_text:
    case Type::any:
    case Type::discarded:
      return !load<Text>(place).absent();
    case Type::date:
      return load<DateTime>(place).is_set();
    case Type::integer:
      return !field.optional() || load<Optional<std::int32_t>>(place).is_set;
    case Type::integer64:
      return !field.optional() || load<Optional<std::int64_t>>(place).is_set;
    case Type::number:
    case Type::tenth:
    case Type::whole_number:
      return load<Decimal>(place).is_set();
    case Type::boolean:
      return !field.optional() || load<Optional<bool>>(place).is_set;
    case Type::enumeration:
      return *place != 0;
    case Type::object:
      return true;
    case Type::pointer:
      return load<const void*>(place) != nullptr;
    case Type::nothing:
      break;
  }
  return false;
}

bool check_value(Field field, const unsigned char* place, unsigned next, const Trail& trail,
                 const Finding& finding) {
  if (field.type() == Type::object || field.type() == Type::pointer) {
    const auto* object = place;
    if (field.type() == Type::pointer) object = load<const unsigned char*>(place);
    return check_object(table::struct_at(field.parameter(next)), object, next, &trail,
                        Trail::kNoElement, finding);
  }
  const Verdict verdict = check_scalar(field, place, next);
  return verdict ? broken(verdict, &trail, finding) : true;
}

bool check_object(table::Struct structure, const unsigned char* object, unsigned next,
                  const Trail* trail, std::uint32_t skip, const Finding& finding) {
  for (std::uint32_t i = 0; i < structure.count(); ++i) {
    const Field field = table::field_at(structure.first() + i);
    if (!field.exists(next) || i == skip) continue;
    const unsigned char* const place = object + field.offset();
    const Trail here = {trail, field.name(), Trail::kNoElement};
    if (!is_present(field, place)) {
      if (field.required(next)) return broken(kMissing, &here, finding);
    } else if (field.array() ? !check_array(field, place, next, here, finding)
                             : !check_value(field, place, next, here, finding)) {
      return false;
    }
  }
  return true;
}

DecodeError Encoder::check(Version version, Action action, Kind kind, const void* payload,
                           PathRoom& room, const ElementSource* source) {
  DecodeError error;
  check_payload(version, action, kind, payload, source, {error, room});
  return error;
}

const DecodeError& Encoder::check_first(Version version, Action action, Kind kind,
                                        const void* payload, const ElementSource* source) {
  error_ = {};
  check_payload(version, action, kind, payload, source, {error_, path_});
  return error_;
}

}  // namespace plugpoint::message
