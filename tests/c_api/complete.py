#!/usr/bin/env python3
"""Checks that the C API is whole: each public declaration of the C++ face has its counterpart.

- a method of ChargePoint `m` is the function `plugpoint_m`, one of Variables `plugpoint_variable_m`;
- a member of a struct is a member of the same name, and of a port (a class with virtual functions)
  a function pointer with the same number of parameters;
- an enumeration has the same names in the same order;
- the sources below src/plugpoint/c_api mention each member, and forward each virtual function.

Prints what is missing; exit code 1 when there is something."""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
SRC = ROOT / "src"
# Headers of the public face: by themselves, and with those that they include.
OWN = [SRC / "plugpoint" / "station" / "message_observer.h"]
FACES = [SRC / "plugpoint" / "station" / "charge_point.h",
         SRC / "plugpoint" / "station" / "settings.h", SRC / "plugpoint" / "port.h",
         SRC / "plugpoint" / "blocks" / "id_token.h", SRC / "plugpoint" / "variables" / "key.h"]

# Public, but with no counterpart of the same shape, and why.
ELSEWHERE = {
    "Text": "const char* going in, plugpoint_text_t coming out",
    "FlashText": "plugpoint_text_t; plugpoint_text_copy reads it",
    "ValueRoom": "the caller's buffer",
    "Span": "pointer and count",
    "DateTime": "UTC as int64_t in ms",
    "EchoResponder": "plugpoint_loopback_t is the one",
    "Clock": "inside of the station",
    "IdToken": "text and type",
    "Station": "inside of the station",
    "RaisedSignal": "inside of the station",
    "ReservationUse": "inside of the station",
    "Signal": "inside of the station",
    "Dialect": "inside of the station; the subprotocol tells",
    "Setup": "made by plugpoint_create",
    "Compaction": "private",
    "TokenEntry": "plugpoint_known_token_t is what goes in",
    "StoredToken": "inside of the station",
    "Key": "variables are found by name",
}
ELSEWHERE_MEMBERS = {
    "Event.why": "in plugpoint_event_t.text",
    "Settings.identity": "pointer to a struct with a size of its own",
    "ChargingLimit.kUnlimited": "PLUGPOINT_UNLIMITED",
    "Decimal.kUnset": "a reading that is not there is read_meter's false",
    "KeyRow.kReadOnly": "PLUGPOINT_KEY_READ_ONLY",
    "KeyRow.kWriteOnly": "PLUGPOINT_KEY_WRITE_ONLY",
    "KeyRow.kReboot": "PLUGPOINT_KEY_REBOOT",
    "KeyRow.kOptional": "PLUGPOINT_KEY_OPTIONAL",
    # By functions of their own, since they may grow.
    "EvseBoard.facts": "plugpoint_board_facts",
    "EvseBoard.limit": "plugpoint_board_limit",
    "EvseBoard.transaction": "plugpoint_board_transaction",
    "EvseBoard.reservation": "plugpoint_board_reservation",
    "TransactionView.key_told": "inside of the station",
    "SignedReading.kMaxData": "PLUGPOINT_MAX_SIGNED_DATA",
    "SignedReading.kMaxMethod": "PLUGPOINT_MAX_SIGNED_METHOD",
    "EvseBoard.reservation_use": "inside of the station",
    "Reservation.at_latest": "inside of the station",
    "Reservation.end_unstored": "inside of the station",
    "ChargePoint.variables": "plugpoint_variable_...",
    "Variables.set_default": "plugpoint_settings_t.defaults",
    "Variables.open": "plugpoint_create",
    "Variables.lost_bytes": "told in the log at the start",
    "Variables.texts_used": "plugpoint_memory_use_t.text_used",
}


def plain(text):
    """Without comments, preprocessor lines and the bodies of functions' texts."""
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    text = re.sub(r"//[^\n]*", "", text)
    return re.sub(r"^[ \t]*#(?:[^\n]*\\\n)*[^\n]*", "", text, flags=re.MULTILINE)


