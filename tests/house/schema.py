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


if __name__ == "__main__":
    PAGE.write_text(published(), encoding="utf-8")
