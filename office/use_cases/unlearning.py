"""How is something put right that the office told the program of units' names and of
single days?

A name or address that a decision taught is forgotten; a day of the office's own table
is changed or withdrawn, so that the State Council's arrangement holds for it again.
Each with a reason, journalled in the office's words. What was recorded by a wrong
lesson stays.
"""

from collections.abc import Sequence
from datetime import date

from ledger import journal, roster, working_days
from ledger.database import Connection
from ledger.faults import ToldError
from ledger.journal import By, JournalEntry
from ledger.roster import LearntKind
from ledger.working_days import WorkingDay
from notify.chinese import full_day
from office.service.working_days import SUBJECT

_KINDS = {LearntKind.ALIAS: "叫法", LearntKind.ADDRESS: "地址"}
_AS_ARRANGED = "按国务院放假调休安排"


class UnlearningError(ToldError):
    """It cannot be put right so; nothing was changed. Shell and console say it in the
    same Chinese.
    """

    def __init__(self, named: str, what: str) -> None:
        super().__init__(f"{named}：{what}")


def forget(
    conn: Connection, unit_name: str, kind: LearntKind, what: str, by: By
) -> str:
    """Forgets a name or address that a decision taught of the unit; the unit's name."""
    unit = roster.unit_named(conn, unit_name)
    if not by.because.strip():
        raise UnlearningError(unit_name, "请写明理由")
    if unit is None or not roster.forget_learnt(conn, unit.id, kind, what):
        raise UnlearningError(
            unit_name,
            f"没有学到这个{_KINDS[kind]}：{what}，可用 `units list --json` 查看",
        )
    # An address is a person's and stays out of the journal (promise 14); a name is a
    # unit's.
    details = {"alias": what} if kind is LearntKind.ALIAS else {}
    entry = JournalEntry(
        by.at, by.who, f"forgot an {kind.value}", f"unit:{unit.id}", by.because, details
    )
    journal.write(conn, entry)
    return unit.name


def set_day(conn: Connection, day: WorkingDay, by: By) -> None:
    """Says of one day whether it is worked on, in place of what the table said
    before.
    """
    before = _words_of(working_days.one(conn, day.day))
    after = _words_of(day)
    if not by.because.strip():
        raise UnlearningError(full_day(day.day), "请写明理由")
    if before == after:
        raise UnlearningError(full_day(day.day), f"已经是{after}，没有要改的")
    working_days.save(conn, [day])
    _journal(conn, day.day, before, after, by)


def take_in_days(
    conn: Connection, days: Sequence[WorkingDay], by: By
) -> tuple[str, ...]:
    """Puts a file's days in place of what the table said of them; in Chinese, which
    were said otherwise.
    """
    known = {day.day: day for day in working_days.listed(conn)}
    replaced: list[str] = []
    for day in days:
        before = known.get(day.day)
        if before is not None and before.works != day.works:
            replaced.append(
                f"{full_day(day.day)}：{_words_of(before)} → {_words_of(day)}"
            )
    working_days.save(conn, days)
    details = {"改动": replaced} if replaced else {}
    did = f"working-days import: {len(days)} days"
    journal.write(conn, JournalEntry(by.at, by.who, did, SUBJECT, by.because, details))
    return tuple(replaced)


def withdraw_day(conn: Connection, day: date, by: By) -> None:
    """Takes one day out of the office's own table."""
    if not by.because.strip():
        raise UnlearningError(full_day(day), "请写明理由")
    known = working_days.one(conn, day)
    if known is None:
        raise UnlearningError(
            full_day(day), "本办的工作日表里没有这一天，可用 `working-days list` 查看"
        )
    working_days.remove(conn, day)
    _journal(conn, day, _words_of(known), _AS_ARRANGED, by)


def _words_of(day: WorkingDay | None) -> str:
    if day is None:
        return _AS_ARRANGED
    note = f"（{day.note}）" if day.note else ""
    return f"{'上班' if day.works else '休息'}{note}"


def _journal(conn: Connection, day: date, before: str, after: str, by: By) -> None:
    said = f"{full_day(day)}：{before} → {after}"
    journal.write(
        conn,
        JournalEntry(
            by.at, by.who, "working-days change", SUBJECT, by.because, {"day": said}
        ),
    )
