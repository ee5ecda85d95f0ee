"""Are proposals listed, shown and closed from the command line?"""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ledger.database import open_database
from ledger.entries.submissions import (
    Proposal,
    Submission,
    SubmissionState,
    SubmissionWords,
)
from ledger.submissions import recording
from ledger.submissions.recording import NewSubmission
from tests.office.cli.conftest import Call

ARRIVED = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@pytest.fixture
def office(rehearsal: Call, settings_file: Path) -> Call:
    """A rehearsal with three items, seen from April: the second corrects the first, the
    third repeats it.
    """
    database = open_database(
        tomllib.loads(settings_file.read_text(encoding="utf-8"))["database"]["url"]
    )
    with database.writing() as conn:
        recording.add(
            conn,
            [
                item("2026-0001", "出动机械35台。"),
                item(
                    "2026-0002",
                    "出动机械38台。",
                    Proposal("correction", "主题注明更正", "2026-0001"),
                ),
                item(
                    "2026-0003",
                    "出动机械35台。",
                    Proposal("resend", "标题几乎相同", "2026-0001"),
                ),
            ],
            ARRIVED,
        )
    database.close()

    def call(*arguments: str) -> object:
        return rehearsal("--now", "2026-04-02T09:00", *arguments)

    return call  # type: ignore[return-value]


def item(serial: str, text: str, *proposed: Proposal) -> NewSubmission:
    submission = Submission(
        serial, ARRIVED, "除雪保畅", SubmissionState.RECORDED, token=serial
    )
    return NewSubmission(submission, SubmissionWords(text, ""), proposed)


def test_what_waits_is_listed_with_reason_both_items_and_age(office: Call) -> None:
    second, first = office("proposals", "list", "--json").json()
    assert (first["serial"], first["other"], first["evidence"]) == (
        "2026-0002",
        "2026-0001",
        "主题注明更正",
    )
    assert (first["days"], second["kind"]) == (31, "resend")
    assert "标题几乎相同" in office("proposals", "list").out
    assert office("proposals", "list", "--lapsed", "--json").json() == []


def test_one_is_shown_with_both_texts_and_what_differs_marked(office: Call) -> None:
    said = office("proposals", "show", "1", "--json").json()
    assert (said["text"], said["other_text"]) == (
        "出动机械3【8】台。",
        "出动机械3【5】台。",
    )
    refused = office("proposals", "show", "9")
    assert (refused.code, "see `yishiyibao proposals list`" in refused.err) == (2, True)


def test_several_are_dismissed_together_or_where_one_is_settled_none(
    office: Call,
) -> None:
    refused = office("proposals", "dismiss", "1", "9")
    assert (
        refused.code,
        "proposals: 9: none of them, or settled already" in refused.err,
    ) == (2, True)
    assert len(office("proposals", "list", "--json").json()) == 2
    said = office("proposals", "dismiss", "1", "2", "--because", "两件事")
    assert (said.code, said.out) == (0, "dismissed: 2\n")
    assert office("proposals", "list", "--json").json() == []
    shown = office("submissions", "show", "2026-0003", "--json").json()
    assert [entry["did"] for entry in shown["history"]] == ["dismissed: resend"]
