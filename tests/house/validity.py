"""Is a document what a JSON Schema says it is?

Understands no more of JSON Schema than `tests.house.schema` writes, and stops at a word
it does not know.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

Schema = Mapping[str, Any]
TOLD = {"$schema", "title", "description", "examples", "format"}
CHECKED = {"anyOf", "const", "enum", "type", "pattern", "minimum", "uniqueItems"}
WITHIN = {"items", "properties", "additionalProperties", "required"}
TYPES: Mapping[str, type | tuple[type, ...]] = {
    "object": dict,
    "array": list,
    "string": str,
    "boolean": bool,
    "integer": int,
    "number": (int, float),
}


def as_an_editor_sees(document: object) -> Any:  # noqa: ANN401 - JSON is of any type
    """Return a TOML document as JSON: dates are texts, decimals numbers."""
    return json.loads(json.dumps(document, default=str))


def faults(value: object, rule: Schema, path: str = "") -> Iterator[str]:
    """Yield where the value breaks the rule, and how."""
    assert set(rule) <= TOLD | CHECKED | WITHIN, f"unknown to this check: {set(rule)}"
    broken = [word for word in CHECKED & set(rule) if not _holds(word, rule, value)]
    if broken:
        yield f"{path}: {value!r} breaks {broken[0]} {json.dumps(rule[broken[0]], ensure_ascii=False)}"
    elif isinstance(value, dict):
        yield from (
            f"{path}.{key}: is missing"
            for key in rule.get("required", ())
            if key not in value
        )
        for key, each in value.items():
            below = rule.get("properties", {}).get(
                key, rule.get("additionalProperties", {})
            )
            yield from (
                [f"{path}.{key}: is unknown"]
                if below is False
                else faults(each, below, f"{path}.{key}")
            )
    elif isinstance(value, list):
        for number, each in enumerate(value, 1):
            yield from faults(each, rule.get("items", {}), f"{path}[{number}]")


def _holds(word: str, rule: Schema, value: object) -> bool:
    said = rule[word]
    match word, value:
        case "anyOf", _:
            return any(not list(faults(value, each)) for each in said)
        case "const", _:
            return bool(value == said)
        case "enum", _:
            return value in said
        case "type", _:
            return any(
                _is(value, each) for each in ([said] if isinstance(said, str) else said)
            )
        case "pattern", str():
            return re.search(said, value) is not None
        case "minimum", int():
            return value >= int(said)
        case "uniqueItems", list():
            return len({repr(each) for each in value}) == len(value)
        case _:
            return True


def _is(value: object, kind: str) -> bool:
    return isinstance(value, TYPES[kind]) and (
        kind == "boolean" or not isinstance(value, bool)
    )
