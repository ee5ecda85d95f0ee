"""In which shape does a record go out as JSON?

The keys are a stable surface (docs/operations.md): other programs read them. Keys and
codes are English, the office's words Chinese; what is not known is null.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from ledger.entries.letters import MailboxEntryState
from ledger.scoresheet import as_json, line_json, points_text, share_text
from office.cli.output import told
from office.web.labels import changes

# A command that lists letters need not load the scores: most records are only named
# here.
if TYPE_CHECKING:
    from ingest.poll.polling import Reconciled
    from ingest.similar.differing import Piece, SideBySide
    from ledger.announcements import Announcement
    from ledger.circulars import Circular
    from ledger.entries.events import (
        Adoption,
        Commission,
        Forwarding,
        Instruction,
        Withdrawal,
    )
    from ledger.entries.letters import MailboxEntry
    from ledger.entries.people import Unit
    from ledger.entries.submissions import Author, Submission, SubmissionWords
    from ledger.imports import TakenImport
    from ledger.issues import Issue
    from ledger.journal import JournalEntry
    from ledger.outbox.bounces import Health
    from ledger.outbox.listing import OutboxEntry
    from ledger.outbox.tries import Try
    from ledger.proposals import OpenProposal
    from ledger.remarks import RecordedRemark
    from ledger.roster import LearntName
    from ledger.scoresheet import Line, NamedListEntry, ScoreSheet
    from ledger.users import User
    from ledger.working_days import WorkingDay
    from notify.circular import CircularContents
    from office.service.reminding import Reminded
    from office.use_cases.commissioning import UnitProgress
    from office.use_cases.decisions.questions import Question
    from office.use_cases.explaining import ItemExplained, Source
    from office.use_cases.sheets import StoredScore
    from scoring.close import Closed
    from scoring.explain import UnitComparison, UnitExplained, UnitResult
    from scoring.people import AuthorScore, Candidates, People

Names = Mapping[int, str]
"""Id of a unit → its official name."""


def letter(seen: MailboxEntry) -> dict[str, Any]:
    """One mail seen (`letters list`); of a sealed one nothing that could hold a word of
    it (promise 13).
    """
    where = {
        "id": seen.id,
        "account": seen.place.account,
        "folder": seen.place.folder,
        "uidvalidity": seen.place.uidvalidity,
        "uid": seen.place.uid,
        "state": seen.state.value,
    }
    if seen.state is MailboxEntryState.SEALED:
        return where | {
            "from": seen.from_address,
            "arrived_at": told(seen.arrived_at),
            "mark": seen.mark,
        }
    return where | {
        "role": seen.role and seen.role.value,
        "reason": seen.reason,
        "because": seen.because,
        "from_name": seen.from_name,
        "from": seen.from_address,
        "subject": seen.subject,
        "attachments": list(seen.attachments),
        "arrived_at": told(seen.arrived_at),
        "sha256": seen.sha256,
        "serial": seen.serial,
        "possible": seen.possible,
        "opening": seen.opening,
        "dismissed_at": told(seen.dismissed_at),
    }


def letter_in_full(seen: MailboxEntry) -> dict[str, Any]:
    """One mail with what was found out about its sender and whether it may be answered
    (`letters show`).
    """
    if seen.state is MailboxEntryState.SEALED:
        return letter(seen)
    verdict = seen.answerable
    return letter(seen) | {
        "message_id": seen.message_id,
        "bytes": seen.size,
        "trust": seen.trust,
        "answerable": {
            "may": verdict.may,
            "to": verdict.to,
            "because": verdict.because,
        },
    }


def reconciled(found: Reconciled) -> dict[str, Any]:
    """How the server's letters and the record differ (`reconcile`)."""
    return {
        "listed": found.listed,
        "waiting": found.waiting,
        "before_start": found.before_start,
        "differences": [
            {**each.place._asdict(), "amiss": each.kind.value, "letters": each.letters}
            for each in found.differences
        ],
        "busy": list(found.busy),
        "mended": found.mended.seen,
    }


