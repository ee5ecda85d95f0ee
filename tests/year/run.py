"""What does the service tell in a year?

The real service on a rehearsal database of its own, moved from moment to moment:
letters are taken in by the path of a poll, every job is rung, and what is due is handed
to a courier who takes everything.
"""

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from datetime import date, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any

from ingest.intake.arrival import Arrival
from ingest.intake.batch import take_in
from ledger import circulars, commissions, roster, switches
from ledger.database import Connection, open_database
from ledger.entries.events import Adoption, Commission
from ledger.entries.letters import Place
from ledger.entries.people import Exemption, Person, Role, Unit
from ledger.events import adoptions
from ledger.notice import Answering, OutboxState
from ledger.outbox import bounces, listing, prompting
from ledger.outbox.listing import OutboxEntry
from ledger.outbox.outcomes import Accepted
from ledger.outbox.pacing import Pace
from ledger.periods import local_day
from ledger.submissions import listing as submissions
from ledger.switches import SwitchChange
from notify.delivery.dispatch import dispatch
from notify.delivery.replies import Answer, OwnAnswer
from notify.delivery.smtp import SmtpEnvelope
from office.service.duties import duties_of
from office.service.jobs import Every, JobContext, Times, jobs_of, run_if_due
from office.service.parts import Service
from office.settings.reading import load
from office.use_cases.decisions.deciding import decide
from office.use_cases.decisions.decision import Decision
from office.wiring import assembled
from tests.fixtures.databases import migrated_file
from tests.year.oracle import Stage, Told
from tests.year.world import MOMENTS, OFFICE, ROBOT, STARTED, Member, Posted, World

SETTINGS = f"""\
[office]
name = "自治区交通运输厅办公室"
address = "{OFFICE}"

[database]
url = "sqlite:///year.sqlite"

[mailbox]
host = "imap.example"
user = "{ROBOT}"
password = "of a rehearsal"

[smtp]
host = "smtp.example"
sender = "{ROBOT}"

[intake]
readers = 1
"""
_STORY = "近日，我单位组织力量逐项排查整改，畅通群众出行，取得初步成效。" * 3


class Hands:
    """The hands of the clock."""

    now = STARTED

    def __call__(self) -> datetime:
        """What they show."""
        return self.now


class TakesAll:
    """A courier who takes every message."""

    def greet(self) -> OwnAnswer | None:
        """Always ready."""
        return None

    def send(self, envelope: SmtpEnvelope, content: bytes) -> Answer:
        """Always sent."""
        return Accepted("250 taken")


COVERED = {
    *("receipt", "receipts-digest", "backlog", "reminder", "feedback"),
    *("unreached", "overview", "office-digest"),
}
"""The kinds that are compared; drafts of circulars are compared beside."""


def run(world: World, folder: Path) -> tuple[Told, ...]:
    """Everything told in the year, of the kinds that are compared, and every circular
    drafted.
    """
    with _service(folder) as service, service.database.writing() as conn:
        _begin(conn, world)
    with _service(folder) as service:
        _live(service, world)
        with service.database.reading() as conn:
            return (*_sent(conn), *_drafted(conn))


@contextmanager
def _service(folder: Path) -> Iterator[Service]:
    path = folder / "yishiyibao.toml"
    path.write_text(SETTINGS, encoding="utf-8")
    settings = load(path)
    file = Path(settings.database.url.removeprefix("sqlite:///"))
    if not file.exists():
        file.write_bytes(migrated_file())
    database = open_database(settings.database.url)
    try:
        with assembled(settings, database, Hands()) as service:
            yield service
    finally:
        database.close()


def _begin(conn: Connection, world: World) -> None:
    """As `init --rehearsal`, `units import` and `answering on` leave it, with what is
    known beforehand.
    """
    for name, value in (
        (switches.REHEARSAL, "yes"),
        (switches.STARTED_AT, STARTED.isoformat()),
        (switches.ANSWERING, Answering.ON.value),
    ):
        switches.set_switch(conn, SwitchChange(name, value, STARTED, "year"))
    roster.save(
        conn, [_unit(number, each) for number, each in enumerate(world.members, 1)]
    )
    for member in world.members:
        unit = _named(conn, member.name)
        if member.exempt is not None:
            roster.excuse(conn, unit.id, Exemption(*member.exempt, "抗灾救灾"))
        if member.moves is not None:
            roster.move(conn, unit, member.moves[1], member.moves[0])


def _live(service: Service, world: World) -> None:
    """Moment by moment: people of the office, the mailbox, the jobs, the mail."""
    hands = service.clock
    assert isinstance(hands, Hands)
    times = Times(timedelta(minutes=5), *MOMENTS)
    # Letters come here without a mailbox, so there is none to poll and none to compare
    # with the record.
    jobs = [
        job
        for job in jobs_of(duties_of(service), times)
        if not isinstance(job.cadence, Every) and job.name != "reconcile"
    ]
    bell = JobContext(service.database, hands, service.works, "year")
    context = replace(
        service.dispatch_context(),
        courier=lambda: nullcontext(TakesAll()),
        pace=Pace(10**6, 10**6),
        connections=1,
    )
    before = STARTED
    for now in world.moments():
        hands.now = now
        with service.database.writing() as conn:
            _people(conn, world, before, now)
        arrived = [letter for letter in world.letters if before < letter.at <= now]
        if arrived:
            take_in(
                service.intake_context(),
                [_arrival(world, letter) for letter in arrived],
                now,
            )
            _tie(service, arrived)
        with service.database.writing() as conn:
            _adopt(conn, world, before, now)
        for job in jobs:
            run_if_due(job, bell, threading.Event())
        dispatch(context)
        before = now


