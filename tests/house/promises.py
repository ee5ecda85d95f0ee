"""Writes docs/promises.md: which tests hold each promise, each P and each R, and what
they did in a run.

`python -m tests.house.promises [JUNIT]` takes the file that `pytest --junitxml` wrote;
without one the page says of no test how it ended.
"""

import ast
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from xml.etree import ElementTree as ET

from tests.house.source import ROOT

PAGE = ROOT / "docs/promises.md"
PROMISE = re.compile(
    r"^(\d+)\. \*\*(.+?)\*\*(.*?)(?=^\d+\. \*\*|^## )", re.MULTILINE | re.DOTALL
)
ENTRY = re.compile(r"^### ([PR]\d\db?) (.+)$", re.MULTILINE)
CODE_IN_NAME = re.compile(r"(?<=_)[pr]\d\db?(?=_)")
WORST_LAST = ["passed", "skipped", "error", "failure"]
HEAD = """# Promises and the tests that hold them

Written by `make promises`, not by hand. A word after a test tells how it ended in the run whose JUnit file
was handed in (`make promises ARGS=FILE`); a test without one was in no such run.
"""


def tests_by_code() -> dict[str, list[str]]:
    """Node names of the tests whose name bears a code, by that code as its entry has it."""
    found: dict[str, list[str]] = {}
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                for code in CODE_IN_NAME.findall(node.name):
                    found.setdefault(code.capitalize(), []).append(
                        f"{path.relative_to(ROOT).as_posix()}::{node.name}"
                    )
    return found


def outcomes(junit: Path) -> dict[str, str]:
    """How each test ended: `passed`, or the worst of what its examples did."""
    ended: dict[str, str] = {}
    for case in ET.parse(junit).iter("testcase"):  # noqa: S314 - pytest wrote it here
        test = f"{case.get('classname', '').replace('.', '/')}.py::{case.get('name', '').partition('[')[0]}"
        ends = [
            ended.get(test, "passed"),
            *(part.tag for part in case if part.tag in WORST_LAST),
        ]
        ended[test] = max(ends, key=WORST_LAST.index)
    return ended


def page(ended: Mapping[str, str]) -> str:
    """The page, for tests that ended so."""
    parts = [HEAD]
    held = tests_by_code()
    text = (
        (ROOT / "docs/architecture.md")
        .read_text("utf-8")
        .partition("\n## Promises\n")[2]
    )
    entries = [
        (f"Promise {number}", title, re.findall(r"`(tests/[^`]+::\w+)`", told))
        for number, title, told in PROMISE.findall(text)
    ]
    for name in ("failures.md", "mail.md"):
        found = ENTRY.findall((ROOT / "docs/codes" / name).read_text("utf-8"))
        entries += [(code, title, held.get(code, [])) for code, title in found]
    for code, title, tests in entries:
        lines = [
            f"- `{test}`" + (f" {ended[test]}" if test in ended else "")
            for test in tests
        ]
        parts.append(
            f"## {code}: {' '.join(title.split())}\n\n"
            + "\n".join(lines or ["No test bears it."])
            + "\n"
        )
    return "\n".join(parts)


if __name__ == "__main__":
    PAGE.write_text(page(outcomes(Path(sys.argv[1])) if sys.argv[1:] else {}), "utf-8")
