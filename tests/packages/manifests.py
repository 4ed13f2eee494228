#!/usr/bin/env python3
"""Checks the package files and the layout against the rules of the Arduino Library Manager (numbers
are arduino-lint's), the PlatformIO registry and the ESP Component Registry, which refuse a release
that breaks one. Prints each offence; exit code 1 when there is one."""

import json
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
SEMVER = re.compile(r"\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?\Z")
ARDUINO_CATEGORIES = {"Display", "Communication", "Signal Input/Output", "Sensors", "Device Control",
                      "Timing", "Data Storage", "Data Processing", "Other"}
NOT_OURS = {".git", "build", "node_modules", "__pycache__", ".cache"}


def cmake_version():
    return re.search(r"project\(Plugpoint VERSION (\S+)", read("CMakeLists.txt")).group(1)


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


def tracked_files():
    """Paths below the root, as tracked; in an unpacked archive, all that are not built."""
    listing = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
                             cwd=ROOT, capture_output=True)
    if listing.returncode == 0:
        paths = [pathlib.PurePosixPath(name) for name in listing.stdout.decode().split("\0") if name]
    else:
        paths = [path.relative_to(ROOT) for path in ROOT.rglob("*") if path.is_file()]
    return [path for path in paths
            if NOT_OURS.isdisjoint(path.parts) and (ROOT / path).exists()]


def properties():
    return dict(line.split("=", 1) for line in read("library.properties").splitlines()
                if line.strip() and not line.startswith("#"))


def check_properties():
    """library.properties: LP001 to LP058."""
    for number, line in enumerate(read("library.properties").splitlines(), 1):
        if line.strip() and not line.startswith("#") and "=" not in line:
            yield f"library.properties:{number} is no key=value (LP002)"
    given = properties()
    for key in ("name", "version", "author", "maintainer", "sentence", "paragraph", "url",
                "category", "architectures"):
        if not given.get(key, "").strip():
            yield f"library.properties: {key} is missing (LP003 to LP034)"
        elif given[key] != given[key].strip():
            yield f"library.properties: {key} has spaces at an end"
    name = given.get("name", "")
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_.\-]{0,31}", name):
        yield "library.properties: name has other characters or is longer than 32 (LP007 to LP010)"
    if name.lower().startswith("arduino") or "library" in name.lower():
        yield "library.properties: name must not say Arduino or library (LP011 to LP014)"
    if not SEMVER.match(given.get("version", "")):
        yield "library.properties: version is not semantic (LP019)"
    if given.get("category") not in ARDUINO_CATEGORIES:
        yield "library.properties: category is unknown (LP034)"
    if not re.match(r"https?://\S+\Z", given.get("url", "")):
        yield "library.properties: url is none (LP040)"
    if given.get("sentence", "") == given.get("paragraph", ""):
        yield "library.properties: paragraph repeats sentence (LP032)"
    if given.get("paragraph", "").startswith(given.get("sentence", "\0")):
        yield "library.properties: paragraph starts with sentence (LP032)"
    for header in given.get("includes", "").split(","):
        if not (ROOT / "src" / header.strip()).is_file():
            yield f"library.properties: includes {header}, which is not in src/ (LP053)"
    if not (ROOT / "src" / (name + ".h")).is_file():
        yield "src/ has no header named like the library (LS008)"
    unknown = set(given) - {"name", "version", "author", "maintainer", "sentence", "paragraph", "url",
                            "category", "architectures", "includes", "depends", "dot_a_linkage"}
    if unknown:
        yield f"library.properties: unknown keys {sorted(unknown)} (LP002)"


def check_layout(paths):
    """Files and folders: LS001 to LS012, LD001 to LD006."""
    for path in paths:
        if (ROOT / path).is_symlink():
            yield f"{path}: a symbolic link (LS005)"
        if path.suffix == ".exe" or path.name == ".development":
            yield f"{path}: not allowed in a library (LS006, LS007)"
        if path.name == ".gitmodules":
            yield "submodules arrive as empty folders (LS004)"
        if path.suffix in (".ino", ".pde") and path.parts[0] != "examples":
            yield f"{path}: a sketch outside examples/"
        if path.parts[0] == "src" and len(path.parts) == 2 and path.suffix != ".h":
            yield f"{path}: the root of src/ is for public headers"
        if len(path.parts) == 1 and path.suffix in (".c", ".cpp", ".h", ".S"):
            yield f"{path}: sources beside src/ (LS003)"
    for folder in ("utility", "Examples", "example", "Src", "Extras"):
        if (ROOT / folder).is_dir() and folder in {path.name for path in ROOT.iterdir()}:
            yield f"{folder}/ misleads the Arduino IDE (LS002, LD006)"
    if not (ROOT / "README.md").is_file() or not (ROOT / "LICENSE").is_file():
        yield "README.md and LICENSE are required (LD001, LD002)"


def check_examples(paths):
    """Each sketch is examples/<X>/<X>.ino; a folder without one is no example to the IDE (LD004)."""
    sketches = [path for path in paths if path.suffix == ".ino"]
    for sketch in sketches:
        if len(sketch.parts) != 3 or sketch.stem != sketch.parts[1]:
            yield f"{sketch}: a sketch is examples/<X>/<X>.ino"
    for path in paths:
        in_sketch = len(path.parts) > 3 and path.parts[:2] in {s.parts[:2] for s in sketches}
        if in_sketch and path.suffix in (".cpp", ".c", ".h") and path.parts[2] != "src":
            yield f"{path}: sources of a sketch lie beside it or in its src/"
        if path.parts[0] == "examples" and not re.fullmatch(r"[\w.\-]+", path.name):
            yield f"{path}: letters, digits, _ . - only"


