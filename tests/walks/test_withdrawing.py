"""Can what was put on record in error be taken back or put right, before its quarter is
printed and after?
"""

import threading
from datetime import date, datetime
from fractions import Fraction

import pytest

from ledger import contents as contents_of
from ledger import journal, scores, switches
from ledger.circulars import CircularState
from ledger.contents import LineState
from ledger.events import Which, adoptions
from ledger.journal import By
from ledger.periods import parse_period
from ledger.scoresheet import ScoreSheet, from_json
from office.service.duties import duties_of
from office.service.jobs import JobTurn
from office.use_cases.publishing import circulating, drafting
from scoring.close import scored
from tests.walks.house import House, at, text_of
from tests.walks.letters import YINCHUAN, YINCHUAN_OFFICER, report
from tests.walks.remembered import walk_once
from tests.walks.shell import Shell, contents

UNITS = 8
SERIAL = "2026-0001"
Q1, Q2, YEAR = map(parse_period, ("2026Q1", "2026Q2", "2026"))


class Office:
    """A clerk at a shell, at moments of 2026."""

    def __init__(self, shell: Shell) -> None:
        self.shell, self.house = shell, shell.house
        self.house.turn(switches.REHEARSAL, "yes")

    def says(self, moment: datetime, *arguments: str) -> str:
        self.house.hands.now = moment
        code, out, err = self.shell("--now", moment.isoformat(), *arguments)
        assert code == 0, err
        return out

    def is_refused(self, moment: datetime, *arguments: str) -> str:
        return self.shell.refused("--now", moment.isoformat(), *arguments)

    def adopted(
        self, moment: datetime, on: date, *more: str, serial: str = SERIAL
    ) -> None:
        self.says(moment, "adoptions", "add", serial, "--on", on.isoformat(), *more)

    def told(self, moment: datetime) -> dict[str, str]:
        """Address → what feedback and its corrections say after the day's job."""
        self.house.hands.now = moment
        duties_of(self.house.service).feedback(
            JobTurn(moment, moment.date().isoformat(), threading.Event())
        )
        self.house.dispatch()
        return {
            str(message["To"]): text_of(message) for message in self.house.new_mail()
        }

    def publish(self, moment: datetime, code: str = "2026Q1") -> None:
        self.says(moment, "close", code)
        self.says(moment, "circular", "draft", code)
        self.says(moment, "circular", "approve", code)

    def sheet(self, code: str, moment: datetime) -> ScoreSheet:
        period, rulebook = parse_period(code), self.house.service.rulebook
        return self.house.read(lambda conn: scored(conn, rulebook, period, moment))

    def printed(self, code: str) -> ScoreSheet:
        number = self.house.read(scores.published_revisions)[code]
        revision = self.house.read(lambda conn: scores.revision_with(conn, number))
        assert revision is not None
        return from_json(revision.sheet)

    def total(self, sheet: ScoreSheet, unit: str = YINCHUAN) -> Fraction:
        return next(one.total for one in sheet.units if one.unit == unit)


@pytest.fixture
def office(shell: Shell) -> Office:
    """Yinchuan reported three items in March."""
    walk_once(shell.house, report_thrice)
    return Office(shell)


def report_thrice(house: House) -> None:
    house.assess_only(UNITS)
    for number in (1, 2, 3):
        house.deliver(report(number), at(3, 2))
    house.poll()
    house.dispatch()
    house.new_mail()


def instruct(office: Office, moment: datetime) -> None:
    """The wrong 批示: +10 points."""
    leader = ("--leader", "某副主席", "--level", "自治区领导")
    office.says(moment, "instructions", "add", SERIAL, *leader, "--on", "2026-03-25")


# --- while the quarter is open --------------------------------------------------------


