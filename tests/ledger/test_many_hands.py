"""May many hands use one database at once (P17)?"""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

from ledger import journal
from ledger.database import Database
from ledger.journal import JournalEntry

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
TURNS, HANDS = 40, 6


def test_p17_hands_that_read_and_then_write_never_meet_a_locked_database(
    database: Database,
) -> None:
    """Each turn reads and then writes in one transaction, which a deferred one would be
    refused at once.
    """

    def work(hand: int) -> int:
        for turn in range(TURNS):
            with database.reading() as conn:
                journal.latest(conn, 5)
            with database.writing() as conn:
                seen = len(journal.about(conn, f"hand:{hand}"))
                journal.write(
                    conn,
                    JournalEntry(
                        NOW + timedelta(seconds=turn),
                        f"{hand}",
                        f"{seen}",
                        f"hand:{hand}",
                    ),
                )
        return hand

    with ThreadPoolExecutor(HANDS) as pool:
        assert list(pool.map(work, range(HANDS))) == list(range(HANDS))
    with database.reading() as conn:
        for hand in range(HANDS):
            assert [entry.did for entry in journal.about(conn, f"hand:{hand}")] == [
                str(n) for n in range(TURNS)
            ]
