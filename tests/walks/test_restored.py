"""Is nobody mailed twice after an older copy of the record was brought back, and is
nothing held unseen?
"""

import threading
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from ingest.poll.polling import reconcile
from ledger import copies, server_place, switches
from ledger.copies import CopyRefusedError
from ledger.entries.events import Adoption
from ledger.events import adoptions
from ledger.journal import By
from ledger.notice import OutboxState
from ledger.outbox import withholding
from ledger.outbox.settling import Settlement
from ledger.outbox.withholding import OlderRecord
from ledger.tables.office import switches as table
from office.service.duties import duties_of
from office.service.jobs import JobTurn
from office.service.parts import Service
from office.settings.sections import BackupSettings
from office.use_cases import commissioning, older_record
from office.use_cases.commissioning import CommissionDraft
from office.use_cases.copying import bring_back
from office.use_cases.older_record import NotOverYetError
from tests.walks.house import OFFICE, House, at
from tests.walks.letters import YINCHUAN, YINCHUAN_OFFICER, report
from tests.walks.shell import Shell

on_postgresql = pytest.mark.parametrize("begun_url", ["postgresql"], indirect=True)
on_sqlite = pytest.mark.parametrize("begun_url", ["sqlite"], indirect=True)


def a_day_of_work(house: House, day: int) -> None:
    """What the service does by itself until the afternoon."""
    house.hands.now = at(3, day, 17)
    stop = threading.Event()
    turn = JobTurn(house.hands.now, house.hands.now.date().isoformat(), stop)
    duties = duties_of(house.service)
    for job in (
        duties.poll,
        duties.remind,
        duties.feedback,
        duties.digest,
        duties.dispatch,
    ):
        job(turn)


def adopt_and_ask(house: House) -> None:
    """The first item was adopted on the 19th; a unit is asked for another."""
    adopted = Adoption(
        0, "2026-0001", "宁夏交通", "单条", date(2026, 3, 19), house.hands.now
    )
    house.write(lambda conn: adoptions.add(conn, [adopted]))
    units = (house.unit(YINCHUAN).id,)
    draft = CommissionDraft(
        "冬季公路保畅做法", "厅办公室", "一千五百字以内。", units, date(2026, 3, 31)
    )
    context = house.service.decision_context("赵敏", house.hands.now)
    made = house.write(lambda conn: commissioning.add(conn, draft, context))
    house.write(lambda conn: commissioning.send(conn, made.id, context))


def told(house: House) -> list[tuple[str, str]]:
    """To whom something new was sent, and under which subject, apart from the token."""
    return sorted(
        (str(mail["To"]), str(mail["Subject"]).split(" [")[0])
        for mail in house.new_mail()
    )