def submission(item: Submission, names: Names) -> dict[str, Any]:
    """One reported item (`submissions list`); several authors are joined by 、."""
    return {
        "serial": item.serial,
        "unit": None if item.unit_id is None else names[item.unit_id],
        "co_units": [names[unit_id] for unit_id in item.co_unit_ids],
        "title": item.title,
        "category": item.category,
        "category_because": item.category_because,
        "author": _joined(item.authors, "name"),
        "phone": _joined(item.authors, "phone"),
        "email": _joined(item.authors, "email"),
        "signer": item.signer or None,
        "arrived_at": told(item.arrived_at),
        "characters": item.characters,
        "state": item.state.value,
        "flags": list(item.flags),
        "commission": item.commission,
        "attachments": [
            {"name": file.name, "type": file.type, "bytes": file.size}
            for file in item.attachments
        ],
        "letter": item.letter,
    }


def submission_in_full(
    item: Submission, names: Names, words: SubmissionWords
) -> dict[str, Any]:
    """One reported item with its words and what the office decided (`submissions
    show`).
    """
    return submission(item, names) | {
        "text": words.text,
        "manuscript": words.manuscript,
        "evidence": list(item.evidence),
        "held_because": item.held_because or None,
        "candidates": [names[unit_id] for unit_id in item.candidates],
        "counts_on": item.counts_on,
        "own_business": item.own_business,
        "quality": item.quality,
        "lateness_waived": item.lateness_waived,
        "follows": item.follows,
        "superseded_by": item.superseded_by,
        "version": item.version,
    }


def proposals(found: Sequence[OpenProposal]) -> list[dict[str, Any]]:
    """What the machine noticed and nobody has decided yet."""
    return [
        {
            "id": each.id,
            "kind": each.proposal.kind,
            "other": each.proposal.other,
            "evidence": each.proposal.evidence,
            "counts_once": each.proposal.counts_once,
        }
        for each in found
    ]


def question(asked: Question, names: Names) -> dict[str, Any]:
    """One proposal with both items (`proposals list`)."""
    proposal = asked.found.proposal
    return {
        "id": asked.found.id,
        "kind": proposal.kind,
        "evidence": proposal.evidence,
        "made_at": told(asked.found.made_at),
        "days": asked.days,
        "serial": asked.item.serial,
        "title": asked.item.title,
        "other": proposal.other,
        "other_title": None if asked.other is None else asked.other.title,
        "units": [names[unit_id] for unit_id in proposal.unit_ids],
        "commission": proposal.commission or None,
        "counts_once": proposal.counts_once,
    }


def question_in_full(
    asked: Question, names: Names, words: SideBySide
) -> dict[str, Any]:
    """The same with what both items say, what differs in 【】 (`proposals show`)."""
    return question(asked, names) | {
        "text": _marked(words.one),
        "other_text": None if asked.other is None else _marked(words.other),
    }


def _marked(pieces: Sequence[Piece]) -> str:
    return "".join(
        f"【{piece.text}】" if piece.differs else piece.text for piece in pieces
    )


def history(entries: Sequence[JournalEntry]) -> list[dict[str, Any]]:
    """What was done to a record, oldest first; `changes` are an item's fields before →
    after, in words.
    """
    return [
        {
            "at": told(entry.at),
            "who": entry.who,
            "did": entry.did,
            "because": entry.because,
            "details": dict(entry.details),
            "changes": changes(entry),
        }
        for entry in entries
    ]


def commission(
    asked: Commission, names: Names, states: Mapping[int, str]
) -> dict[str, Any]:
    """One requested item and where each of its units stands (`commissions list`)."""
    units = [
        {"unit": names[unit_id], "state": states[unit_id]} for unit_id in asked.unit_ids
    ]
    return _request(asked) | {"units": units}


def commission_in_full(
    asked: Commission, lines: Iterable[UnitProgress]
) -> dict[str, Any]:
    """One requested item with each unit's answer and mail (`commissions show`)."""
    units: list[dict[str, Any]] = []
    for line in lines:
        mail = [
            {
                "id": each.id,
                "to": each.to,
                "state": each.state.value,
                "outcome": each.outcome,
            }
            for each in line.mail
        ]
        units.append(
            {
                "unit": line.unit.name,
                "state": line.state,
                "mailed_at": told(line.request.mailed_at),
                "reminded_at": told(line.reminded_at),
                "withdrawn_at": told(line.request.withdrawn_at),
                "serials": [item.serial for item in line.items],
                "mail": mail,
            }
        )
    return _request(asked) | {"units": units}


