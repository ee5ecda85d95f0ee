"""Is nothing stale ever published: does whoever approves, or decides about what is
printed, hear first?
"""

import io
from dataclasses import replace
from datetime import date, datetime

import docx
import pytest

from ledger import circulars, journal, switches
from ledger.circulars import Circular, CircularState
from ledger.entries.events import Adoption, Beginning
from ledger.entries.submissions import Submission, SubmissionState
from ledger.events import adoptions
from ledger.journal import By, JournalEntry
from ledger.periods import parse_period
from ledger.submissions import listing, recording
from office.use_cases.decisions.deciding import decide
from office.use_cases.decisions.decision import (
    Action,
    Decision,
    DecisionError,
    DecisionFault,
)
from office.use_cases.publishing import circulating, drafting
from office.use_cases.publishing.circulating import Objection
from office.use_cases.publishing.staleness import Drift, drift, words_of_drift
from scoring.close import Closed, ClosingObstacle, NotClosed, Order, close
from tests.walks.house import House, at, text_of
from tests.walks.letters import YINCHUAN, YINCHUAN_OFFICER, report
from tests.walks.remembered import walk_once
from tests.walks.test_closing import circular_of, rung

Q1 = parse_period("2026Q1")
FIRST, SECOND = "2026-0001", "2026-0002"


@pytest.fixture
def drafted(house: House) -> House:
    """March is over: Yinchuan reported twice, was adopted once, and the quarter's
    circular is drafted.
    """
    return walk_once(house, work_and_draft)


def work_and_draft(house: House) -> None:
    house.assess_only(8)
    for number in (1, 2):
        house.deliver(report(number), at(3, 2))
    house.poll()
    house.dispatch()
    house.new_mail()
    adopt(house, FIRST, "《宁夏交通信息》", date(2026, 3, 20), at(3, 21))
    draft(house, at(4, 1))


def draft(house: House, moment: datetime) -> Circular:
    house.hands.now = moment
    with house.database.writing() as conn:
        done = close(conn, house.service.rulebook, Q1, Order("赵敏", moment))
        assert isinstance(done, Closed)
        return drafting.draft(house.service, conn, Q1, moment, "赵敏")


def adopt(
    house: House, serial: str, publication: str, on: date, entered_at: datetime
) -> None:
    event = Adoption(0, serial, publication, "单条", on, entered_at)
    house.write(lambda conn: adoptions.add(conn, [event]))


def ruled(
    house: House, serial: str, decision: Decision, moment: datetime, who: str = "赵敏"
) -> None:
    context = house.service.decision_context(who, moment)
    house.write(lambda conn: decide(conn, serial, decision, context))


def current(house: House) -> Circular:
    return house.read(lambda conn: drafting.current(conn, Q1))


def approve(house: House, moment: datetime) -> object:
    house.hands.now = moment
    by = By("王主任", moment)
    return house.write(
        lambda conn: circulating.release(house.service, conn, current(house), by)
    )


def drifted(house: House, moment: datetime) -> Drift:
    found = current(house)
    kept = house.read(lambda conn: drift(house.service, conn, found, moment))
    anew = house.read(lambda conn: drift(house.service, conn, found, moment, anew=True))
    assert kept == anew, "a page says what approving finds"
    return anew


def settled(house: House, moment: datetime, because: str = "") -> Circular | NotClosed:
    order = Order("赵敏", moment, because)
    found = current(house)
    done = house.write(
        lambda conn: circulating.settle_anew(house.service, conn, found, order)
    )
    assert not isinstance(done, Objection), "no version was named"
    return done


def item(house: House, serial: str) -> Submission:
    found = house.read(lambda conn: listing.one(conn, serial))
    assert found is not None
    return found


def mail_to_yinchuan(house: House) -> str:
    house.dispatch()
    (mine,) = [
        message for message in house.new_mail() if message["To"] == YINCHUAN_OFFICER
    ]
    return text_of(mine)


def test_a_draft_that_the_record_still_agrees_with_is_approved(drafted: House) -> None:
    assert not drifted(drafted, at(4, 2))
    assert not isinstance(approve(drafted, at(4, 2)), Objection)


