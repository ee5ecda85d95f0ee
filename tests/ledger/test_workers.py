"""What becomes of what a dead worker had in hand, and of one that is only late?"""

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from ledger import leases, runs, workers
from ledger.database import Database
from ledger.notice import OutboxState
from ledger.outbox import sending
from ledger.tables.mail import outbox
from ledger.workers import Pulse

NOW = datetime(2026, 11, 30, 2, tzinfo=UTC)
LATER = NOW + timedelta(seconds=50)
HOURS = NOW + timedelta(hours=1)
RUN = runs.RunClaim("remind", "2026-11-30", "dead")


def put_in_hand(conn: sa.Connection, state: OutboxState) -> int:
    """Put a message into the outbox that the dead worker has."""
    row = {
        "kind": "receipt",
        "recipient": "jtj@yinchuan.example.cn",
        "key": state,
        "about": {},
        "state": state,
        "queued_at": NOW,
        "due_at": NOW,
        "lease_owner": "dead",
        "lease_until": HOURS,
    }
    return int(
        conn.execute(outbox.insert().values(row).returning(outbox.c.id)).scalar_one()
    )


def test_p33_what_a_dead_worker_had_in_hand_is_free_at_once_and_what_it_was_sending_is_unknown(
    database: Database,
) -> None:
    with database.writing() as conn:
        workers.beat(conn, "dead", NOW)
        workers.beat(conn, "dead", NOW)
        assert leases.take(conn, "mailbox", "dead", NOW, HOURS)
        assert runs.claim(conn, RUN, NOW, HOURS)
        claimed = put_in_hand(conn, OutboxState.QUEUED)
        under_way = put_in_hand(conn, OutboxState.SENDING)
        workers.leave(conn, "dead", NOW)  # which it may not, with all that in hand
        assert workers.pulses(conn) == (Pulse("dead", 2),)
    with database.writing() as conn:
        assert not workers.give_up(conn, Pulse("dead", 1), LATER)
        assert workers.give_up(conn, Pulse("dead", 2), LATER)
        assert not workers.give_up(conn, Pulse("dead", 2), LATER)
    with database.writing() as conn:
        sending.expire(conn, LATER)
        assert leases.take(conn, "mailbox", "heir", LATER, HOURS)
        assert runs.claim(conn, RUN._replace(owner="heir"), LATER, HOURS)
        assert sending.due(conn, LATER, 9) == (claimed,)
        unknown = conn.scalars(
            sa.select(outbox.c.id).where(outbox.c.state == OutboxState.UNKNOWN)
        ).all()
        assert unknown == [under_way]


def test_a_worker_that_was_only_late_finds_what_it_has_lost_and_is_counted_anew(
    database: Database,
) -> None:
    with database.writing() as conn:
        workers.beat(conn, "late", NOW)
        held = leases.take(conn, "mailbox", "late", NOW, HOURS)
        assert workers.give_up(conn, Pulse("late", 1), LATER)
        assert held
        leases.hold(
            conn, held, HOURS
        )  # nobody has taken it: it is still the late one's
        workers.beat(conn, "late", LATER)
        assert workers.pulses(conn) == (Pulse("late", 1),)
        leases.release(conn, held, LATER)
        workers.leave(conn, "late", LATER)
        assert workers.pulses(conn) == ()


def test_a_worker_that_leaves_while_it_reads_a_folder_is_still_noticed_when_it_falls_silent(
    database: Database,
) -> None:
    with database.writing() as conn:
        workers.beat(conn, "dead", NOW)
        held = leases.take(conn, "mailbox", "dead", NOW, HOURS)
        assert held
        workers.leave(conn, "dead", NOW)
        assert workers.pulses(conn) == (Pulse("dead", 1),)
        leases.release(conn, held, NOW)
        workers.leave(conn, "dead", NOW)
        assert workers.pulses(conn) == ()
