"""Does the schema that editors read know the same keys as the parser of policy files?

The parser is asked by what it says: a table with a key too many is refused with the
keys allowed in it, a table with a key too few with the key that is missing.
"""

import copy
import json
import re
import tomllib
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from scoring.language.datum import PolicyError
from scoring.language.edition import parse_edition
from tests.house.schema import LIST, PAGE, listed_keys, published, whole
from tests.house.source import ROOT
from tests.house.validity import as_an_editor_sees, faults

SCHEMA = json.loads(published())


def _others() -> list[Path]:
    """Other offices' editions; their worked cases lie beside them."""
    files = (ROOT / "tests/policies").rglob("*.toml")
    return sorted(file for file in files if not file.name.endswith(".cases.toml"))


BUNDLED = sorted((ROOT / "scoring/policy").rglob("*.toml"))
EDITIONS = [*BUNDLED, *_others()]
POINTER = re.compile(r"#:schema (\S+)")
ALLOWED = re.compile(r"unknown key; allowed: (.*)")
Place = tuple[str | int, ...]
"""The keys and indexes that lead to a table of a document."""


def documents() -> dict[str, dict[str, Any]]:
    """Every edition, and the one made of the examples in the schema."""
    read = {
        str(file.relative_to(ROOT)): tomllib.loads(file.read_text("utf-8"))
        for file in EDITIONS
    }
    return {"the examples": whole(), **read}


def written(value: object) -> str:
    """A value as TOML, on one line."""
    match value:
        case dict():
            pairs = (
                f"{json.dumps(key, ensure_ascii=False)} = {written(each)}"
                for key, each in value.items()
            )
            return f"{{ {', '.join(pairs)} }}"
        case list():
            return f"[{', '.join(map(written, value))}]"
        case Decimal() | date():
            return str(value)
        case _:
            return json.dumps(value, ensure_ascii=False)


def refusal(document: dict[str, Any]) -> str:
    """What the parser says against a document; nothing if it takes it."""
    text = "\n".join(
        f"{json.dumps(key, ensure_ascii=False)} = {written(value)}"
        for key, value in document.items()
    )
    try:
        parse_edition(text, "x.toml")
    except PolicyError as error:
        return str(error)
    return ""


def changed(
    document: dict[str, Any], place: Place, key: str, *, without: bool = False
) -> dict[str, Any]:
    """The document with a key too many, or too few, in the table at a place."""
    copied = copy.deepcopy(document)
    table: Any = copied
    for step in place:
        table = table[step]
    if without:
        del table[key]
    else:
        table[key] = 1
    return copied


def tables(
    value: object, rule: dict[str, Any], place: Place = (), kind: str = "top"
) -> Iterator[tuple[Place, str, dict[str, Any]]]:
    """Yield where each table with keys of its own stands, which one it is, and its
    schema.
    """
    if isinstance(value, list):
        for number, each in enumerate(value):
            yield from tables(each, rule.get("items", {}), (*place, number), kind)
    elif isinstance(value, dict):
        known = rule.get("properties", {})
        if known:
            yield place, kind, rule
        for key, each in value.items():
            below = known.get(key, rule.get("additionalProperties", {}))
            yield from tables(
                each, below, (*place, key), f"{kind}.{key if key in known else '*'}"
            )


@cache
def keys_allowed() -> dict[str, tuple[set[str], set[str]]]:
    """Which table → the keys the schema has, the keys the parser allows in one or
    another of them.
    """
    found: dict[str, tuple[set[str], set[str]]] = {}
    for document in documents().values():
        for place, kind, rule in tables(document, SCHEMA):
            said = ALLOWED.search(refusal(changed(document, place, "zz")))
            assert said is not None, f"{kind} takes any key"
            _, allowed = found.setdefault(kind, (set(rule["properties"]), set()))
            allowed |= {*said[1].split(", ")} - {"zz"}
    return found


def test_the_published_schema_is_made_of_the_keys() -> None:
    assert PAGE.read_text(encoding="utf-8") == published(), (
        "run: python -m tests.house.schema"
    )


def test_the_page_of_keys_is_made_of_the_keys() -> None:
    assert LIST.read_text(encoding="utf-8") == listed_keys(), (
        "run: python -m tests.house.schema"
    )