def test_an_adoption_typed_in_error_is_withdrawn_counts_no_more_and_its_feedback_never_leaves(
    office: Office,
) -> None:
    office.adopted(
        at(3, 9), date(2026, 3, 6), "--publication", "宁夏交通信息", "--form", "单条"
    )
    before = office.total(office.sheet("2026Q1", at(3, 9)))
    withdrawn = office.says(
        at(3, 9, 15), "adoptions", "withdraw", "1", "--because", "看错了刊物"
    )
    assert withdrawn == "adoption:1 is withdrawn\n"

    assert office.total(office.sheet("2026Q1", at(3, 9))) == before - 2
    assert office.told(at(3, 9, 17)) == {}
    (kept,) = office.house.read(lambda conn: adoptions.of(conn, [SERIAL], Which.ALL))
    assert kept.withdrawn is not None
    assert kept.withdrawn.because == "看错了刊物"
    entries = office.house.read(
        lambda conn: journal.about(conn, f"submission:{SERIAL}")
    )
    assert entries[-1].did == "withdraw: adoption"
    assert entries[-1].details == {"adoption": "《宁夏交通信息》采用 单条 2026年3月6日"}
    # The same may be entered anew.
    office.adopted(
        at(3, 10), date(2026, 3, 6), "--publication", "宁夏交通信息", "--form", "单条"
    )
    assert office.total(office.sheet("2026Q1", at(3, 10))) == before


def test_feedback_already_sent_is_followed_by_a_correction_with_what_stands_instead(
    office: Office,
) -> None:
    office.adopted(
        at(3, 9), date(2026, 3, 6), "--publication", "国务院办公厅", "--form", "单条"
    )
    assert "计10分" in office.told(at(3, 9, 17))[YINCHUAN_OFFICER]

    said = ("--publication", "宁夏交通信息", "--issue", "3", "--because", "刊物录错")
    assert office.says(at(3, 10), "adoptions", "change", "1", *said).startswith(
        "adoption:1 is now adoption:2\n"
    )

    words = office.told(at(3, 10, 17))[YINCHUAN_OFFICER]
    assert "撤回：国务院办公厅采用（单条），2026年3月6日" in words
    assert "更正为：《宁夏交通信息》第3期采用（单条），2026年3月6日：计2分" in words
    assert "原因：刊物录错" in words
    assert office.told(at(3, 11, 17)) == {}
    assert [
        each.replaces
        for each in office.house.read(lambda conn: adoptions.of(conn, [SERIAL]))
    ] == [1]


def test_a_message_composed_but_held_up_is_dropped_and_what_else_it_told_is_told_again(
    office: Office,
) -> None:
    office.adopted(
        at(3, 9), date(2026, 3, 6), "--publication", "宁夏交通信息", "--form", "单条"
    )
    office.adopted(
        at(3, 9),
        date(2026, 3, 6),
        "--publication",
        "综合信息",
        "--form",
        "单条",
        serial="2026-0002",
    )
    office.house.smtp.reply("RCPT", "450 4.2.0 greylisted")
    office.house.hands.now = at(3, 9, 17)
    duties_of(office.house.service).feedback(
        JobTurn(at(3, 9, 17), "2026-03-09", threading.Event())
    )
    office.house.dispatch()
    office.says(at(3, 9, 18), "adoptions", "withdraw", "1", "--because", "看错了刊物")

    (words,) = office.told(at(3, 10, 17)).values()
    assert "2026-0002" in words
    assert SERIAL not in words


# --- after it is printed --------------------------------------------------------------


def test_of_a_printed_quarter_one_sentence_names_both_ways_and_nothing_changes(
    office: Office,
) -> None:
    instruct(office, at(3, 26))
    office.publish(at(4, 1))
    refusal = office.is_refused(
        at(4, 8), "instructions", "withdraw", "1", "--because", "没有批示"
    )
    assert "2026年第一季度已经通报，算过这一笔" in refusal
    assert (
        "--correct 更正已通报的得分（2026年第一季度：银川市交通运输局：5 → -5 分"
        in refusal
    )
    assert (
        "--carry 已通报的不动、在还没通报的季度冲回（2026年第二季度：银川市交通运输局 -10 分）"
        in refusal
    )
    assert "通常选更正" in refusal
    both = office.is_refused(
        at(4, 8),
        "instructions",
        "withdraw",
        "1",
        "--because",
        "没有批示",
        "--correct",
        "--carry",
    )
    assert "never both" in both