def public_words():
    """Every word of the public headers, for keywords.txt."""
    headers = list((ROOT / "src").glob("*.h")) + list((ROOT / "src" / "plugpoint").rglob("*.h"))
    return set(re.findall(r"\w+", "\n".join(path.read_text() for path in headers)))


def sketch_functions():
    """The functions that ESP8266-OCPP.h gives sketches: those outside of any namespace."""
    text = re.sub(r"\nnamespace .*?\n}  // namespace", "", read("src/ESP8266-OCPP.h"), flags=re.DOTALL)
    return set(re.findall(r"^inline [\w:*]+\*? (\w+)\(", text, re.MULTILINE))


def check_keywords():
    """keywords.txt: one tab between the fields (LC001 and the IDE's format), nothing that is gone,
    and all functions for sketches."""
    known = public_words()
    seen = set()
    for number, line in enumerate(read("keywords.txt").splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        fields = line.split("\t")
        if len(fields) != 2 or fields[1] not in ("KEYWORD1", "KEYWORD2", "KEYWORD3", "LITERAL1"):
            yield f"keywords.txt:{number}: a name, one tab, KEYWORD1, KEYWORD2, KEYWORD3 or LITERAL1"
        elif fields[0] not in known:
            yield f"keywords.txt:{number}: no public header has {fields[0]}"
        elif fields[0] in seen:
            yield f"keywords.txt:{number}: {fields[0]} again"
        seen.add(fields[0])
    for name in sketch_functions() - seen:
        yield f"keywords.txt: {name} of ESP8266-OCPP.h is missing"


def check_platformio():
    """library.json against the fields' documented limits."""
    given = json.loads(read("library.json"))
    for key, limit in (("name", 50), ("version", 20), ("description", 255), ("keywords", 255)):
        if not 0 < len(str(given.get(key, ""))) <= limit:
            yield f"library.json: {key} has 1 to {limit} characters"
    if not re.fullmatch(r"[A-Za-z0-9]+(-[A-Za-z0-9]+)*", given.get("name", "")):
        yield "library.json: name is letters, digits and single dashes"
    for key in ("license", "repository", "authors", "frameworks", "platforms", "headers"):
        if key not in given:
            yield f"library.json: {key} is missing"
    for header in given.get("headers", []):
        if not (ROOT / "src" / header).is_file():
            yield f"library.json: header {header} is not in src/"
    for folder in given["export"]["exclude"]:
        if folder in ("src", "examples", "docs") or folder.startswith("src/"):
            yield f"library.json: {folder} must be in the package"
    if "-std=gnu++17" not in given["build"]["flags"]:
        yield "library.json: the library needs -std=gnu++17"


def yaml_value(text, key):
    match = re.search(rf"^{key}: *\"?([^\"\n]+)\"?$", text, re.MULTILINE)
    return match.group(1) if match else ""


def check_idf():
    """idf_component.yml: what an upload needs, and that the component is not thinned out too far."""
    text = read("idf_component.yml")
    for key in ("version", "description", "url", "repository", "license"):
        if not yaml_value(text, key):
            yield f"idf_component.yml: {key} is missing"
    if re.search(r"^\s+(git|path|override_path): *\S*\.\.", text, re.MULTILINE) or "git:" in text:
        yield "idf_component.yml: dependencies by git or path cannot be published"
    for pattern in re.findall(r'^\s+- "([^"]+)"', text, re.MULTILINE):
        if pattern.startswith(("src", "ports/esp_idf", "examples")):
            yield f"idf_component.yml: {pattern} must be in the component"
    for path in re.findall(r"^\s+- path: (\S+)", text, re.MULTILINE):
        if not (ROOT / path).is_dir():
            yield f"idf_component.yml: there is no example {path}"


def check_kconfig():
    """Each option of the library can be chosen in ESP-IDF's menu, and reaches the compiler."""
    menu, component = read("Kconfig"), read("ports/esp_idf/component.cmake")
    for option in re.findall(r"^#ifndef (PLUGPOINT_\w+)", read("src/plugpoint/config.h"), re.MULTILINE):
        if not re.search(rf"^ *config {option}$", menu, re.MULTILINE):
            yield f"Kconfig lacks {option}"
        if f"CONFIG_{option}" not in component:
            yield f"ports/esp_idf/component.cmake does not pass {option} on"


def check_versions():
    """One version, one licence, one address, whoever packs it."""
    arduino, platformio, idf = properties(), json.loads(read("library.json")), read("idf_component.yml")
    for name, version in (("library.properties", arduino.get("version")),
                          ("library.json", platformio.get("version")),
                          ("idf_component.yml", yaml_value(idf, "version"))):
        if version != cmake_version():
            yield f"{name} has version {version}, CMakeLists.txt {cmake_version()}"
    if not arduino["url"] == platformio["homepage"] == yaml_value(idf, "url"):
        yield "the package files name different addresses"
    if platformio["repository"]["url"] != yaml_value(idf, "repository"):
        yield "the package files name different repositories"
    if not read("LICENSE").startswith("MIT") or platformio["license"] != "MIT" \
            or yaml_value(idf, "license") != "MIT":
        yield "the package files name another licence than LICENSE"


def main():
    paths = tracked_files()
    offences = []
    for check in (check_properties(), check_layout(paths), check_examples(paths), check_keywords(),
                  check_platformio(), check_idf(), check_kconfig(),
                  check_versions()):
        offences += check
    for text in offences:
        print(text, file=sys.stderr)
    print(f"{len(paths)} files, {len(offences)} offences against the rules of the registries")
    return 1 if offences or not paths else 0


if __name__ == "__main__":
    sys.exit(main())
