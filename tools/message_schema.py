"""Reads the official OCPP JSON schemas into one model: actions, enumerations, structs, fields.

2.0.1 and 2.1 are merged into one dialect ("v2"): a field remembers what each version says about it.
1.6 is a dialect of its own ("v16"); its schemas are inline, so its types get the names of chapter 7
of the specification here.
"""

import json
import os
import re

FILES = {"ocpp16": "ocpp1_6.json", "ocpp201": "ocpp2_0_1.json", "ocpp21": "ocpp2_1.json"}

# 1.6 §7: the type of a member, by "<message>.<member>" or, where it is the same everywhere, by
# "<member>".
NAMES_16 = {
    "idTagInfo": "IdTagInfo",
    "chargingProfile": "ChargingProfile",
    "csChargingProfiles": "ChargingProfile",
    "chargingSchedule": "ChargingSchedule",
    "chargingSchedulePeriod": "ChargingSchedulePeriod",
    "configurationKey": "KeyValue",
    "meterValue": "MeterValue",
    "transactionData": "MeterValue",
    "sampledValue": "SampledValue",
    "localAuthorizationList": "AuthorizationData",
    "chargingProfilePurpose": "ChargingProfilePurposeType",
    "chargingProfileKind": "ChargingProfileKindType",
    "chargingRateUnit": "ChargingRateUnitType",
    "recurrencyKind": "RecurrencyKindType",
    "context": "ReadingContext",
    "format": "ValueFormat",
    "measurand": "Measurand",
    "phase": "Phase",
    "location": "Location",
    "unit": "UnitOfMeasure",
    "updateType": "UpdateType",
    "errorCode": "ChargePointErrorCode",
    "reason": "Reason",
    "requestedMessage": "MessageTrigger",
    "IdTagInfo.status": "AuthorizationStatus",
    "BootNotificationConf.status": "RegistrationStatus",
    "CancelReservationConf.status": "CancelReservationStatus",
    "ChangeAvailabilityReq.type": "AvailabilityType",
    "ChangeAvailabilityConf.status": "AvailabilityStatus",
    "ChangeConfigurationConf.status": "ConfigurationStatus",
    "ClearCacheConf.status": "ClearCacheStatus",
    "ClearChargingProfileConf.status": "ClearChargingProfileStatus",
    "DataTransferConf.status": "DataTransferStatus",
    "DiagnosticsStatusNotificationReq.status": "DiagnosticsStatus",
    "FirmwareStatusNotificationReq.status": "FirmwareStatus",
    "GetCompositeScheduleConf.status": "GetCompositeScheduleStatus",
    "RemoteStartTransactionConf.status": "RemoteStartStopStatus",
    "RemoteStopTransactionConf.status": "RemoteStartStopStatus",
    "ReserveNowConf.status": "ReservationStatus",
    "ResetReq.type": "ResetType",
    "ResetConf.status": "ResetStatus",
    "SendLocalListConf.status": "UpdateStatus",
    "SetChargingProfileConf.status": "ChargingProfileStatus",
    "StatusNotificationReq.status": "ChargePointStatus",
    "TriggerMessageConf.status": "TriggerMessageStatus",
    "UnlockConnectorConf.status": "UnlockStatus",
}

# The actions of 1.6 that its security extension adds (white paper, edition 3).
SECURITY_16 = {"CertificateSigned", "DeleteCertificate", "ExtendedTriggerMessage",
               "GetInstalledCertificateIds", "GetLog", "InstallCertificate", "LogStatusNotification",
               "SecurityEventNotification", "SignCertificate", "SignedFirmwareStatusNotification",
               "SignedUpdateFirmware"}

KEYWORDS = {"unset", "auto", "case", "default", "delete", "export", "new", "operator", "private",
            "public", "register", "signed", "short", "switch", "this", "union", "void", "and", "or"}

# Keywords of JSON Schema that carry no constraint; any other unknown keyword stops the generator.
SILENT = {"$schema", "$id", "description", "javaType", "comment", "title", "default", "definitions"}


class SchemaError(Exception):
    """The schemas hold something that the generator does not know."""


def identifier(wire):
    """The C++ identifier of a value on the wire."""
    name = re.sub(r"[^A-Za-z0-9_]", "_", wire)
    if name in KEYWORDS or name[0].isdigit():
        name += "_"
    return name


class Enum:
    """An enumeration: values in order, each with the versions that know it."""

    def __init__(self, name):
        self.name = name
        self.values = []  # wire names
        self.versions = {}  # wire name -> set of versions
        self.used = False  # whether a struct has a member of it
        self.security = False  # whether only the security extension of 1.6 has it

    def merge(self, values, version):
        for value in values:
            if value not in self.versions:
                self.values.append(value)
                self.versions[value] = set()
            self.versions[value].add(version)