def test_a_printed_quarter_is_corrected_and_shares_and_year_follow(
    office: Office,
) -> None:
    instruct(office, at(3, 26))
    office.publish(at(4, 1))
    before = office.printed("2026Q1")
    said = office.says(
        at(4, 8), "instructions", "withdraw", "1", "--because", "没有批示", "--correct"
    )
    assert "2026Q1: scored anew" in said

    draft = office.house.read(lambda conn: drafting.current(conn, Q1))
    assert draft.state is CircularState.DRAFT
    assert draft.corrects is not None
    assert draft.because == "没有批示"
    # Until a person approves it, what is printed stands.
    assert office.printed("2026Q1") == before
    by = By("王主任", at(4, 9))
    office.house.write(
        lambda conn: circulating.approve(office.house.service, conn, draft, by)
    )
    after = office.printed("2026Q1")
    assert office.total(after) == office.total(before) - 10
    assert {unit.unit: unit.share for unit in after.units}[YINCHUAN] == 0
    year = office.sheet("2026", at(4, 9))
    assert next(unit.share for unit in year.units if unit.unit == YINCHUAN) == 0
    # Nothing is taken back a second time.
    assert not [
        line
        for unit in office.sheet("2026Q2", at(4, 9)).units
        for line in unit.lines
        if line.serial
    ]


def test_c13_a_printed_quarter_stays_and_the_open_one_takes_the_points_back(
    office: Office,
) -> None:
    instruct(office, at(3, 26))
    office.publish(at(4, 1))
    printed = office.printed("2026Q1")
    before = office.total(office.sheet("2026Q2", at(4, 8)))
    said = office.says(
        at(4, 8), "instructions", "withdraw", "1", "--because", "没有批示", "--carry"
    )
    assert "冲回：2026年第二季度：银川市交通运输局 -10 分" in said

    assert office.printed("2026Q1") == printed
    second = office.sheet("2026Q2", at(4, 8))
    assert office.total(second) == before - 10
    (line,) = [
        line
        for unit in second.units
        for line in unit.lines
        if line.evidence[:1] == ("instruction:1",)
    ]
    assert line.points == -10
    assert line.on == date(2026, 4, 8)
    assert line.article
    assert "经核实撤回（没有批示），已通报的不改，本期冲回" in line.because
    # Scored again for another reason, the printed quarter still rests on it: never
    # both.
    assert office.total(office.sheet("2026Q1", at(4, 9))) == office.total(printed)


def test_a_wrong_publication_of_a_printed_quarter_is_put_right_in_that_quarter(
    office: Office,
) -> None:
    office.adopted(
        at(3, 9), date(2026, 3, 6), "--publication", "国务院办公厅", "--form", "单条"
    )
    office.publish(at(4, 1))
    for words in (("--issue", "7"), ("--on", "2026-03-05")):
        # Nothing but what the annex prints: it is asked all the same.
        asked = office.is_refused(
            at(4, 8), "adoptions", "change", "1", *words, "--because", "印错"
        )
        assert (
            "2026年第一季度：分数、次数都不变，只是所列的日期、期号等字句变动" in asked
        )
        assert "通常选更正" in asked
    # A note is printed nowhere.
    office.says(
        at(4, 8), "adoptions", "change", "1", "--note", "头条", "--because", "补记"
    )
    change = (
        "adoptions",
        "change",
        "2",
        "--publication",
        "宁夏交通信息",
        "--because",
        "刊物录错",
    )
    assert "5 → -3 分" in office.is_refused(at(4, 8), *change)
    office.says(at(4, 8), *change, "--correct")
    draft = office.house.read(lambda conn: drafting.current(conn, Q1))
    by = By("王主任", at(4, 9))
    office.house.write(
        lambda conn: circulating.approve(office.house.service, conn, draft, by)
    )
    assert office.total(office.printed("2026Q1")) == -3
    assert not [
        line
        for unit in office.sheet("2026Q2", at(4, 9)).units
        for line in unit.lines
        if line.serial
    ]