def test_an_item_returned_after_the_draft_stops_approval_and_is_named_with_points_and_reason(
    drafted: House,
) -> None:
    wording = current(drafted).wording._replace(covering="各单位：\n本办自己的话。")
    by = By("赵敏", at(4, 1, 10))
    drafted.write(
        lambda conn: circulating.edit(
            drafted.service, conn, current(drafted), wording, by
        )
    )
    ruled(drafted, FIRST, Decision("经核实内容失实", Action.RETURN), at(4, 2))

    assert approve(drafted, at(4, 3)) is Objection.STALE
    assert drafted.outbox("circular") == ()
    drafted.dispatch()
    drafted.new_mail()  # the unit is told of its returned item
    assert current(drafted).state is CircularState.DRAFT
    said = words_of_drift(drifted(drafted, at(4, 3)))
    assert said[0].startswith(
        f"{YINCHUAN}：报送 2 → 1，本厅采用 1 → 0，本季得分 -3 → -10"
    )
    assert any(FIRST in line and "已退回，不计" in line for line in said)
    assert said[-1] == f"2026-04-02 赵敏 办理 {FIRST}：经核实内容失实"

    again = settled(drafted, at(4, 3))
    assert isinstance(again, Circular)
    assert again.id == current(drafted).id
    assert again.wording == wording
    assert not isinstance(approve(drafted, at(4, 3)), Objection)
    assert "本季得分-10" in mail_to_yinchuan(drafted)


def test_a_title_mended_after_the_draft_stops_approval_although_no_point_changes(
    drafted: House,
) -> None:
    before = item(drafted, FIRST)
    entry = JournalEntry(at(4, 2), "赵敏", "decide: keep", "", "标题有误")
    drafted.write(
        lambda conn: recording.change(
            conn, before, replace(before, title="改过的标题"), entry
        )
    )

    assert approve(drafted, at(4, 3)) is Objection.STALE
    found = drifted(drafted, at(4, 3))
    assert found.units == ()
    assert [line[:6] for line in found.others] == ["附件目录原有", "附件目录现为"]
    assert "《改过的标题》" in found.others[1]

    before_settling = current(drafted)
    again = settled(drafted, at(4, 3))
    assert isinstance(again, Circular)
    assert again.score_id == before_settling.score_id
    assert not drifted(drafted, at(4, 3))
    assert not isinstance(approve(drafted, at(4, 3)), Objection)
    files = drafted.read(lambda conn: circulars.files_of(conn, current(drafted).id))
    (paper,) = [file.content for file in files if file.name.endswith(".docx")]
    tables = docx.Document(io.BytesIO(paper)).tables
    assert "改过的标题" in {
        cell.text for table in tables for row in table.rows for cell in row.cells
    }


def test_an_adoption_entered_after_the_draft_stops_approval(drafted: House) -> None:
    adopt(drafted, SECOND, "《综合信息》", date(2026, 3, 28), at(4, 2))
    assert approve(drafted, at(4, 3)) is Objection.STALE
    (unit, *_) = drifted(drafted, at(4, 3)).units
    assert unit.unit == YINCHUAN
    assert [
        reason.serials for reason in unit.why if reason.said.startswith("现为 4 分")
    ] == [(SECOND,)]


def test_settling_anew_waits_for_what_is_held_and_then_changes_nothing(
    drafted: House,
) -> None:
    drafted.deliver(report(9, "石嘴山市交通运输局", YINCHUAN_OFFICER), at(3, 20))
    drafted.poll()
    before = current(drafted)
    outcome = settled(drafted, at(4, 3))
    assert isinstance(outcome, NotClosed)
    assert (outcome.obstacle, outcome.serials) == (ClosingObstacle.HELD, ("2026-0003",))
    assert current(drafted) == before


def test_a_draft_that_agrees_is_settled_anew_without_a_trace(drafted: House) -> None:
    before = current(drafted)
    assert settled(drafted, at(4, 3)) == before
    about = drafted.read(lambda conn: journal.about(conn, f"circular:{before.id}"))
    assert [entry.did for entry in about] == ["drafted a circular"]


# --- what is published ----------------------------------------------------------------


@pytest.fixture
def published(house: House) -> House:
    """The quarter's circular is approved and mailed."""
    return walk_once(house, publish)


def publish(house: House) -> None:
    walk_once(house, work_and_draft)
    approve(house, at(4, 2))
    house.dispatch()
    house.new_mail()


@pytest.mark.parametrize(
    "decision",
    [
        Decision("失实", Action.RETURN),
        Decision("另一单位的", unit="石嘴山市交通运输局"),
        Decision("应计四月", counts_on=date(2026, 4, 2)),
        Decision("类别有误", category="综合"),
        Decision("两件", Action.SPLIT, parts=2),
    ],
)
def test_a_decision_that_touches_a_published_quarter_warns_first_and_changes_nothing(
    published: House, decision: Decision
) -> None:
    before = item(published, FIRST)
    with pytest.raises(DecisionError, match="2026年第一季度的得分已经公布") as refused:
        ruled(published, FIRST, decision, at(4, 5))
    assert refused.value.objection.fault is DecisionFault.PUBLISHED
    assert item(published, FIRST) == before


def test_nobody_is_warned_of_what_earns_nothing_or_of_an_open_quarter(
    published: House,
) -> None:
    ruled(
        published,
        FIRST,
        Decision("电话补正", author="李娜", phone="0951-6000002"),
        at(4, 5),
    )
    published.deliver(report(5), at(4, 6))
    published.hands.now = at(4, 6)
    published.poll()
    (fresh,) = [
        each for each in published.submissions() if each.serial not in {FIRST, SECOND}
    ]
    ruled(published, fresh.serial, Decision("失实", Action.RETURN), at(4, 7))
    assert item(published, fresh.serial).state is SubmissionState.RETURNED


