"""In which shape does a record go out as JSON?

The keys are a stable surface (docs/operations.md): other programs read them. Keys and codes are English, the
office's words Chinese; what is not known is null.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from ledger.entries.events import Commission
from ledger.entries.letters import Attachment, MailboxEntry, MailboxEntryState
from ledger.entries.submissions import Author, Submission, SubmissionWords
from ledger.journal import JournalEntry
from ledger.outbox.bounces import Health
from ledger.outbox.listing import OutboxEntry as Message
from ledger.outbox.tries import Try
from ledger.remarks import RecordedRemark
from ledger.scoresheet import points_text
from ledger.submissions.listing import OpenProposal
from office.cli.output import told

Names = Mapping[int, str]
"""Id of a unit → its official name."""


def letter(seen: MailboxEntry) -> dict[str, Any]:
    """One mail seen (`letters list`); of a sealed one nothing that could hold a word of it (promise 13)."""
    where = {
        "id": seen.id,
        "account": seen.place.account,
        "folder": seen.place.folder,
        "uidvalidity": seen.place.uidvalidity,
        "uid": seen.place.uid,
        "state": seen.state.value,
    }
    if seen.state is MailboxEntryState.SEALED:
        return where | {"from": seen.from_address, "arrived_at": told(seen.arrived_at), "mark": seen.mark}
    return where | {
        "role": seen.role and seen.role.value,
        "reason": seen.reason,
        "from_name": seen.from_name,
        "from": seen.from_address,
        "subject": seen.subject,
        "attachments": list(seen.attachments),
        "arrived_at": told(seen.arrived_at),
        "sha256": seen.sha256,
        "serial": seen.serial,
    }


def letter_in_full(seen: MailboxEntry) -> dict[str, Any]:
    """One mail with what was found out about its sender and whether it may be answered (`letters show`)."""
    if seen.state is MailboxEntryState.SEALED:
        return letter(seen)
    verdict = seen.answerable
    return letter(seen) | {
        "message_id": seen.message_id,
        "bytes": seen.size,
        "trust": seen.trust,
        "answerable": {"may": verdict.may, "to": verdict.to, "because": verdict.because},
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
        "attachments": [_attachment(each) for each in item.attachments],
        "letter": item.letter,
    }


def submission_in_full(item: Submission, names: Names, words: SubmissionWords) -> dict[str, Any]:
    """One reported item with its words and what the office decided (`submissions show`)."""
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
    }


def proposals(found: Sequence[OpenProposal]) -> list[dict[str, Any]]:
    """What the machine noticed and nobody has decided yet."""
    return [
        {"kind": each.proposal.kind, "other": each.proposal.other, "evidence": each.proposal.evidence}
        for each in found
    ]


def history(entries: Sequence[JournalEntry]) -> list[dict[str, Any]]:
    """What was done to a record, oldest first."""
    return [
        {
            "at": told(entry.at),
            "who": entry.who,
            "did": entry.did,
            "because": entry.because,
            "details": dict(entry.details),
        }
        for entry in entries
    ]


def commission(asked: Commission, names: Names, states: Mapping[int, str]) -> dict[str, Any]:
    """One requested item and where each of its units stands (`commissions list`)."""
    return {
        "id": asked.id,
        "title": asked.title,
        "issuer": asked.issuer,
        "brief": asked.brief,
        "issued_on": asked.issued_on,
        "due": asked.due,
        "units": [{"unit": names[unit_id], "state": states[unit_id]} for unit_id in asked.unit_ids],
    }


def remark(entered: RecordedRemark, names: Names, points: Fraction | None) -> dict[str, Any]:
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
    }


def message(entry: Message) -> dict[str, Any]:
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


def _joined(authors: Sequence[Author], part: str) -> str | None:
    found = [getattr(author, part) for author in authors]
    return "、".join(each for each in found if each) or None


def _attachment(file: Attachment) -> dict[str, Any]:
    return {"name": file.name, "type": file.type, "bytes": file.size}