def _request(asked: Commission) -> dict[str, Any]:
    return {
        "id": asked.id,
        "title": asked.title,
        "issuer": asked.issuer,
        "brief": asked.brief,
        "issued_on": asked.issued_on,
        "due": asked.due,
    }


def issue(made: Issue) -> dict[str, Any]:
    """One issue of the office's own publication (`issues list`)."""
    return {
        "id": made.id,
        "publication": made.publication,
        "year": made.year,
        "number": made.number,
        "dated": made.dated,
        "state": made.state.value,
        "published_at": told(made.published_at),
        "version": made.version,
    }


def working_day(day: WorkingDay) -> dict[str, Any]:
    """One day of the office's own table (`working-days list`)."""
    return day._asdict()


def event(recorded: Adoption | Instruction | Forwarding) -> dict[str, Any]:
    """One adoption, 批示 or 上报, withdrawn or not (`adoptions list` and its like)."""
    plain_fields = {
        name: value for name, value in recorded._asdict().items() if name != "withdrawn"
    }
    return plain_fields | {
        "entered_at": told(recorded.entered_at),
        "withdrawn": _withdrawal(recorded.withdrawn),
    }


def _withdrawal(withdrawal: Withdrawal | None) -> dict[str, Any] | None:
    if withdrawal is None:
        return None
    return withdrawal._asdict() | {"at": told(withdrawal.at)}


def taken_import(taken: TakenImport, standing: int) -> dict[str, Any]:
    """One file that was taken in, and how many of its rows stand (`imports list`)."""
    entered_at, taken_back_at = told(taken.entered_at), told(taken.taken_back_at)
    return taken._asdict() | {
        "entered_at": entered_at,
        "taken_back_at": taken_back_at,
        "standing": standing,
    }


def remark(
    entered: RecordedRemark, names: Names, points: Fraction | None
) -> dict[str, Any]:
    """Points given or taken by hand (`remarks list`)."""
    given = entered.remark
    return {
        "id": given.id,
        "unit": names[given.unit_id],
        "kind": given.kind,
        "points": None if points is None else points_text(points),
        "on": given.on,
        "serial": given.serial,
        "because": given.because,
        "entered_at": told(given.entered_at),
        "withdrawn_at": told(entered.withdrawn_at),
        "withdrawn": _withdrawal(given.withdrawn),
        "replaces": given.replaces,
    }


def unit(
    listed: Unit,
    learnt: Iterable[LearntName],
    gaps: Sequence[str],
    names: Mapping[int, str],
) -> dict[str, Any]:
    """One reporting unit, what decisions taught about it and what the roster lacks of
    it (`units list`).
    """
    return {
        "name": listed.name,
        "short_names": listed.listed_names,
        "group": listed.group,
        "kind": listed.kind,
        "parent": listed.parent,
        "own_business_only": listed.own_business_only,
        "addresses": listed.addresses,
        "people": [
            {
                "role": each.role.value,
                "name": each.name,
                "address": each.address,
                "phone": each.phone,
            }
            for each in listed.people
        ],
        "since": listed.since,
        "until": listed.until,
        "former_groups": [each._asdict() for each in listed.former_groups],
        "former_names": [each._asdict() for each in listed.former_names],
        "merged_into": None
        if listed.merged_into is None
        else names[listed.merged_into],
        "exemptions": [each._asdict() for each in listed.exemptions],
        "learnt": [
            {
                "kind": each.kind.value,
                "what": each.what,
                "because": each.because,
                "by": each.by,
                "at": each.at,
            }
            for each in learnt
            if each.unit_id == listed.id
        ],
        "gaps": gaps,
    }


def user(listed: User) -> dict[str, Any]:
    """One person who may sign in to the console (`users list`)."""
    return {
        "name": listed.name,
        "role": listed.role.value,
        "since": told(listed.made_at),
        "disabled_at": told(listed.disabled_at),
    }


def reminded(due: Reminded) -> dict[str, Any]:
    """One unit that is, or would be, reminded (`remind`); `stage` counts the working
    days that are left.
    """
    return {
        "unit": due.unit,
        "to": list(due.addresses),
        "covers": [
            {"code": duty, "period": period, "stage": stage}
            for duty, period, stage in due.covers
        ],
        "queued": due.queued,
    }


