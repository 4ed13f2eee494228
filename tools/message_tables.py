"""Writes the schemas as packed words (see src/plugpoint/message/tables.h)."""

from message_schema import SchemaError, identifier, ordered
from message_structs import HEAD

SPACE = {"v16": "v16", "v2": "v2"}
NO_BOUND = 127


class Guard:
    """Emits lines, each under the preprocessor condition of the versions that need it."""

    def __init__(self):
        self.lines = []
        self.condition = None

    def add(self, condition, *lines):
        if condition != self.condition:
            if self.condition:
                self.lines.append("#endif")
            if condition:
                self.lines.append(f"#if {condition}")
            self.condition = condition
        self.lines += lines

    def end(self):
        self.add(None)
        return self.lines


SECURITY = "security"


def condition_of(uses):
    """The condition under which something is compiled in. `uses` holds 16, SECURITY (of 1.6), 2 (any
    2.x) and 21."""
    if {16, 2} <= uses:
        return None
    if SECURITY in uses and 16 not in uses:
        other = condition_of(uses - {SECURITY})
        return f"PLUGPOINT_SECURITY || {other}" if other else "PLUGPOINT_SECURITY"
    uses = uses - {SECURITY}
    if not uses:
        return None
    if 2 in uses:
        return "PLUGPOINT_OCPP2X"
    if uses == {16, 21}:
        return "PLUGPOINT_OCPP16 || PLUGPOINT_OCPP21"
    return "PLUGPOINT_OCPP16" if 16 in uses else "PLUGPOINT_OCPP21"


def use_of(dialect, versions, security=False):
    if dialect.name == "v16":
        return SECURITY if security else 16
    return 21 if set(versions) == {"ocpp21"} else 2


def of_struct(dialect, struct):
    return condition_of({use_of(dialect, struct.versions, struct.security)})


class Names:
    """The pool of names: actions, members and values."""

    def __init__(self, dialects):
        self.uses = {"customData": {2}, "vendorId": {2}}
        for dialect in dialects:
            for action, kinds in dialect.actions.items():
                versions = set().union(*(dialect.structs[n].versions for n in kinds.values()))
                security = all(dialect.structs[n].security for n in kinds.values())
                self.add(action, use_of(dialect, versions, security))
            for struct in dialect.structs.values():
                for field in struct.fields.values():
                    self.add(field.name, use_of(dialect, field.specs, struct.security))
            for enum in dialect.enums.values():
                for value in enum.values:
                    self.add(value, use_of(dialect, enum.versions[value], enum.security))
        self.symbols = {name: "n_" + identifier(name) for name in self.uses}
        if len(set(self.symbols.values())) != len(self.symbols):
            raise SchemaError("two names have the same identifier")
        self.longest = max(len(name) for name in self.uses)

    def add(self, name, use):
        self.uses.setdefault(name, set()).add(use)

    def ordered(self):
        def key(name):
            return (condition_of(self.uses[name]) or "", name)
        return sorted(self.uses, key=key)

    @staticmethod
    def words(name):
        data = bytes([len(name)]) + name.encode("ascii")
        data += b"\0" * (-len(data) % 4)
        return [int.from_bytes(data[i:i + 4], "little") for i in range(0, len(data), 4)]

    def header(self):
        guard = Guard()
        for name in self.ordered():
            symbol, count = self.symbols[name], len(self.words(name))
            line = f"  {symbol},"
            if count > 1:
                line += f" {symbol}__ = {symbol} + {count - 1},"
            guard.add(condition_of(self.uses[name]), line)
        return ["// Where each name of the schemas begins in the pool.", HEAD.rstrip("\n"),
                "#pragma once", "", "#include <cstdint>", "", '#include "plugpoint/config.h"', "",
                "namespace plugpoint::message::table {", "", "enum Name : std::uint16_t {",
                "  n_none,"] + guard.end() + [
                    "  n_count", "};", "",
                    'static_assert(n_count <= 0x1FFF, "a name is known by 13 bits");', "",
                    "}  // namespace plugpoint::message::table"]

    def source(self):
        guard = Guard()
        for name in self.ordered():
            words = " ".join(f"0x{word:08X}," for word in self.words(name))
            guard.add(condition_of(self.uses[name]), f"  {words}  // {name}")
        return ["// The names of all actions, members and values.", HEAD.rstrip("\n"),
                '#include "plugpoint/message/tables.h"', '#include "plugpoint/message/tables_names.h"',
                "", "namespace plugpoint::message::table {", "",
                f'static_assert({self.longest} + 4 <= kNameRoom, "names are copied whole");', "",
                "PLUGPOINT_FLASH const std::uint32_t kNames[] = {",
                    "  0xFFFFFF00,  // the name of nothing: empty, and yet no text is like it"] + guard.end() + [
                    "};", "", "static_assert(sizeof kNames / sizeof kNames[0] == n_count);", "",
                    "}  // namespace plugpoint::message::table"]


