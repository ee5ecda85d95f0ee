"""How is the report of the campaigns written, one section each?"""

import re
import subprocess
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from office.service.clock import wall_clock
from tests.bench import machine
from tests.faults.findings import Finding
from tests.house.source import ROOT

PAGE = ROOT / "docs/reports/faults.md"
_HEAD = """\
# What fails, and what is lost by it

Written by `make faults`, not by hand; `make faults ARGS=NAME` runs one campaign anew and leaves the others as they
are. Each line is a fault, brought about in so many worlds of their own with so many letters in all, and counted when
the service had gone on. *Lost* and *doubled* are letters and receipts; *unknown* are messages of which nobody can say
whether they arrived, where [the table of states](../architecture.md#states) lets them be so.
"""
_NAME = re.compile(r"^## `(\w+)`", re.MULTILINE)


class Section(NamedTuple):
    """What one campaign came to; `about` is its module's docstring, `not_run` why it
    was not run at all.
    """

    name: str
    about: str
    findings: Sequence[Finding]
    not_run: str
    seconds: float

    def text(self, now: datetime) -> str:
        """The section as Markdown."""
        question, _, rest = self.about.strip().partition("\n\n")
        told = [f"## `{self.name}`: {_one_line(question)}"]
        told += [_one_line(each) for each in rest.split("\n\n") if each]
        where = f"{now:%Y-%m-%d %H:%M %z}, commit {_commit()}; {machine.described()}"
        told.append(f"{where}; {self.seconds:.0f} s.")
        if self.not_run:
            told.append(f"**Not run:** {self.not_run}")
        if self.findings:
            told.append(_table(self.findings))
        return "\n\n".join(told) + "\n"


def save(section: Section, order: Iterable[str]) -> None:
    """Puts the section in its place on the page, in that order."""
    sections = {section.name: section.text(wall_clock())}
    if PAGE.exists():
        _, *old = re.split(r"^(?=## `)", PAGE.read_text("utf-8"), flags=re.MULTILINE)
        for text in old:
            found = _NAME.match(text)
            assert found is not None, text
            sections.setdefault(found[1], text.strip() + "\n")
    PAGE.parent.mkdir(exist_ok=True)
    told = [_HEAD, *(sections[name] for name in order if name in sections)]
    PAGE.write_text("\n".join(told), encoding="utf-8")


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _commit() -> str:
    """What is checked out, as Git names it."""
    told = subprocess.run(
        ["git", "describe", "--always", "--dirty"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return told.stdout.strip() or "unknown"


def _table(findings: Sequence[Finding]) -> str:
    """The findings as a Markdown table, with their sum."""
    head = ("fault", "worlds", "letters", "lost", "doubled", "unknown", "")
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    total = Finding("**together**", runs=0)
    for each in findings:
        lines.append(_line(each))
        total = total.and_also(each)
    return "\n".join([*lines, _line(total)])


def _line(found: Finding) -> str:
    unknown = str(found.unknown)
    if found.unaccountable:
        unknown += f", {found.unaccountable} of them without a reason"
    counts = (found.runs, found.letters, found.lost, found.doubled, unknown)
    return f"| {' | '.join([found.case, *map(str, counts), found.note])} |"