def closed(period: Closed) -> dict[str, Any]:
    """What closing a period stored, what is still proposed, and what may be a report
    (`close`).
    """
    revision = period.revision
    return {
        "period": revision.period,
        "revision": revision.revision,
        "edition": revision.edition,
        "made_at": told(revision.made_at),
        "fresh": period.fresh,
        "proposals": [
            {"serial": each.serial, **each.proposal._asdict()}
            for each in period.proposals
        ],
        "possible": [letter(each) for each in period.possible],
    }


def circular(found: Circular, contents: CircularContents, title: str) -> dict[str, Any]:
    """One circular with all it tells (`circular show`); of a table's rows the keys are
    the fields' names.
    """
    groups: list[dict[str, Any]] = []
    for group in contents.groups:
        rows = [row._asdict() for row in group.rows]
        groups.append({"group": group.group, "note": group.note, "units": rows})
    return {
        "period": found.period,
        "state": found.state.value,
        "title": title,
        "number": found.number or None,
        "dated": found.dated.isoformat() if found.dated else None,
        "corrects": None if contents.correction is None else contents.correction.of,
        "because": found.because or None,
        "covering": found.covering,
        "drafted_at": told(found.drafted_at),
        "drafted_by": found.drafted_by or None,
        "edited_by": found.edited_by or None,
        "approved_at": told(found.approved_at),
        "approved_by": found.approved_by or None,
        "sent_at": told(found.sent_at),
        "version": found.version,
        "edition": contents.edition,
        "levels": contents.levels,
        "overall": contents.overall._asdict(),
        "groups": groups,
        "named": [{"name": each.name, "units": each.units} for each in contents.named],
        "annex": [
            item._asdict() | {"on": item.on.isoformat()} for item in contents.annex
        ],
        "readings": [reading._asdict() for reading in contents.readings],
        "changes": []
        if contents.correction is None
        else [c._asdict() for c in contents.correction.changes],
    }


def announcement(found: Announcement, to: Sequence[str]) -> dict[str, Any]:
    """One announcement (`announce list`); `to` names whom it is for."""
    return {
        "id": found.id,
        "template": found.template,
        "title": found.title,
        "number": found.number or None,
        "dated": found.dated.isoformat() if found.dated else None,
        "to": to,
        "state": found.state.value,
        "drafted_by": found.drafted_by,
        "drafted_at": told(found.drafted_at),
        "edited_by": found.edited_by or None,
        "approved_by": found.approved_by or None,
        "approved_at": told(found.approved_at),
        "sent_at": told(found.sent_at),
        "version": found.version,
    }


def message(entry: OutboxEntry) -> dict[str, Any]:
    """One message that was, is or would be mailed (`outbox list`)."""
    return {
        "id": entry.id,
        "kind": entry.kind,
        "to": entry.to,
        "state": entry.state.value,
        "subject": entry.subject,
        "serial": entry.serial,
        "queued_at": told(entry.queued_at),
        "due_at": told(entry.due_at),
        "settled_at": told(entry.settled_at),
        "attempts": entry.attempts,
        "outcome": entry.outcome,
        "message_id": entry.message_id,
    }


def attempt(one: Try) -> dict[str, Any]:
    """One try to hand a message over (`outbox show`)."""
    return {
        "number": one.number,
        "began_at": told(one.began_at),
        "ended_at": told(one.ended_at),
        "state": one.state,
        "reply": one.reply,
        "worker": one.worker,
    }


def address(one: Health, units: Sequence[str]) -> dict[str, Any]:
    """An address that returned mail (`outbox addresses`)."""
    return {
        "address": one.address,
        "units": list(units),
        "failures": one.failures,
        "disabled": one.disabled,
        "because": one.because,
        "last_at": told(one.last_at),
        "alive_at": told(one.alive_at),
    }


def sheet(scored: ScoreSheet) -> dict[str, Any]:
    """A score sheet (`score`), without what only storage needs."""
    document = as_json(scored)
    for group in document["groups"]:
        for unit_of_group in group["units"]:
            unit_of_group.pop("unit_id", None)
            unit_of_group.pop("named_because", None)
    return document


