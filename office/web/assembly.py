"""What is the console handed?

The functions behind its pages, made from the assembled service; `web` itself knows no room below the ledger.
"""

import secrets
from datetime import date, datetime
from pathlib import Path

from ingest.intake import again
from ingest.mailbox.faults import MailboxError
from ingest.poll import unsealing
from ledger.database import Connection
from ledger.entries.letters import MailboxEntry
from ledger.periods import Period, Span, local_day, period_of
from ledger.rulebook import NoEditionError
from ledger.scores import facts_of
from ledger.scoresheet import ScoreSheet
from ledger.standing import Standing
from office.service.alarm import codes
from office.use_cases.decisions.lessons import judge_after
from office.use_cases.explaining import ExplainContext, ItemExplained, record_explained
from office.use_cases.publishing.pages import press_of
from office.use_cases.remarking import kinds_on
from office.use_cases.sheets import Sheets
from office.web.console import Console, Explain, NotTaken, Take, Unscored
from office.wiring import Service
from scoring.quota import standings

_NO_EDITION = "这一时期没有适用的考核办法"
_NOT_TAKEN = "未能登记，什么也没有改动：它的去向刚刚变了，或原件未留存、读不出来、带有密级标志。"
_NOT_UNSEALED = (
    "未能取回，什么也没有改动：邮箱暂时打不开，或该信已不在原处，或系手工定密。可稍后再试，或请单位重新发送。"
)


def console_of(service: Service) -> Console:
    """The console of the assembled service."""

    def standing(conn: Connection, period: Period, today: date) -> tuple[Standing, ...] | Unscored:
        try:
            edition = service.rulebook.for_period(period)
        except NoEditionError:
            return Unscored(_NO_EDITION)
        return standings(edition, facts_of(conn, period), period, today, service.works)

    sheets = Sheets(service.rulebook)

    def score(conn: Connection, period: Period) -> ScoreSheet | Unscored:
        try:
            return sheets.sheet(conn, period, service.clock())
        except NoEditionError:
            return Unscored(_NO_EDITION)

    told = service.settings
    month = period_of(local_day(service.clock()), Span.MONTH)
    return Console(
        database=service.database,
        clock=service.clock,
        secret_key=_secret_key(told.web.secret_file),
        office=told.office.name,
        categories=service.rulebook.for_period(month).intake.categories,
        rulebook=service.rulebook,
        standings=standing,
        score=score,
        explain=_explaining(service),
        decision_context=service.decision_context,
        kinds_on=lambda on: kinds_on(service.rulebook, on),
        judge_after=lambda done, context: judge_after(service.intake_context(), [done], context),
        press=press_of(service),
        take_as_report=_taking(service),
        unseal=_unsealing(service),
        behind_proxy=told.web.behind_proxy,
        own_addresses=service.own_addresses,
        doubts=service.doubts,
        troubles=lambda: codes(service),
    )


def _explaining(service: Service) -> Explain:
    def explain(conn: Connection, name: str) -> ItemExplained | None:
        question = ExplainContext(service.rulebook, service.clock(), service.calendar)
        return record_explained(conn, question, name)

    return explain


def _taking(service: Service) -> Take:
    def take_as_report(number: int, who: str, because: str, now: datetime) -> MailboxEntry | NotTaken:
        try:
            return again.take_as_report(
                service.intake_context(), number, again.RejudgeRequest(who, now, because)
            )
        except again.NotAgainError:
            return NotTaken(_NOT_TAKEN)

    return take_as_report


def _unsealing(service: Service) -> Take:
    def unseal(number: int, who: str, because: str, now: datetime) -> MailboxEntry | NotTaken:
        try:
            with service.unmarked_poll_context() as context:
                return unsealing.unseal(context, number, again.RejudgeRequest(who, now, because))
        except (again.NotAgainError, MailboxError):
            return NotTaken(_NOT_UNSEALED)

    return unseal


def _secret_key(file: Path | None) -> bytes:
    """What signs the cookies; without a file a new one each start, and people sign in again."""
    return secrets.token_bytes(32) if file is None else file.read_bytes().strip()