def test_carried_the_right_one_counts_where_the_wrong_one_is_taken_back(
    office: Office,
) -> None:
    office.adopted(
        at(3, 9), date(2026, 3, 6), "--publication", "国务院办公厅", "--form", "单条"
    )
    office.publish(at(4, 1))
    before = office.total(office.sheet("2026Q2", at(4, 8)))
    change = (
        "adoptions",
        "change",
        "1",
        "--publication",
        "宁夏交通信息",
        "--because",
        "刊物录错",
    )
    office.says(at(4, 8), *change, "--carry")
    assert office.total(office.printed("2026Q1")) == 5
    assert office.total(office.sheet("2026Q2", at(4, 8))) == before - 10 + 2


def test_an_issue_taken_back_leaves_its_adoptions_on_record_and_may_be_published_again(
    office: Office,
) -> None:
    office.says(at(3, 9), "issues", "new", "--on", "2026-03-06")
    office.says(at(3, 9), "issues", "add", "1", SERIAL)
    before = office.total(office.sheet("2026Q1", at(3, 9)))
    office.says(at(3, 9), "issues", "publish", "1")
    assert office.total(office.sheet("2026Q1", at(3, 9))) == before + 2
    office.says(at(3, 10), "issues", "withdraw", "1", "--because", "标题有误")
    assert office.total(office.sheet("2026Q1", at(3, 10))) == before
    office.says(at(3, 10), "issues", "publish", "1")
    ids = [
        each.id
        for each in office.house.read(
            lambda conn: adoptions.of(conn, [SERIAL], Which.ALL)
        )
    ]
    assert len(ids) == len(set(ids)) == 2
    # One that is withdrawn by itself is not put on record again by publishing what is
    # published.
    office.says(
        at(3, 11), "adoptions", "withdraw", str(max(ids)), "--because", "没有刊出"
    )
    assert "0 new" in office.says(at(3, 11), "issues", "publish", "1")


def test_a_line_of_a_contents_list_waits_again_once_its_adoption_is_taken_back(
    office: Office,
) -> None:
    title = office.house.submissions()[0].title
    file = office.shell.write("contents.txt", f"1．{title}……3\n")
    listed = (
        "adoptions",
        "match",
        file,
        "--publication",
        "综合信息",
        "--on",
        "2026-03-06",
    )
    office.says(at(3, 9), *listed, "--confirm", "0.95")
    (line,) = office.house.read(lambda conn: contents_of.lines(conn, 1))
    assert line.settled is LineState.CONFIRMED
    # Put right it is the same adoption still, on whatever day.
    office.says(
        at(3, 9),
        "adoptions",
        "change",
        "1",
        "--on",
        "2026-03-05",
        "--because",
        "日期印错",
    )
    (line,) = office.house.read(lambda conn: contents_of.lines(conn, 1))
    assert line.settled is LineState.CONFIRMED
    office.says(at(3, 10), "adoptions", "withdraw", "2", "--because", "不是我们的")
    (line,) = office.house.read(lambda conn: contents_of.lines(conn, 1))
    assert line.settled is LineState.OPEN


def test_promise_13_sealing_an_item_takes_the_reasons_of_its_withdrawals_too(
    office: Office,
) -> None:
    office.adopted(
        at(3, 9),
        date(2026, 3, 6),
        "--publication",
        "宁夏交通信息",
        "--note",
        "某某工程",
    )
    office.says(at(3, 9), "adoptions", "withdraw", "1", "--because", "某某工程一事未刊")
    office.says(
        at(3, 10), "submissions", "decide", SERIAL, "--seal", "--because", "涉密"
    )
    (kept,) = office.house.read(lambda conn: adoptions.of(conn, [SERIAL], Which.ALL))
    assert kept.withdrawn is not None
    assert (kept.note, kept.withdrawn.because) == ("", "")


# --- files ----------------------------------------------------------------------------