class Spec:
    """What one version says about a field."""

    def __init__(self):
        self.kind = None  # text, date, integer, decimal, tenth, boolean, enum, object, any, custom
        self.ref = None  # the enum's or struct's name
        self.max_length = 0
        self.minimum = None
        self.maximum = None
        self.array = False
        self.min_items = 0
        self.max_items = 0
        self.required = False


class Field:
    def __init__(self, name):
        self.name = name
        self.specs = {}  # version -> Spec

    @property
    def array(self):
        return self.any.array

    @property
    def any(self):
        return next(iter(self.specs.values()))

    def kinds(self):
        return {spec.kind for spec in self.specs.values()}

    def required_in(self):
        return {version for version, spec in self.specs.items() if spec.required}


class Struct:
    def __init__(self, name):
        self.name = name
        self.fields = {}  # name -> Field, in order
        self.versions = set()
        self.custom = False  # whether customData is allowed
        self.message = None  # (action, kind) for the payload of an action
        self.users = []  # names of the structs that hold it
        self.security = False  # whether only the security extension of 1.6 has it

    def plain(self, field):
        """Whether the member is always there: required wherever the struct exists."""
        return field.required_in() == self.versions


class Dialect:
    """The messages and types of one set of structs."""

    def __init__(self, name, versions):
        self.name = name
        self.versions = versions
        self.enums = {}
        self.structs = {}
        self.actions = {}  # action -> {"request": struct name, "response": struct name}

    def bit(self, version):
        return 1 << self.versions.index(version)

    def mask(self, versions):
        return sum(self.bit(version) for version in versions)


def message_of(schema_id):
    """(action, kind) of a schema's $id. 2.1 spells `Request` where the others spell `.req`."""
    name = schema_id[len("urn:"):]
    for suffix, kind in ((".req", "request"), (".conf", "response"), ("Request", "request"),
                         ("Response", "response")):
        if name.endswith(suffix):
            return name[: -len(suffix)], kind
    return name, "request"  # 2.1 NotifyPeriodicEventStream is a SEND: it has no response


class Reader:
    """Adds the schemas of one version to a dialect."""

    def __init__(self, dialect, version):
        self.dialect = dialect
        self.version = version
        self.definitions = {}
        self.seen = {}  # struct name -> its body: the same name must mean the same everywhere

    def message(self, schema):
        action, kind = message_of(schema["$id"])
        suffix = {"request": "Req", "response": "Conf"} if self.version == "ocpp16" else {
            "request": "Request", "response": "Response"}
        name = action + suffix[kind]
        if action == "NotifyPeriodicEventStream":
            name = action
        self.definitions = schema.get("definitions", {})
        for definition in self.definitions.values():
            definition.pop("description", None)
        self.struct(name, schema)
        self.dialect.structs[name].message = (action, kind)
        self.dialect.actions.setdefault(action, {})[kind] = name

    def struct(self, name, schema):
        self.check_keywords(name, schema, {"type", "properties", "required", "additionalProperties"})
        body = json.dumps(self.bare(schema), sort_keys=True)
        if name in self.seen:
            if self.seen[name] != body:
                raise SchemaError(f"{self.version} {name} differs between two messages")
            return
        self.seen[name] = body
        if schema.get("additionalProperties") is not False:
            raise SchemaError(f"{name}: additional properties are not excluded")
        struct = self.dialect.structs.setdefault(name, Struct(name))
        struct.versions.add(self.version)
        for member, of_member in schema.get("properties", {}).items():
            if member == "customData":
                if of_member.get("$ref") != "#/definitions/CustomDataType":
                    raise SchemaError(f"{name}.customData")
                struct.custom = True
                continue
            field = struct.fields.setdefault(member, Field(member))
            spec = self.spec(struct, member, of_member)
            spec.required = member in schema.get("required", [])
            field.specs[self.version] = spec

    def spec(self, struct, member, schema):
        spec = Spec()
        if schema.get("type") == "array":
            self.check_keywords(member, schema, {"type", "items", "additionalItems", "minItems",
                                                 "maxItems"})
            spec.array = True
            spec.min_items = schema.get("minItems", 0)
            spec.max_items = schema.get("maxItems", 0)
            schema = schema["items"]
        if "$ref" in schema:
            self.check_keywords(member, schema, {"$ref"})
            name = schema["$ref"].rsplit("/", 1)[1]
            schema = self.definitions[name]
        else:
            name = NAMES_16.get(f"{struct.name}.{member}", NAMES_16.get(member))
        self.value(spec, struct, member, schema, name)
        return spec

    def value(self, spec, struct, member, schema, name):
        kind = schema.get("type")
        where = f"{struct.name}.{member}"
        if kind is None:
            self.check_keywords(where, schema, set())
            spec.kind = "any"
        elif kind == "object":
            self.struct(name, schema)
            spec.kind, spec.ref = "object", name
            users = self.dialect.structs[name].users
            if struct.name not in users:
                users.append(struct.name)
        elif "enum" in schema:
            self.check_keywords(where, schema, {"type", "enum", "additionalProperties"})
            if name is None:
                raise SchemaError(f"no name for the enumeration {where}")
            self.dialect.enums.setdefault(name, Enum(name)).merge(schema["enum"], self.version)
            spec.kind, spec.ref = "enum", name
        elif kind == "string":
            self.check_keywords(where, schema, {"type", "maxLength", "format"})
            spec.kind = "date" if schema.get("format") == "date-time" else "text"
            spec.max_length = schema.get("maxLength", 0)
        elif kind in ("integer", "number"):
            self.check_keywords(where, schema, {"type", "minimum", "maximum", "multipleOf"})
            spec.kind = "integer" if kind == "integer" else "decimal"
            spec.minimum, spec.maximum = schema.get("minimum"), schema.get("maximum")
            if "multipleOf" in schema:
                if schema["multipleOf"] != 0.1:
                    raise SchemaError(f"{where}: multipleOf")
                spec.kind = "tenth"
            if self.version == "ocpp16" and member == "transactionId":
                spec.kind = "integer64"  # the central system chooses it (1.6 §4.8)
        elif kind == "boolean":
            self.check_keywords(where, schema, {"type"})
            spec.kind = "boolean"
        else:
            raise SchemaError(f"{where}: type {kind}")

    def bare(self, schema):
        if isinstance(schema, dict):
            return {key: self.bare(value) for key, value in schema.items() if key not in SILENT
                    or isinstance(value, dict) and key != "definitions"}
        if isinstance(schema, list):
            return [self.bare(value) for value in schema]
        return schema

    @staticmethod
    def check_keywords(where, schema, known):
        unknown = set(schema) - known - SILENT
        if unknown:
            raise SchemaError(f"{where}: unknown keywords {sorted(unknown)}")