@on_sqlite
def test_after_an_older_copy_was_brought_back_nobody_is_mailed_twice_and_the_office_lets_the_rest_go(
    house: House, shell: Shell, tmp_path: Path
) -> None:
    house.assess_only(2)
    house.hands.now = at(3, 18)
    house.work(report(1))
    house.deliver(report(2))
    house.poll()  # its receipt still waits as the copy is made
    folder = tmp_path / "copies"
    backup = BackupSettings(folder=folder)
    house.service = replace(
        house.service,
        settings=house.service.settings.model_copy(update={"backup": backup}),
    )
    night = JobTurn(house.hands.now, "2026-03-18", threading.Event())
    with pytest.raises(CopyRefusedError):
        duties_of(house.service).backup(night)
    folder.mkdir()
    duties_of(house.service).backup(night)
    copy = folder / "yishiyibao-2026-03-18.sqlite"
    assert [path.name for path in folder.iterdir()] == [copy.name]

    house.hands.now = at(3, 19)
    adopt_and_ask(house)
    house.deliver(report(3))
    a_day_of_work(house, 19)
    before = told(house)
    kinds = {entry.kind for entry in house.outbox() if entry.state is OutboxState.SENT}
    assert kinds == {"receipt", "commission", "reminder", "feedback", "office-digest"}

    # The copy is brought back on the 20th; one letter came while the service was down
    # and was never answered.
    house.deliver(report(4), at(3, 20, 7))
    house.hands.now = at(3, 20, 8)
    back = bring_back(
        house.database, house.service.settings, copy, By("walk", house.hands.now)
    )
    assert back.noted.held == 1
    older = OlderRecord(at(3, 18), house.hands.now, older_record.RESTORED)
    assert house.read(withholding.current) == older
    house.turn(switches.PAUSED, "no")
    duties_of(house.service).backup(
        night
    )  # the copy that was brought back is not written over
    assert copies.look_at(copy).stamp == back.copy.stamp
    house.deliver(report(5), at(3, 20, 9))
    house.hands.now = at(3, 20, 10)
    assert reconcile(house.service.poll_context(), mend=True).mended.seen == 3
    adopt_and_ask(house)
    a_day_of_work(house, 20)

    after = told(house)
    assert not set(before) & set(after)
    assert [to for to, _ in after] == [
        YINCHUAN_OFFICER,
        OFFICE,
    ]  # the letter of nine, and the day's digest
    waiting = house.outbox()
    waiting = tuple(entry for entry in waiting if entry.state is OutboxState.WITHHELD)
    assert {entry.kind for entry in waiting} == {
        "receipt",
        "commission",
        "reminder",
        "feedback",
    }
    with house.database.writing() as conn, pytest.raises(NotOverYetError):
        older_record.end(house.service, conn, By("walk", house.hands.now))

    # The one that nobody answered goes, all others were sent.
    (unanswered,) = (entry.id for entry in waiting if entry.serial == "2026-0004")
    by = By("walk", house.hands.now)
    house.write(
        lambda conn: older_record.settle_all(conn, [unanswered], Settlement.RESEND, by)
    )
    code, out, _ = shell("outbox", "settle", "--withheld", "--sent")
    assert (code, out.count(": sent")) == (0, len(waiting) - 1)
    house.dispatch()
    assert [to for to, _ in told(house)] == [YINCHUAN_OFFICER]
    assert shell("outbox", "withheld", "--end")[0] == 0
    a_day_of_work(house, 23)
    assert [to for to, _ in told(house)] == [OFFICE]


@on_postgresql
def test_after_a_standby_took_over_what_may_have_left_is_withheld_unless_it_is_told_to_lack_nothing(
    house: House,
) -> None:
    house.assess_only(2)
    house.work(report(1))  # the first round notes where the record stands
    house.deliver(report(2))
    house.poll()
    took_over(house, "0000000A", house.service)
    assert house.dispatch().sent == 0
    older = house.read(withholding.current)
    assert older is not None
    assert older.why == older_record.SUCCEEDED
    assert house.read(withholding.count) == 1
    house.dispatch()  # which is told once
    assert house.read(withholding.count) == 1

    house.write(lambda conn: withholding.end(conn, By("walk", house.hands.now)))
    house.deliver(report(3))
    house.poll()
    storage = house.service.settings.database.model_copy(
        update={"synchronous_standby": True}
    )
    trusting = replace(
        house.service,
        settings=house.service.settings.model_copy(update={"database": storage}),
    )
    took_over(house, "0000000B", trusting)
    assert older_record.send_due(trusting).sent == 1
    assert house.read(withholding.current) is None


def took_over(house: House, timeline: str, seen_by: Service) -> None:
    """Let the record say that it was on another timeline; what is due then stops in the
    middle of a round.
    """
    noted = house.read(lambda conn: switches.value(conn, server_place.SERVER_PLACE))
    server, _, rest = noted.split("/", 2)
    put = sa.update(table).where(table.c.name == server_place.SERVER_PLACE)
    house.write(
        lambda conn: conn.execute(put.values(value=f"{server}/{timeline}/{rest}"))
    )
    assert server_place.whereabouts(seen_by.database).promoted