def compared_sheet(
    now: ScoreSheet, then: ScoreSheet, changes: Iterable[UnitComparison]
) -> dict[str, Any]:
    """The sheet `then` as `score --what-if` shows it: each unit with its score `now`,
    and what differs.
    """
    document = sheet(then)
    by_unit = {change.unit_id: change for change in changes}
    for shown_group, group in zip(document["groups"], then.groups, strict=True):
        for shown_unit, scored_unit in zip(
            shown_group["units"], group.units, strict=True
        ):
            change = by_unit[scored_unit.unit_id]
            shown_unit["difference"] = points_text(change.difference)
            shown_unit["now"] = _result(change.now)
    readings = [reading._asdict() for reading in now.readings]
    document["now"] = {"edition": now.edition, "readings": readings}
    return document


def stored_score(stored: StoredScore) -> dict[str, Any]:
    """One stored score of a period, and what differs from the one before
    (`revisions`).
    """
    revision = stored.revision
    return {
        "period": revision.period,
        "revision": revision.revision,
        "edition": revision.edition,
        "facts_digest": revision.facts_digest,
        "because": revision.because,
        "made_by": revision.made_by,
        "made_at": told(revision.made_at),
        "approved_by": stored.approved_by or None,
        "published_at": told(revision.published_at),
        "changes": [
            {
                "unit": change.unit,
                "before": _result(change.now),
                "after": _result(change.then),
            }
            for change in stored.changes
        ],
    }


def _result(result: UnitResult) -> dict[str, Any]:
    return {
        "total": points_text(result.total),
        "share": share_text(result.share),
        "rank": result.rank,
        "named": list(result.named),
    }


def explained_record(
    what: str, found: ItemExplained, sources: Mapping[str, Source]
) -> dict[str, Any]:
    """The lines that rest on a record (`explain SERIAL`); `what` is what was asked
    for.
    """
    return {
        "serial": found.source.serial or (None if ":" in what else what),
        "record": found.source._asdict(),
        "lines": [
            {"period": each.period, "unit": each.unit, **_line(each.line, sources)}
            for each in found.lines
        ],
    }


def explained_unit(
    found: UnitExplained, sources: Mapping[str, Source]
) -> dict[str, Any]:
    """A unit's score in a period, line by line (`explain UNIT PERIOD`)."""
    return {
        "unit": found.unit,
        "period": found.period,
        "total": points_text(found.total),
        "duties": [duty.as_json() for duty in found.duties],
        "lines": [_line(line, sources) for line in found.counted],
        "uncounted": [_line(line, sources) for line in found.uncounted],
        "named": [_named(entry) for entry in found.named],
    }


def _line(line: Line, sources: Mapping[str, Source]) -> dict[str, Any]:
    shown = [sources[name]._asdict() for name in line.evidence if name in sources]
    return {**line_json(line), "sources": shown}


def _named(entry: NamedListEntry) -> dict[str, Any]:
    return {"name": entry.name, "article": entry.article, "because": entry.because}


def candidates(found: Candidates) -> dict[str, Any]:
    """A year's units and authors in their ranks (`candidates`)."""
    units: list[dict[str, Any]] = []
    for each in found.units:
        units.append(
            {
                "unit": each.unit,
                "group": each.group,
                "rank": each.rank,
                "rank_in_group": each.rank_in_group,
                "points": points_text(each.points),
                "share": share_text(each.share),
                "by_article": {
                    article: points_text(points)
                    for article, points in each.by_article.items()
                },
                "named": [_named(entry) for entry in each.named],
            }
        )
    return {
        "year": found.year,
        "edition": found.edition,
        "units": units,
        "people": [_author(author) for author in found.persons],
        "unsigned": list(found.unsigned),
    }


def authors(found: People) -> dict[str, Any]:
    """The authors of a period (`score --people`)."""
    people = [_author(each) for each in found.persons]
    unsigned = list(found.unsigned)
    return {
        "period": found.period,
        "edition": found.edition,
        "people": people,
        "unsigned": unsigned,
    }


def _author(author: AuthorScore) -> dict[str, Any]:
    return {
        "unit": author.unit,
        "name": author.name,
        "phone": author.phone,
        "rank": author.rank,
        "rank_in_unit": author.rank_in_unit,
        "points": points_text(author.points),
        "together": points_text(author.together),
        "items": list(author.items),
        "adoptions": dict(author.adoptions),
        "instructions": author.instructions,
        "lines": [
            {**line_json(share.line), "together": share.together}
            for share in author.shares
        ],
    }


def _joined(authors: Sequence[Author], part: str) -> str | None:
    found = (getattr(author, part) for author in authors)
    return "、".join(filter(None, found)) or None