def nest(dialect, name, above=()):
    """The deepest nesting of objects below a struct, itself included."""
    if name in above:
        raise SchemaError(f"{name} contains itself")
    below = [nest(dialect, spec.ref, above + (name,)) for field in dialect.structs[name].fields.values()
             for spec in field.specs.values() if spec.kind == "object"]
    return 1 + max(below, default=0)


def finish(dialect):
    """Puts what is shared first and checks what the tables take for granted."""
    last = dialect.versions[-1]
    for struct in dialect.structs.values():
        # Members that only the last version has come last, so that an index never depends on
        # which versions are compiled in.
        first = [f for f in struct.fields.values() if set(f.specs) != {last} or len(dialect.versions) == 1]
        rest = [f for f in struct.fields.values() if f not in first]
        struct.fields = {field.name: field for field in first + rest}
        for field in struct.fields.values():
            if len({spec.array for spec in field.specs.values()}) != 1:
                raise SchemaError(f"{struct.name}.{field.name} is an array in one version only")
            if len(field.kinds()) > 1 and field.kinds() not in ({"integer", "decimal"},
                                                                {"enum", "text"}):
                raise SchemaError(f"{struct.name}.{field.name}: {field.kinds()}")
            if field.kinds() == {"enum"}:
                dialect.enums[field.any.ref].used = True
    dialect.nesting = max(nest(dialect, name) for name in dialect.structs)
    dialect.members = max(len(struct.fields) for struct in dialect.structs.values())


def mark_security(dialect):
    """Marks what only the security extension of 1.6 has."""
    def only_there(struct):
        if struct.message:
            return struct.message[0] in SECURITY_16
        return all(only_there(dialect.structs[name]) for name in struct.users)

    holders = {}  # enumeration -> whether each of its holders is of the extension
    for struct in dialect.structs.values():
        struct.security = only_there(struct)
        for field in struct.fields.values():
            if field.any.kind == "enum":
                holders.setdefault(field.any.ref, []).append(struct.security)
    for name, securities in holders.items():
        dialect.enums[name].security = all(securities)


def read(folder):
    """The two dialects from the schema files in `folder`."""
    dialects = [Dialect("v16", ["ocpp16"]), Dialect("v2", ["ocpp201", "ocpp21"])]
    for dialect in dialects:
        for version in dialect.versions:
            with open(os.path.join(folder, FILES[version]), encoding="utf-8") as file:
                reader = Reader(dialect, version)
                for schema in json.load(file):
                    reader.message(schema)
        finish(dialect)
    mark_security(dialects[0])
    return dialects


def ordered(dialect):
    """The structs so that each comes after those that it holds; alphabetical otherwise."""
    done = []

    def add(struct):
        if struct in done:
            return
        for field in struct.fields.values():
            if field.any.kind == "object":
                add(dialect.structs[field.any.ref])
        done.append(struct)

    for name in sorted(dialect.structs):
        if dialect.structs[name].message is None:
            add(dialect.structs[name])
    for name in sorted(dialect.structs):
        add(dialect.structs[name])
    return done