@pytest.mark.parametrize("name", documents())
def test_every_edition_and_the_examples_are_valid(name: str) -> None:
    assert list(faults(as_an_editor_sees(documents()[name]), SCHEMA)) == []


def test_the_examples_make_one_policy_file_that_the_parser_takes() -> None:
    assert refusal(whole()) == ""


def test_the_schema_and_the_parser_know_the_same_keys_of_every_table() -> None:
    known = keys_allowed()
    assert len(known) > 20
    assert {
        kind: here ^ there for kind, (here, there) in known.items() if here != there
    } == {}


def test_what_the_schema_calls_required_the_parser_misses_and_nothing_else() -> None:
    wrong = []
    for place, kind, rule in tables(whole(), SCHEMA):
        chosen = {key for choice in rule.get("anyOf", ()) for key in choice["required"]}
        for key in set(rule["properties"]) & set(at(whole(), place)) - chosen:
            said = refusal(changed(whole(), place, key, without=True))
            missed = f"{key}: is missing" in said or f"{key}: cites no article" in said
            if missed != (key in rule["required"]):
                wrong.append(f"{kind}.{key}: {said or 'not missed'}")
    assert wrong == []


@pytest.mark.parametrize("file", BUNDLED, ids=lambda file: file.stem)
def test_an_edition_tells_the_editor_where_its_schema_lies(file: Path) -> None:
    pointer = POINTER.match(file.read_text(encoding="utf-8"))
    assert pointer is not None
    assert (file.parent / pointer[1]).resolve() == PAGE


@pytest.mark.parametrize(
    ("place", "value", "fault"),
    [
        (("joint", "othrs"), 1, ".joint.othrs: is unknown"),
        (("selection", "repeats", "keep"), 1, "keep: 1 breaks type"),
        (("joint", "others"), "half", ".joint.others: 'half' breaks pattern"),
        (("start", "per"), "named", "per: 'named' breaks enum"),
        (("quota", "monthly", "commissioned"), 1, "commissioned: 1 breaks type"),
        (
            ("groups", "names"),
            ["第一组", "第一组"],
            "names: ['第一组', '第一组'] breaks uniqueItems",
        ),
    ],
)
def test_the_schema_marks_a_fault_while_one_types(
    place: Place, value: object, fault: str
) -> None:
    document = whole()
    at(document, place[:-1])[place[-1]] = value
    assert any(fault in each for each in faults(as_an_editor_sees(document), SCHEMA))


@pytest.mark.parametrize(
    ("place", "value", "fault"),
    [
        (
            ("selection", "repeats", "of"),
            ["adoption.省"],
            "selection.repeats.of: 'adoption.省' is no account; this file has: ",
        ),
        (
            ("measure", "人均", "ratio"),
            ["篇数", "天数"],
            "measure.人均.ratio: '天数' is no measure above this one; declared there: ",
        ),
        (
            ("remark", "优秀", "least"),
            9,
            "remark.优秀.least: least 9 is more than most 3",
        ),
        (("limit", 0, "least"), 9, "limit[1].least: least 9 is more than most 5"),
        (
            ("publications", "table", 0, "forms", "快讯"),
            5,
            "forms.快讯: is not a form of this file; declared: 单条, 简讯",
        ),
        (
            ("quota", "monthly", "owed", "第二组"),
            {"count": 1, "per": "year"},
            "第二组: is not a group of this file",
        ),
    ],
)
def test_what_no_schema_can_tell_the_parser_refuses(
    place: Place, value: object, fault: str
) -> None:
    document = whole()
    at(document, place[:-1])[place[-1]] = value
    assert list(faults(as_an_editor_sees(document), SCHEMA)) == []
    assert fault in refusal(document)


def test_a_key_that_is_missing_is_marked() -> None:
    document = changed(whole(), ("remark", "优秀"), "most", without=True)
    assert any(
        "breaks anyOf" in each for each in faults(as_an_editor_sees(document), SCHEMA)
    )
    document = changed(whole(), ("force",), "from", without=True)
    assert list(faults(as_an_editor_sees(document), SCHEMA)) == [
        ".force.from: is missing"
    ]


def at(document: Any, place: Place) -> Any:  # noqa: ANN401 - a document holds any type
    for step in place:
        document = document[step]
    return document