def _people(conn: Connection, world: World, before: datetime, now: datetime) -> None:
    """What people of the office enter since they were here last."""
    since, today = local_day(before), local_day(now)
    switches.set_switch(
        conn,
        SwitchChange(
            switches.PAUSED, "yes" if world.paused(now) else "no", now, "year"
        ),
    )
    for brief in world.briefs:
        if since < brief.issued_on <= today:
            asked = tuple(_named(conn, name).id for name in brief.units)
            entered = Commission(
                brief.id, brief.title, "厅办公室", asked, brief.issued_on, brief.due
            )
            commissions.save(conn, [entered])
    for member in world.members:
        if member.dead is not None and since < member.dead <= today:
            for _ in range(bounces.FAILURES):
                bounces.note_bounce(conn, member.officer, "5.1.1", now)
        if member.later is not None and since < member.later[0] <= today:
            fresh = Person(Role.OFFICER, "新任信息员", member.later[1], "")
            unit = _named(conn, member.name)
            kept = tuple(
                person for person in unit.people if person.role is not Role.OFFICER
            )
            roster.save(conn, [replace(unit, people=(*kept, fresh))])


def _tie(service: Service, arrived: list[Posted]) -> None:
    """An answer that came too late to be known by its title is tied to its 约稿 by a
    person.
    """
    with service.database.writing() as conn:
        for letter in arrived:
            if letter.asked:
                (item,) = submissions.titled(
                    conn, _named(conn, letter.unit).id, letter.title
                )
                if item.commission is None:
                    decision = Decision("答复约稿", commission=letter.asked)
                    decide(
                        conn,
                        item.serial,
                        decision,
                        service.decision_context("王科长", service.clock()),
                    )


def _adopt(conn: Connection, world: World, before: datetime, now: datetime) -> None:
    """What was printed since, entered by title."""
    since, today = local_day(before), local_day(now)
    used = [
        letter
        for letter in world.letters
        if letter.adopted and since < letter.adopted <= today
    ]
    for letter in used:
        for item in submissions.titled(
            conn, _named(conn, letter.unit).id, letter.title
        ):
            adopted = Adoption(
                0, item.serial, "宁夏交通信息", "单条", letter.adopted or today, now
            )
            adoptions.add(conn, [adopted])


def _unit(number: int, member: Member) -> Unit:
    people = []
    if member.principal:
        people.append(Person(Role.PRINCIPAL, "负责人", member.principal, ""))
    if member.officer:
        people.append(Person(Role.OFFICER, "信息员", member.officer, ""))
    addresses = (member.address,) if member.address else ()
    since = date(2021, 3, 19)
    return Unit(
        number,
        member.name,
        member.group,
        since,
        addresses=addresses,
        people=tuple(people),
        until=member.until,
    )


def _named(conn: Connection, name: str) -> Unit:
    found = roster.unit_named(conn, name)
    assert found is not None, name
    return found


def _arrival(world: World, letter: Posted) -> Arrival:
    """The letter as a unit's mail program makes it."""
    number = world.letters.index(letter) + 1
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"] = letter.sender, ROBOT
    message["Subject"] = f"{letter.unit}+{letter.title}"
    message["Message-ID"] = f"<{number}@units.example>"
    message["Date"] = letter.at
    words = f"{letter.title}。第{number}件。{_STORY}\n\n撰稿人：王小明 联系电话：13900000000\n"
    message.set_content(words, charset="utf-8", cte="base64")
    raw = message.as_bytes()
    return Arrival(Place(f"{ROBOT}", "INBOX", 1, number), letter.at, len(raw), raw)


def _sent(conn: Connection) -> Iterator[Told]:
    units = {str(unit.id): unit.name for unit in roster.all_units(conn)}
    items = {item.serial: item for item in submissions.listed(conn)}
    for entry in listing.listed(conn, OutboxState.SENT, 10**6):
        if entry.kind in COVERED:
            unit, what = _about(entry, units)
            if entry.kind == "feedback":
                events = prompting.serials_of(
                    conn,
                    [each.event for each in prompting.news_in(entry.about["news"])],
                )
                what = frozenset(items[serial].title for serial in events.values())
            if entry.serial is not None:
                item = items[entry.serial]
                unit, what = units[str(item.unit_id)], item.title
            assert entry.settled_at is not None
            yield Told(entry.kind, entry.to, unit, what, local_day(entry.settled_at))


def _about(entry: OutboxEntry, units: dict[str, str]) -> tuple[str, object]:
    """Of a message about no single item: its unit, if it has one, and what it tells
    of.
    """
    about = entry.about
    match entry.kind:
        case "reminder":
            stages = frozenset(Stage(*row[:3]) for row in json.loads(about["covers"]))
            return units[about["unit_id"]], stages
        case "unreached":
            return "", frozenset(
                units[key.partition("/")[0]] for key in about["missed"].split("\n")
            )
        case "backlog":
            return units[about["unit_id"]], date.fromisoformat(about["on"])
        case "receipts-digest":
            return "", date.fromisoformat(about["day"])
        case "office-digest":
            return "", date.fromisoformat(about["on"])
        case "overview":
            assert entry.facts is not None
            return "", (
                about["month"],
                frozenset(_month(group) for group in entry.facts["groups"]),
            )
        case _:
            return "", ""


def _month(group: Mapping[str, Any]) -> tuple[object, ...]:
    """What the overview said of a group."""
    names = ("group", "units", "sent", "adopted")
    return (*(group[name] for name in names), frozenset(group["silent"]))


def _drafted(conn: Connection) -> Iterator[Told]:
    """Circulars that wait for a person (Art. 4(5))."""
    for one in circulars.everything(conn):
        yield Told("circular-draft", "", "", one.period, local_day(one.drafted_at))