def test_whoever_goes_on_sees_the_difference_at_the_published_circular_and_corrects_it(
    published: House,
) -> None:
    ruled(
        published,
        FIRST,
        Decision("经核实内容失实", Action.RETURN, although_published=True),
        at(4, 5),
    )
    published.hands.now = at(4, 5)
    published.dispatch()
    published.new_mail()
    first = current(published)
    assert first.state is CircularState.SENT
    found = drifted(published, at(4, 6))
    assert [unit.unit for unit in found.units] == [YINCHUAN]

    without_reason = settled(published, at(4, 6))
    assert isinstance(without_reason, NotClosed)
    assert without_reason.obstacle is ClosingObstacle.PUBLISHED
    assert current(published) == first

    correction = settled(published, at(4, 6), "一件失实，已退回")
    assert isinstance(correction, Circular)
    assert (correction.corrects, correction.because) == (first.id, "一件失实，已退回")
    assert not drifted(published, at(4, 6))
    assert not isinstance(approve(published, at(4, 6)), Objection)
    said = mail_to_yinchuan(published)
    assert "更正原因：一件失实，已退回" in said
    assert f"{YINCHUAN}：得分-3 → -10" in said


def test_the_reason_of_a_correction_changed_in_the_draft_is_the_one_that_is_mailed(
    published: House,
) -> None:
    ruled(
        published,
        FIRST,
        Decision("失实", Action.RETURN, although_published=True),
        at(4, 5),
    )
    settled(published, at(4, 6), "一件失实")
    wording = current(published).wording._replace(because="一件经核实失实")
    by = By("赵敏", at(4, 6))
    published.write(
        lambda conn: circulating.edit(
            published.service, conn, current(published), wording, by
        )
    )
    again = settled(published, at(4, 7))
    assert isinstance(again, Circular)
    assert again.because == "一件经核实失实"
    published.hands.now = at(4, 7)
    published.dispatch()
    published.new_mail()
    assert not isinstance(approve(published, at(4, 7)), Objection)
    assert "更正原因：一件经核实失实" in mail_to_yinchuan(published)


# --- what nobody wants ----------------------------------------------------------------


def test_an_office_that_chooses_quarters_alone_gets_no_monthly_draft(
    house: House,
) -> None:
    house.assess_only(3)
    by = By("王主任", at(3, 1))
    spans = [span for span in drafting.SPANS if span.value == "quarter"]
    house.write(lambda conn: drafting.choose_spans(conn, spans, by))
    assert rung(house, "close_month", at(4, 1)) == "no circular is wanted"
    assert "drafted" in str(rung(house, "close", at(4, 1)))
    entries = house.read(lambda conn: journal.about(conn, f"switch:{drafting.DRAFTED}"))
    assert [(entry.who, entry.did) for entry in entries] == [
        ("王主任", "circulars-drafted = quarter")
    ]


def test_a_months_draft_lapses_when_its_quarter_is_published(house: House) -> None:
    house.assess_only(3)
    rung(house, "close_month", at(4, 1))
    rung(house, "close", at(4, 1))

    def waiting(moment: datetime) -> set[str]:
        return {
            each.period
            for each in house.read(lambda conn: circulars.waiting(conn, moment.date()))
        }

    assert waiting(at(4, 2)) == {"2026-03", "2026Q1"}
    approve(house, at(4, 2))
    assert waiting(at(4, 3)) == set()
    month = circular_of(house, "2026-03")
    # It is not gone: whoever wants it after all may send it.
    sent = house.write(
        lambda conn: circulating.release(
            house.service, conn, month, By("王主任", at(4, 3))
        )
    )
    assert not isinstance(sent, Objection)


def test_a_months_draft_lapses_after_sixty_days_and_a_quarters_never(
    house: House,
) -> None:
    house.assess_only(3)
    rung(house, "close_month", at(4, 1))
    rung(house, "close", at(4, 1))

    def waiting(day: date) -> set[str]:
        return {
            each.period
            for each in house.read(lambda conn: circulars.waiting(conn, day))
        }

    assert waiting(date(2026, 5, 31)) == {"2026-03", "2026Q1"}
    assert waiting(date(2026, 6, 1)) == {"2026Q1"}
    # Where the assessment begins only after it, nothing of it can be settled, and
    # nobody is asked any more.
    begins = Beginning(date(2026, 4, 1))
    house.write(
        lambda conn: switches.set_beginning(conn, begins, By("王主任", at(4, 2)))
    )
    assert waiting(date(2026, 6, 1)) == set()