def block_at(text, opening):
    """What stands between the brace at `opening` and its partner, and where it ends."""
    depth = 0
    for at in range(opening, len(text)):
        depth += {"{": 1, "}": -1}.get(text[at], 0)
        if depth == 0:
            return text[opening + 1:at], at
    raise ValueError("a brace without a partner")


def snake(name):
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def enumerators(body):
    names = (re.split(r"[=\s]", item.strip())[0] for item in body.split(","))
    return [name for name in names if name and name != "count_"]


def statements(body):
    """The declarations of a class, with the bodies of functions and nested types taken out."""
    out, at = "", 0
    while at < len(body):
        if body[at] == "{":
            _, end = block_at(body, at)
            out += "{}" if out.rstrip().endswith("=") or re.match(r"\s*;", body[end + 1:]) else ";"
            at = end + 1
        else:
            out += body[at]
            at += 1
    return [" ".join(part.split()) for part in out.split(";")]


class CppType:
    """What is public of one class or struct."""

    def __init__(self, name, kind, body):
        self.name = name
        self.virtuals = {}  # name -> count of parameters
        self.methods = []
        self.members = []
        public = kind == "struct"
        for statement in statements(body):
            access = re.match(r"((?:public|protected|private) ?: ?)+", statement)
            if access:
                public = access.group(0).rstrip(" :").split(":")[-1].strip() == "public"
                statement = statement[access.end():]
            if public and statement:
                self.take(statement)

    def take(self, statement):
        if re.match(r"(friend|using|template|static_assert|struct|class|enum|explicit|constexpr "
                    r"(?!static))", statement) or "operator" in statement or "~" in statement:
            return
        function = re.search(r"(\w+)\s*\(([^()]*(?:\([^()]*\)[^()]*)*)\)", statement)
        pointer = re.search(r"\(\s*\*\s*(\w+)\s*\)\s*\(", statement)
        if pointer:
            self.members.append(pointer.group(1))
        elif function and "=" not in statement[:function.start()]:
            name, parameters = function.groups()
            count = 0 if not parameters.strip() else parameters.count(",") + 1
            if statement.startswith("virtual"):
                self.virtuals[name] = count
            elif name != self.name and "static constexpr" not in statement:
                self.methods.append(name)
        else:
            member = re.match(r".*?[\s&*>](\w+)\s*(?:=.*)?$", statement)
            if member:
                self.members.append(member.group(1))


def cpp_types():
    """All types of the public face: those of its headers and of the headers these include."""
    headers = FACES + OWN
    for face in FACES:
        for name in re.findall(r'#include "(plugpoint/[^"]+)"', face.read_text()):
            headers.append(SRC / name)
    types, enums = {}, {}
    for header in sorted(set(headers)):
        text = plain(header.read_text())
        for match in re.finditer(r"enum class (\w+)\s*(?::[^{;]*)?\{", text):
            name = "EventKind" if match.group(1) == "Kind" else match.group(1)
            enums[name] = enumerators(block_at(text, match.end() - 1)[0])
        for match in re.finditer(r"(?<!enum )\b(class|struct)(?: \[\[\w+\]\])? (\w+)(?: final)?\s*\{",
                                 text):
            body = block_at(text, match.end() - 1)[0]
            types[match.group(2)] = CppType(match.group(2), match.group(1), body)
    return types, enums


