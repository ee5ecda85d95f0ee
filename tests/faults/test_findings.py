"""Does the campaign of faults say so where something was lost, and only there?"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.faults import __main__ as faults
from tests.faults import report
from tests.faults.findings import Finding
from tests.faults.grounds import Grounds
from tests.faults.report import Section


@contextmanager
def no_servers() -> Iterator[None]:
    yield


@pytest.mark.parametrize(
    ("finding", "code"),
    [
        (Finding("all is well", letters=2), 0),
        (Finding("nobody can say of one whether it came", unknown=1), 0),
        (Finding("a letter has no state", lost=1), 1),
        (Finding("somebody was answered twice", doubled=1), 1),
        (Finding("and nobody can say why", unknown=1, unaccountable=1), 1),
    ],
)
def test_what_was_lost_or_doubled_ends_with_exit_code_1_and_stands_in_the_report(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, finding: Finding, code: int
) -> None:
    def campaign(_: Grounds) -> Iterator[Finding]:
        yield finding

    monkeypatch.setattr(report, "PAGE", tmp_path / "faults.md")
    monkeypatch.setattr(faults, "set_up_logs", lambda _: None)
    monkeypatch.setattr(faults, "prepared", no_servers)
    monkeypatch.setattr(faults, "CAMPAIGNS", {"one": campaign})
    assert faults.main([]) == code
    told = report.PAGE.read_text(encoding="utf-8")
    assert f"| {finding.case} | 1 | {finding.letters} | {finding.lost} |" in told


def test_a_campaign_run_alone_leaves_the_sections_of_the_others_and_one_that_cannot_run_says_why(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(report, "PAGE", tmp_path / "faults.md")
    order = ("kill", "disk", "clock")
    for name, not_run in (
        ("clock", ""),
        ("kill", ""),
        ("disk", "no disk"),
        ("kill", ""),
    ):
        section = Section(
            name, f"What of {name}?\n\nThis.", [Finding(name)], not_run, 1
        )
        report.save(section, order)
    told = report.PAGE.read_text(encoding="utf-8")
    assert [told.index(f"## `{name}`: What of {name}?") for name in order] == sorted(
        told.index(f"## `{name}`") for name in order
    )
    assert told.count("## `kill`") == 1
    assert "**Not run:** no disk" in told