class Side:
    """A small table of distinct entries; entry 0 means none where `reserve` is set."""

    def __init__(self, limit, none=None):
        self.rows = [] if none is None else [none]
        self.limit = limit

    def index(self, row):
        if row not in self.rows:
            self.rows.append(row)
        if len(self.rows) > self.limit:
            raise SchemaError("a side table is full")
        return self.rows.index(row)


class Tables:
    def __init__(self, dialects):
        self.dialects = dialects
        self.names = Names(dialects)
        self.pairs = Side(0xFFFF)
        self.items = Side(16, (0, 0))
        self.ranges = Side(16, (None, None, None, None))

    # Symbols -----------------------------------------------------------------------------------

    def struct_symbol(self, dialect, name):
        return f"s{dialect.name[1:]}_{name}"

    def enum_symbol(self, dialect, name):
        return f"e{dialect.name[1:]}_{name}"

    # One field ---------------------------------------------------------------------------------

    def per_version(self, dialect, field, of_spec, absent):
        """(base, next) of a property; a version without the field gets what the other has."""
        values = [of_spec(field.specs[v]) if v in field.specs else None for v in dialect.versions]
        if len(values) == 1:
            values.append(absent)
        known = next(v for v in values if v is not None)
        return tuple(known if v is None else v for v in values)

    def kind(self, struct, field):
        kinds = field.kinds()
        if kinds == {"integer", "decimal"}:
            return "whole_number"
        if kinds == {"enum", "text"}:
            return "enum_or_text"
        simple = {"decimal": "number", "enum": "enumeration"}.get(field.any.kind, field.any.kind)
        if simple == "object" and not field.array and not struct.plain(field):
            return "pointer"
        return simple

    def parameter(self, dialect, field):
        """C++ expressions for (parameter, split)."""
        def of_spec(spec):
            if spec.kind == "enum":
                return self.enum_symbol(dialect, spec.ref)
            if spec.kind == "object":
                return self.struct_symbol(dialect, spec.ref)
            return spec.max_length
        base, following = self.per_version(dialect, field, of_spec, 0)
        if base == following or len(dialect.versions) == 1:
            return str(base), ""
        return str(self.pairs.index((base, following))), ", kSplit"

    def flags(self, dialect, struct, field):
        flags = []
        for bit, version in zip(("Base", "Next"), dialect.versions):
            if version in field.specs:
                flags.append(f"kIn{bit}")
                if field.specs[version].required:
                    flags.append(f"kMust{bit}")
        if field.array:
            flags.append("kArray")
            filled = {spec.min_items for spec in field.specs.values()}
            if filled == {1}:
                flags.append("kFilled")
            elif filled != {0}:
                raise SchemaError(f"{struct.name}.{field.name}: minItems")
        elif not struct.plain(field) and field.any.kind in (
                "integer", "integer64", "decimal", "tenth", "boolean"):
            flags.append("kOptional")
        return " | ".join(flags)

    def field_rows(self, dialect, struct, field):
        items = self.items.index(self.per_version(dialect, field, lambda s: s.max_items, 0))
        bounds = self.per_version(dialect, field, lambda s: (s.minimum, s.maximum), (None, None))
        span = self.ranges.index(bounds[0] + bounds[1])
        parameter, split = self.parameter(dialect, field)
        tail = f", {items}, {span}" if items or span else ""
        return [f"  field_word({self.names.symbols[field.name]}, Type::{self.kind(struct, field)}, "
                f"{self.flags(dialect, struct, field)}{tail}),",
                f"  place_word(offsetof({SPACE[dialect.name]}::{struct.name}, {field.name}), "
                f"{parameter}{split}),"]

    # The arrays --------------------------------------------------------------------------------

    def structs(self):
        """(enum of structs, enum of first fields, struct words, field words)."""
        ids, firsts, words, fields = Guard(), Guard(), Guard(), Guard()
        for dialect in self.dialects:
            for struct in ordered(dialect):
                guard = of_struct(dialect, struct)
                symbol = self.struct_symbol(dialect, struct.name)
                ids.add(guard, f"  {symbol},")
                whole = struct.fields.values()
                base = [f for f in whole if self.field_guard(dialect, struct, f) == guard]
                count = str(len(base))
                if len(base) != len(whole):
                    count = f"({len(base)} + (PLUGPOINT_OCPP21 ? {len(whole) - len(base)} : 0))"
                if whole:
                    firsts.add(guard, f"  f_{symbol}, f_{symbol}__ = f_{symbol} + {count} - 1,")
                cpp = f"{SPACE[dialect.name]}::{struct.name}"
                flags = [f for f, on in (("kCustom", struct.custom),
                                         ("kUnset", self.has_unset(dialect, struct))) if on]
                words.add(guard, f"  struct_word({'f_' + symbol if whole else '0'}, {count}, "
                                 f"sizeof({cpp}), {' | '.join(flags) or 0}),")
                for field in whole:
                    fields.add(self.field_guard(dialect, struct, field),
                               *self.field_rows(dialect, struct, field))
            if dialect.name == "v2":
                guard = "PLUGPOINT_OCPP2X"
                ids.add(guard, "  s2_CustomDataType,")
                firsts.add(guard, "  f_s2_CustomDataType,")
                words.add(guard, "  struct_word(f_s2_CustomDataType, 1, 0, kOpen),")
                fields.add(guard, "  field_word(n_vendorId, Type::discarded, kInBase | kMustBase | "
                                  "kInNext | kMustNext),", "  place_word(0, 255),")
        return ids.end(), firsts.end(), words.end(), fields.end()

    def field_guard(self, dialect, struct, field):
        return condition_of({use_of(dialect, field.specs, struct.security)})

    def has_unset(self, dialect, struct):
        for field in struct.fields.values():
            kind = self.kind(struct, field)
            if field.array:
                continue
            if kind == "date" or kind in ("number", "tenth", "whole_number") and not struct.plain(field):
                return True
            if kind == "object" and self.has_unset(dialect, dialect.structs[field.any.ref]):
                return True
        return False

    def enums(self):
        """(enum of enums, enum of first values, enum words, values)."""
        ids, firsts, words, values = Guard(), Guard(), Guard(), Guard()
        for dialect in self.dialects:
            for name in sorted(dialect.enums):
                enum = dialect.enums[name]
                known = set().union(*enum.versions.values())
                guard = condition_of({use_of(dialect, known, enum.security)})
                symbol = self.enum_symbol(dialect, name)
                base = [v for v in enum.values
                        if condition_of({use_of(dialect, enum.versions[v], enum.security)}) == guard]
                late = [v for v in enum.values if v not in base]
                if enum.values != base + late:
                    raise SchemaError(f"{name}: values of 2.1 are not last")
                rows = [self.names.symbols[v] + ("" if v in base else " | kLate") for v in enum.values]
                # Two values a word: each enumeration begins a word.
                even, odd = (len(base) + 1) // 2, (len(rows) + 1) // 2
                count, span = f"{len(base)}", f"{even}"
                if late:
                    count = f"(PLUGPOINT_OCPP21 ? {len(rows)} : {len(base)})"
                    span = f"(PLUGPOINT_OCPP21 ? {odd} : {even})"
                ids.add(guard, f"  {symbol},")
                firsts.add(guard, f"  v_{symbol}, v_{symbol}__ = v_{symbol} + {span} - 1,")
                words.add(guard, f"  v_{symbol} | {count} << 16,")
                if late and len(base) % 2 == 1:  # the last base value shares its word with a late one
                    self.value_rows(values, guard, rows[:len(base) - 1])
                    values.add("PLUGPOINT_OCPP21", f"  {rows[len(base) - 1]} | ({rows[len(base)]}) << 16,")
                    values.add("!PLUGPOINT_OCPP21 && PLUGPOINT_OCPP2X", f"  {rows[len(base) - 1]},")
                    self.value_rows(values, "PLUGPOINT_OCPP21", rows[len(base) + 1:])
                else:
                    self.value_rows(values, guard, rows[:len(base)])
                    self.value_rows(values, "PLUGPOINT_OCPP21", rows[len(base):])
        return ids.end(), firsts.end(), words.end(), values.end()

    @staticmethod
    def value_rows(guard, condition, rows):
        for i in range(0, len(rows), 2):
            pair = rows[i:i + 2]
            guard.add(condition, f"  {pair[0]} | ({pair[1]}) << 16," if len(pair) == 2
                      else f"  {pair[0]},")

    def action_word(self, action, dialect, shifts):
        """(expression of the dialect's part of an action's words, uses of the action)."""
        parts, uses = [], set()
        for kind, shift in zip(("request", "response"), shifts):
            name = dialect.actions.get(action, {}).get(kind)
            if name is None:
                continue
            struct = dialect.structs[name]
            use = use_of(dialect, struct.versions, struct.security)
            uses.add(use)
            macro = {16: "IF_16", SECURITY: "IF_SECURITY", 2: "IF_2X", 21: "IF_21"}[use]
            parts.append(f"{macro}({self.struct_symbol(dialect, name)}) << {shift}")
            if dialect.name == "v2":
                parts.append(f"{dialect.mask(struct.versions)} << {18 if kind == 'request' else 20}")
        return parts, uses

    def actions(self):
        """(rows of kActions, rows of kActions2x)."""
        macros = {"PLUGPOINT_OCPP16": "IF_16", "PLUGPOINT_OCPP2X": "IF_2X", "PLUGPOINT_OCPP21": "IF_21",
                  "PLUGPOINT_SECURITY": "IF_SECURITY",
                  "PLUGPOINT_SECURITY || PLUGPOINT_OCPP2X": "IF_SECURITY_OR_2X"}
        v16, v2 = self.dialects
        lines, lines_2x = ["  0,"], ["  0,"]
        for action in sorted(set().union(*(dialect.actions for dialect in self.dialects))):
            parts, uses = self.action_word(action, v16, (13, 22))
            parts_2x, uses_2x = self.action_word(action, v2, (0, 9))
            name = self.names.symbols[action]
            condition = condition_of(uses | uses_2x)
            if condition:
                name = f"{macros[condition]}({name})"
            lines.append("  " + " | ".join([name] + parts) + ",")
            lines_2x.append(f"  {' | '.join(parts_2x) or '0'},")
        return lines, lines_2x

    def small(self):
        def cell(value):
            return f"IF_2X({value})" if isinstance(value, str) else str(value)
        lines = ["PLUGPOINT_FLASH const std::uint32_t kPairs[] = {"]
        lines += [f"  {cell(a)} | {cell(b)}U << 16," for a, b in self.pairs.rows]
        lines += ["};", "", "PLUGPOINT_FLASH const std::uint32_t kItems[] = {"]
        lines += [f"  {a} | {b}U << 16," for a, b in self.items.rows]
        lines += ["};", "", "PLUGPOINT_FLASH const std::uint32_t kRanges[] = {"]
        for row in self.ranges.rows:
            cells = [NO_BOUND if value is None else value for value in row]
            lines.append("  " + " | ".join(f"{c} << {8 * i}" for i, c in enumerate(cells)) + ",")
        return lines + ["};", ""]

    def source(self):
        ids, firsts, struct_words, field_words = self.structs()
        enum_ids, value_firsts, enum_words, values = self.enums()
        actions, actions_2x = self.actions()
        # customData may be in the innermost object of 2.x; 1.6 has none.
        depths = [f"IF_16({dialect.nesting}U)" if dialect.name == "v16" else f"IF_2X({dialect.nesting}U + 1)"
                  for dialect in self.dialects]
        counts = [f"IF_{'16' if dialect.name == 'v16' else '2X'}({dialect.members}U)"
                  for dialect in self.dialects]
        lines = ["// The schemas as packed words.", HEAD.rstrip("\n"), "#include <cstddef>", "",
                 '#include "plugpoint/config.h"', '#include "plugpoint/message/codec.h"',
                 '#include "plugpoint/message/tables.h"', '#include "plugpoint/message/tables_names.h"',
                 '#include "plugpoint/message/v16.h"', '#include "plugpoint/message/v2.h"', "",
                 "#if PLUGPOINT_OCPP16", "#define IF_16(x) (x)", "#else", "#define IF_16(x) 0U", "#endif",
                 "#if PLUGPOINT_OCPP2X", "#define IF_2X(x) (x)", "#else", "#define IF_2X(x) 0U", "#endif",
                 "#if PLUGPOINT_OCPP21", "#define IF_21(x) (x)", "#else", "#define IF_21(x) 0U", "#endif",
                 "#if PLUGPOINT_SECURITY", "#define IF_SECURITY(x) (x)", "#else", "#define IF_SECURITY(x) 0U",
                 "#endif", "#if PLUGPOINT_SECURITY || PLUGPOINT_OCPP2X", "#define IF_SECURITY_OR_2X(x) (x)",
                 "#else", "#define IF_SECURITY_OR_2X(x) 0U", "#endif", "",
                 "namespace plugpoint::message::table {", "", "namespace {", "",
                 "constexpr std::uint32_t kLate = 1U << 15;  // a value of 2.1 only", "",
                 "enum StructId : std::uint32_t {", "  s_none,"] + ids + ["  s_count", "};", "",
                 "enum FirstField : std::uint32_t {"] + firsts + ["  f_count", "};", "",
                 "enum EnumId : std::uint32_t {"] + enum_ids + ["  e_count", "};", "",
                 "enum FirstValue : std::uint32_t {"] + value_firsts + ["  v_count", "};", "",
                 'static_assert(s_count <= 0x1FF && f_count <= 0x7FF && v_count <= 0xFFFF, "indices fit");',
                 *[f"static_assert({depth} <= kMaxNesting);" for depth in depths],
                 *[f"static_assert({count} <= 32 * kSeenWords);" for count in counts], "",
                 "}  // namespace", "",
                 "const std::uint16_t kCustomData = IF_2X(s2_CustomDataType);", "",
                 "PLUGPOINT_FLASH const std::uint32_t kActions[] = {"] + actions + ["};",
                 "static_assert(sizeof kActions == kActionCount * 4);", "",
                 "#if PLUGPOINT_OCPP2X",
                 "PLUGPOINT_FLASH const std::uint32_t kActions2x[] = {"] + actions_2x + ["};",
                 "static_assert(sizeof kActions2x == kActionCount * 4);", "#endif", "",
                 "PLUGPOINT_FLASH constexpr std::uint32_t kStructs[] = {", "  0,"] + struct_words + ["};", "",
                 "PLUGPOINT_FLASH const std::uint32_t kFields[] = {"] + field_words + ["};",
                 "static_assert(sizeof kFields == f_count * 8);", "",
                 "PLUGPOINT_FLASH const std::uint32_t kEnums[] = {"] + enum_words + ["};", "",
                 "PLUGPOINT_FLASH const std::uint32_t kValues[] = {"] + values + ["};",
                 "static_assert(sizeof kValues == v_count * 4);", ""]
        lines += self.small()
        lines.append("}  // namespace plugpoint::message::table")
        return lines

    def files(self):
        source = self.source()
        return {"tables.cpp": source, "tables_names.h": self.names.header(),
                "tables_names.cpp": self.names.source()}