class CApi:
    def __init__(self):
        folder = SRC / "plugpoint" / "c_api"
        headers = [SRC / "plugpoint_c.h"] + [folder / name for name in
                                             ("messages.h", "ports.h", "settings.h",
                                              "values.h")]
        text = plain("\n".join(path.read_text() for path in headers))
        self.sources = plain("\n".join(path.read_text() for path in sorted(folder.glob("*.cpp"))))
        self.adapters = plain("".join(path.read_text() for path in folder.glob("*_adapter*.h")))
        self.functions = set(re.findall(r"\b(plugpoint_\w+)\(", text))
        self.structs = {}
        self.enums = {}
        for match in re.finditer(r"typedef (struct|enum) \{", text):
            body, end = block_at(text, match.end() - 1)
            name = re.match(r"\s*(\w+)", text[end + 1:]).group(1)
            if match.group(1) == "enum":
                self.enums[name] = enumerators(body)
            else:
                self.structs[name] = self.members(body)

    @staticmethod
    def members(body):
        """name -> count of parameters of a function pointer, or None."""
        found = {}
        for statement in body.split(";"):
            pointer = re.search(r"\(\*(\w+)\)\(([^)]*)\)", statement)
            plain_member = re.search(r"(\w+)\s*$", statement)
            if pointer:
                found[pointer.group(1)] = pointer.group(2).count(",") + 1
            elif plain_member:
                found[plain_member.group(1)] = None
        return found


def check_enum(name, values, api):
    c_name = f"plugpoint_{snake(name)}_t"
    if c_name not in api.enums:
        return [f"the enumeration {name} has no {c_name}"]
    prefix = f"PLUGPOINT_{snake(name).upper()}_"
    ours = [value.removeprefix(prefix).replace("_", "") for value in api.enums[c_name]]
    theirs = [value.upper().replace("_", "") for value in values]
    return [] if ours == theirs else [f"{c_name} has {ours}, {name} {theirs}"]


def check_port(kind, api):
    c_name = f"plugpoint_{snake(kind.name)}_t"
    members = api.structs.get(c_name)
    if members is None:
        return [f"the port {kind.name} has no {c_name}"]
    missing = []
    for name, count in kind.virtuals.items():
        # Pieces of memory are two parameters in C, and the context comes first.
        if members.get(name) is None:
            missing.append(f"{kind.name}::{name} is no function of {c_name}")
        elif members[name] < count + 1 and f"{c_name}.{name}" not in ELSEWHERE_MEMBERS:
            missing.append(f"{c_name}.{name} has {members[name]} parameters, {count + 1} are due")
        if not re.search(rf"\b{name}\([^;]*\) override;", api.adapters):
            missing.append(f"port_adapters.h does not override {kind.name}::{name}")
    return missing


def check_struct(kind, api):
    c_name = f"plugpoint_{snake(kind.name)}_t"
    members = api.structs.get(c_name)
    if members is None:
        return [f"the struct {kind.name} has no {c_name}"]
    missing = []
    for name in kind.members:
        if f"{kind.name}.{name}" in ELSEWHERE_MEMBERS:
            continue
        if name not in members:
            missing.append(f"{kind.name}.{name} is missing in {c_name}")
        elif not re.search(rf"\b{name}\b", api.sources):
            missing.append(f"{kind.name}.{name} is not passed on in src/plugpoint/c_api")
    return missing


def check_methods(kind, prefix, api):
    return [f"{kind.name}::{name} has no {prefix}{name}"
            for name in dict.fromkeys(kind.methods)
            if f"{kind.name}.{name}" not in ELSEWHERE_MEMBERS
            and prefix + name not in api.functions]


def check(types, enums, api):
    missing = []
    for name, values in enums.items():
        if name not in ELSEWHERE:
            missing += check_enum(name, values, api)
    for name, kind in types.items():
        if name in ELSEWHERE:
            continue
        if name == "ChargePoint":
            missing += check_methods(kind, "plugpoint_", api)
        elif name == "Variables":
            missing += check_methods(kind, "plugpoint_variable_", api)
        elif kind.virtuals:
            missing += check_port(kind, api)
        else:
            missing += check_struct(kind, api)
    return missing


def main():
    types, enums = cpp_types()
    missing = check(types, enums, CApi())
    for text in missing:
        print(text, file=sys.stderr)
    count = len(enums) + sum(len(kind.methods) + len(kind.virtuals) + len(kind.members)
                             for kind in types.values())
    print(f"{count} public declarations of {len(types)} types and {len(enums)} enumerations, "
          f"{len(missing)} without a counterpart in C")
    return 1 if missing or count < 150 else 0


if __name__ == "__main__":
    sys.exit(main())
