"""What does an editor need to know to help with a policy file?

Makes docs/policy.schema.json, a JSON Schema (2020-12), from the keys of `policy_keys`;
run `python -m tests.house.schema` after one came, went or changed its words. `whole`
makes of the same keys a policy document that uses each of them, for the parser to read.
"""

import copy
import json
from collections.abc import Mapping
from datetime import date
from typing import Any, assert_never

from tests.house.policy_keys import EDITION, Key, Names, Rows, Table
from tests.house.source import ROOT

PAGE = ROOT / "docs/policy.schema.json"
LIST = ROOT / "docs/policy-keys.md"
Kind = Mapping[str, Any] | Table | Names | Rows


def published() -> str:
    """Return the schema as it should stand in the documents."""
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "考核办法数据文件",
        "description": "写法见 policy.md。名称是否在文件中声明过,由 yishiyibao policy check 检查。",
    }
    return json.dumps({**head, **schema(EDITION)}, ensure_ascii=False, indent=1) + "\n"


def schema(kind: Kind) -> dict[str, Any]:
    """Return the JSON Schema of a value."""
    match kind:
        case Table(keys, either):
            choice = (
                {"anyOf": [{"required": [*names]} for names in either]}
                if either
                else {}
            )
            return {
                "type": "object",
                "additionalProperties": False,
                "required": [key.name for key in keys if key.needed],
                "properties": {key.name: _described(key) for key in keys},
                **choice,
            }
        case Names(of):
            return {"type": "object", "additionalProperties": schema(of)}
        case Rows(of):
            return {"type": "array", "items": schema(of)}
        case Mapping():
            return dict(kind)
        case _:
            assert_never(kind)


def whole(kind: Kind = EDITION, example: object = None) -> Any:  # noqa: ANN401 - a document is of any type
    """Return a document in which every key of `kind` has its example."""
    match kind:
        case Table(keys) if example is None:
            return {key.name: whole(key.kind, key.example) for key in keys}
        case Names(of, examples):
            return {name: whole(of, value) for name, value in examples.items()}
        case Rows(of):
            return [whole(of)]
        case {"enum": [first, *_]} if example is None:
            return first
        case _:
            return copy.deepcopy(example)


def _described(key: Key) -> dict[str, Any]:
    shown = (
        [key.example]
        if key.example is not None and not isinstance(key.example, date)
        else []
    )
    return {
        "description": key.says,
        **schema(key.kind),
        **({"examples": shown} if shown else {}),
    }


def listed_keys() -> str:
    """Return the page with every key, table by table; a table that stands in several
    places is shown once.
    """
    lines = [
        "# Every key of a policy file",
        "",
        "Made from the same description as [policy.schema.json](policy.schema.json); what tables are for stands in",
        "[policy.md](policy.md). `*` is a name that the office chooses, `[]` one of several rows.",
    ]
    shown: set[int] = set()
    left: list[tuple[str, Kind]] = [("", EDITION)]
    while left:
        path, kind = left.pop(0)
        match kind:
            case Names(of):
                left.insert(0, (f"{path}.*", of))
            case Rows(of):
                left.insert(0, (f"{path}[]", of))
            case Table(keys) if id(kind) not in shown:
                shown.add(id(kind))
                lines += [
                    "",
                    f"## {path or 'The file'}",
                    "",
                    "| Key | | Says | Example |",
                ]
                lines.append("|---|---|---|---|")
                for key in keys:
                    needed = "needed" if key.needed else ""
                    example = ""
                    if not isinstance(key.kind, Table | Names | Rows):
                        value = whole(key.kind, key.example)
                        example = (
                            f"`{value if isinstance(value, date) else _toml(value)}`"
                        )
                    lines.append(
                        f"| `{key.name}` | {needed} | {key.says} | {example} |"
                    )
                below = [(f"{path}.{key.name}".lstrip("."), key.kind) for key in keys]
                left[:0] = below
            case _:
                pass
    return "\n".join(lines) + "\n"


def _toml(value: object) -> str:
    """A value as it is written in a file."""
    return json.dumps(value, ensure_ascii=False)


if __name__ == "__main__":
    PAGE.write_text(published(), encoding="utf-8")
    LIST.write_text(listed_keys(), encoding="utf-8")
