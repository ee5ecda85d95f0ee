"""Does `--json` have the keys that docs/operations.md promises to other programs?"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ingest.poll.context import Polled
from ingest.triage.verdict import Flag
from notify.delivery.dispatch import DispatchCounts
from tests.house.source import ROOT
from tests.office.cli.conftest import Call

ROSTER = """name,group,addresses,since
甲局,第一组,jia@units.example,2021-03-19
"""
REPORT = """From: 甲局 <jia@units.example>
To: <box@office.example>
Subject: 甲局+公路养护开工
Date: Tue, 06 Jan 2026 10:00:00 +0800
Content-Type: multipart/mixed; boundary="part"

--part
Content-Type: text/plain; charset=utf-8

连日来，组织养护人员对农村公路进行全面排查，清理边沟、修补坑槽，保障群众出行安全。
撰稿人：张三 0951-6000001
--part
Content-Type: text/plain; charset=utf-8; name="1.txt"
Content-Disposition: attachment; filename="1.txt"

稿件
--part--
"""
CORRECTED = REPORT.replace("开工", "开工（更正）").replace("坑槽", "坑槽三十处")
SEALED = """From: 甲局 <jia@units.example>
Subject: 机密★10年
Date: Tue, 06 Jan 2026 10:00:00 +0800

正文
"""


def promised() -> dict[str, set[str]]:
    """Return the keys of each command's document, by the table of the page."""
    page = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
    table = page.partition("| `--json` of | Keys |")[2].partition("\n\n")[0]
    keys = {}
    for command, cell in re.findall(
        r"^\| `([a-z ]+)` \| (.+) \|$", table, re.MULTILINE
    ):
        keys[command] = {
            key for span in re.findall(r"`([^`]+)`", cell) for key in span.split()
        }
    return keys


def keys_in(document: object) -> set[str]:
    """Return every key of a document, however deep."""
    if isinstance(document, dict):
        return set(document).union(*(keys_in(value) for value in document.values()))
    if isinstance(document, list):
        return set().union(*(keys_in(value) for value in document))
    return set()


@pytest.fixture
def documents(rehearsal: Call, tmp_path: Path) -> dict[str, object]:
    """What each command of the table writes, of a unit with a report, its correction
    and a sealed letter.
    """
    for name, text in (
        ("units.csv", ROSTER),
        ("1.eml", REPORT),
        ("2.eml", SEALED),
        ("3.eml", CORRECTED),
    ):
        (tmp_path / name).write_text(text, encoding="utf-8")

    def asked(*arguments: str) -> object:
        return rehearsal("--now", "2026-04-02T09:00", *arguments, "--json").json()

    for arguments in (
        ("units", "import", "units.csv"),
        ("take", "1.eml"),
        ("take", "2.eml"),
        ("take", "3.eml"),
    ):
        *words, file = arguments
        assert (
            rehearsal("--now", "2026-01-06T11:00", *words, str(tmp_path / file)).code
            == 0
        )
    return {
        "poll": Polled().as_document(),
        "dispatch": DispatchCounts().as_json(),
        "letters list": asked("letters", "list"),
        "submissions list": asked("submissions", "list"),
        "submissions show": asked("submissions", "show", "2026-0001"),
        "proposals list": asked("proposals", "list"),
        "quota": asked("quota", "2026-01"),
        "score": asked("score", "2026Q1"),
    }


def test_every_promised_key_is_there(documents: dict[str, object]) -> None:
    missing = {}
    for command, keys in promised().items():
        missing[command] = sorted(keys - keys_in(documents[command]))
    assert missing == {command: [] for command in documents}


def test_the_page_lists_every_flag() -> None:
    page = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
    told = page.partition("Flags of a submission: `")[2].partition("`")[0].split()
    assert told == [flag.value for flag in Flag]