def test_a_file_is_one_entry_and_taken_back_as_one(office: Office) -> None:
    rows = ("serial,publication,form,on", "2026-0001,宁夏交通信息,单条,2026-03-06")
    file = office.shell.write(
        "adoptions.csv", "\n".join((*rows, "2026-0002,综合信息,单条,2026-03-06"))
    )
    before = office.total(office.sheet("2026Q1", at(3, 9)))
    assert "2 of them new; import 1" in office.says(
        at(3, 9), "adoptions", "import", file
    )
    assert office.total(office.sheet("2026Q1", at(3, 9))) == before + 6
    said = office.says(at(3, 9), "imports", "take-back", "1", "--because", "导错了表")
    assert "import 1: 2 rows withdrawn" in said
    assert office.total(office.sheet("2026Q1", at(3, 9))) == before
    assert "没有可收回的" in office.is_refused(
        at(3, 9), "imports", "take-back", "1", "--because", "再来"
    )
    entries = office.house.read(lambda conn: journal.about(conn, "import:1"))
    assert [entry.did for entry in entries] == [
        "adoptions import: 2 new of 2",
        "import: take back",
    ]
    assert office.says(at(3, 9), "imports", "list").count("adoptions.csv") == 1


def test_a_preview_says_of_each_row_what_it_would_be_and_changes_nothing(
    office: Office,
) -> None:
    instruct(office, at(3, 26))
    rows = (
        "serial,leader,level,on",
        "2026-0001,某副主席,自治区领导,2026-03-25",
        "2026-0001,某副主席,部领导,2026-03-25",
        "2026-0002,某部领导,部领导,2026-03-26",
        "2026-0099,某部领导,部领导,2026-03-26",
    )
    file = office.shell.write("instructions.csv", "\n".join(rows))
    before = contents(office.house)
    said = office.says(at(3, 27), "instructions", "import", file, "--preview")
    assert contents(office.house) == before
    for number, state in ((2, "已有"), (3, "不能录入"), (4, "新增"), (5, "不能录入")):
        assert any(
            line.split()[:2] == [str(number), state] for line in said.splitlines()
        ), said
    assert "contradicts row 2" in said
    assert "1 new, 1 known, 2 refused; nothing was imported" in said
    assert "2026-0099 is unknown" in office.is_refused(
        at(3, 27), "instructions", "import", file
    )


def test_a_row_that_says_otherwise_than_the_record_changes_nothing_and_is_named(
    office: Office,
) -> None:
    instruct(office, at(3, 26))
    rows = ("serial,leader,level,on", "2026-0001,某副主席,部领导,2026-03-25")
    file = office.shell.write("instructions.csv", "\n".join(rows))
    preview = office.says(at(3, 27), "instructions", "import", file, "--preview")
    assert "与记录不同" in preview
    said = office.says(at(3, 27), "instructions", "import", file)
    assert "row 2: instruction:1 says otherwise and stays" in said
    assert "`yishiyibao instructions change 1`" in said


# --- what cannot be -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("adoptions", "withdraw", "9", "--because", "错"), "没有这一笔"),
        (("adoptions", "withdraw", "1", "--because", " "), "请写明理由"),
        (("adoptions", "change", "1", "--because", "错"), "和原来一样"),
        (
            ("adoptions", "change", "1", "--form", "头条", "--because", "错"),
            "可选：单条",
        ),
        (
            ("adoptions", "change", "1", "--serial", "2026-0099", "--because", "错"),
            "没有这个编号",
        ),
        (("adoptions", "change", "1", "--form", "简讯", "--because", "错"), "已经记过"),
        (("imports", "take-back", "7", "--because", "错"), "没有这一次"),
    ],
)
def test_what_cannot_be_taken_back_so_is_one_sentence_and_changes_nothing(
    office: Office, arguments: tuple[str, ...], why: str
) -> None:
    for form in ("单条", "简讯"):
        office.adopted(
            at(3, 9), date(2026, 3, 6), "--publication", "宁夏交通信息", "--form", form
        )
    assert why in office.is_refused(at(3, 10), *arguments)
