"""What do our papers and spreadsheets look like in an office suite?

`python -m tests.papers [FOLDER]` writes pictures of an invented circular - first page,
last page of the text, annex, and the sheet of a group - as LibreOffice shows them
(docs/screens/papers by default).
"""

import sys
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

from ledger.scoresheet import GroupScore, Line, ScoreSheet, UnitScore
from notify.circular import AnnexItem, CircularContents, GroupTable, UnitRow
from notify.document.circular import document
from notify.document.paper import PaperHead
from notify.facts import CircularFacts
from notify.samples import SAMPLES
from notify.workbook import workbook
from tests.fixtures.office_suite import pages

UNITS = (
    ("银川市交通运输局", "30", "5.00"),
    ("石嘴山市交通运输局", "17.5", "2.92"),
    ("固原市交通运输局", "15", "2.50"),
    ("中卫市交通运输局", "9", "1.50"),
    ("灵武市交通运输局", "9", "1.50"),
    ("吴忠市交通运输局", "-15", "0.00"),
)
PLACES = (1, 2, 3, 4, 4, 6)
HEAD = PaperHead(
    "关于2026年第一季度政务信息报送采用情况的通报",
    "示办通报〔2026〕3号",
    "示例厅办公室",
    date(2026, 4, 1),
)
COVERING = (
    "各市县交通运输局，厅属各单位，厅机关各处室：\n现将2026年第一季度政务信息报送、采用和考核得分情况通报如下，"
    "请对照查看。如对本单位得分有疑问，请于五个工作日内与我们联系。"
)


def sample() -> CircularContents:
    """The circular of the templates' sample, with a group of six units and a longer
    annex.
    """
    facts = SAMPLES["circular"]
    assert isinstance(facts, CircularFacts)
    rows = tuple(
        UnitRow(
            number,
            unit,
            7 - number,
            (max(3 - number, 0), number % 2),
            int(number == 1),
            total,
            total,
            share,
            place,
        )
        for number, ((unit, total, share), place) in enumerate(
            zip(UNITS, PLACES, strict=True), start=1
        )
    )
    annex = tuple(
        AnnexItem(
            unit,
            f"{unit[:-5]}多措并举保障春运出行",
            f"《宁夏交通信息》第{at}期（单条）",
            date(2026, 3, at),
            "2",
        )
        for at, (unit, *_) in enumerate(UNITS[:5], start=1)
    )
    whole = facts.circular
    return replace(
        whole,
        groups=(GroupTable("第一组", rows), whole.groups[1]),
        annex=(*annex, *whole.annex),
    )


def score_of(shown: CircularContents) -> ScoreSheet:
    """A sheet of lines that make the totals."""
    on = date(2026, 3, 12)
    groups = [
        GroupScore(
            group.group,
            tuple(
                UnitScore(
                    row.unit_id,
                    row.unit,
                    (
                        Line(
                            row.unit_id,
                            Fraction(row.total),
                            "11(1)",
                            "本季得分合计",
                            on,
                        ),
                    ),
                )
                for row in group.rows
            ),
        )
        for group in shown.groups
    ]
    return ScoreSheet(shown.period, shown.edition, tuple(groups))


def main(arguments: list[str]) -> None:
    """Writes the pictures."""
    folder = Path(arguments[0] if arguments else "docs/screens/papers")
    folder.mkdir(parents=True, exist_ok=True)
    paper = pages(document(sample(), COVERING, HEAD), "docx", scale=0.75)
    book = pages(workbook(sample(), score_of(sample())), "xlsx", scale=0.75)
    shown = {
        "circular-first": paper[0],
        "circular-signed": paper[-2],
        "circular-annex": paper[-1],
    }
    for name, picture in (shown | {"circular-workbook": book[0]}).items():
        (folder / f"{name}.png").write_bytes(picture)


if __name__ == "__main__":
    main(sys.argv[1:])
