"""Which mails were seen, and what became of each?

来件: every mail of the mailbox, reports or not, with the reason; the original to take
away. A letter's bytes leave only as a download that no browser opens by itself (P40).
One that was set aside becomes a report by one click, one that was sealed by a false
alarm is fetched again; how is ingest's affair. Those that may be reports stand in a
list of their own until somebody has decided.
"""

from typing import assert_never

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ingest.intake import again
from ingest.intake.again import RejudgeRequest
from ingest.intake.reader import Sealed, Unreadable
from ingest.mailbox.faults import MailboxError
from ingest.poll import unsealing
from ledger import browsing, journal, mailbox_entries, originals
from ledger.entries.letters import Letter, MailboxEntry, MailboxEntryState
from ledger.journal import By
from ledger.outbox import listing as outbox
from ledger.users import UserRole
from office.service.parts import Service
from office.use_cases.possible_reports import dismiss, subject_of, take_as_reports
from office.web.pages import (
    COUNT_ONLY,
    Route,
    done,
    numbers_named,
    one_of,
    or_404,
    paging,
    refused,
    sent,
    window_of,
)
from office.web.session import signed_in

_MAY_BE_REPORTS = frozenset(
    {MailboxEntryState.SET_ASIDE, MailboxEntryState.QUARANTINED}
)
_LONGEST_REASON = 200
_TAKEN = "已作为报送件登记。请核对单位、标题和类别。"
_NONE_CHOSEN = "没有勾选来件，或没有点按钮；什么也没有改动。"
_LEFT = "没有登记：刚刚有人先定了，或原件未留存、读不出来、带有密级标志。"
_NOT_READ = "没有可看的正文：它的去向刚刚变了，或原件未留存。"
_NOT_TAKEN = (
    "未能登记，什么也没有改动：它的去向刚刚变了，或原件未留存、读不出来、带有密级标志。"
)
_NOT_UNSEALED = (
    "未能取回，什么也没有改动：邮箱暂时打不开，或该信已不在原处，或系手工定密。"
    "可稍后再试，或请单位重新发送。"
)


def show_list(service: Service) -> ResponseReturnValue:
    """Every mail seen, narrowed by state and words."""
    state = one_of(MailboxEntryState, request.args.get("state", ""))
    text = request.args.get("q", "").strip()
    with service.database.reading() as conn:
        page = browsing.letters_page(conn, state, text, window_of(request.args))
        return render_template(
            "letters.html",
            rows=page.rows,
            paging=paging("letters", request.args, page.total),
            counted=browsing.letter_counts(conn),
            possible=browsing.possible_reports_page(conn, COUNT_ONLY).total,
            states=tuple(MailboxEntryState),
            state_asked=state,
            text=text,
        )


def show_letter(service: Service, number: int) -> ResponseReturnValue:
    """One mail: where it lies, what became of it and why."""
    return _letter_page(service, number)


def _letter_page(
    service: Service, number: int, words: Letter | None = None, unread: str = ""
) -> ResponseReturnValue:
    with service.database.reading() as conn:
        letter = or_404(mailbox_entries.one(conn, number))
        answers = outbox.answering(conn, letter.id)
        history = journal.about(conn, subject_of(number))
        is_kept = letter.sha256 is not None and bool(
            originals.kept(conn, [letter.sha256])
        )
    may_take = letter.state in _MAY_BE_REPORTS and is_kept
    return render_template(
        "letter.html",
        letter=letter,
        answers=answers,
        history=history,
        may_take=may_take,
        is_kept=is_kept,
        words=words,
        unread=unread,
    )


def show_words(service: Service, number: int) -> ResponseReturnValue:
    """The same with what the letter says, read anew in a child, as plain text (P40)."""
    try:
        read = again.reread(service.intake_context(), number)
    except again.NotAgainError:
        return refused(_NOT_READ, "letter", number=number)
    match read:
        case Letter():
            return _letter_page(service, number, words=read)
        case Sealed():
            return _letter_page(
                service,
                number,
                unread="按现在的设置，这封信带有密级标志，不在这里显示。",
            )
        case Unreadable(reason=reason):
            return _letter_page(
                service, number, unread=f"没能读出：{reason}。可下载原件查看。"
            )
        case _ as never:
            assert_never(never)


def show_possible(service: Service) -> ResponseReturnValue:
    """The letters set aside that may be reports, until somebody has decided."""
    with service.database.reading() as conn:
        page = browsing.possible_reports_page(conn, window_of(request.args))
    return render_template(
        "possible_reports.html",
        rows=page.rows,
        paging=paging("possible_reports", request.args, page.total),
    )


def take_possible(service: Service) -> ResponseReturnValue:
    """Makes the letters chosen reports; one that cannot be is left, and told of."""
    chosen = _chosen()
    if not chosen:
        return refused(_NONE_CHOSEN, "possible_reports")
    person = RejudgeRequest(signed_in().name, service.clock())
    taken = take_as_reports(service.intake_context(), chosen, person)
    if taken.left:
        flash(f"有 {len(taken.left)} 封{_LEFT}", "bad")
    serials = [entry.serial for entry in taken.entries if entry.serial is not None]
    if not serials:
        return redirect(url_for("possible_reports"))
    if len(chosen) == 1:
        return done(_TAKEN, "submission", serial=serials[0])
    said = f"已作为报送件登记 {len(serials)} 件：{'、'.join(serials)}。请逐件核对单位、标题和类别。"
    return done(said, "possible_reports")


def dismiss_possible(service: Service) -> ResponseReturnValue:
    """Notes that the letters chosen are no reports."""
    chosen = _chosen()
    if not chosen:
        return refused(_NONE_CHOSEN, "possible_reports")
    with service.database.writing() as conn:
        settled = dismiss(conn, chosen, By(signed_in().name, service.clock()))
    if len(settled) < len(chosen):
        flash(f"有 {len(chosen) - len(settled)} 封刚刚有人先定了，没有改动。", "bad")
    if not settled:
        return redirect(url_for("possible_reports"))
    return done(f"{len(settled)} 封定为不是报送，不再列在这里。", "possible_reports")


def _chosen() -> tuple[int, ...]:
    """The letter whose own button was pressed, else all that are ticked; none where no
    button was pressed.
    """
    if "none" in request.form:
        return ()
    return tuple(numbers_named("only") or numbers_named())


def take_as_report(service: Service, number: int) -> ResponseReturnValue:
    """Makes a letter that was set aside a report, because a person says so."""
    person = RejudgeRequest(signed_in().name, service.clock(), _reason())
    try:
        letter = again.take_as_report(service.intake_context(), number, person)
    except again.NotAgainError:
        return refused(_NOT_TAKEN, "letter", number=number)
    return _judged_again(letter, _TAKEN)


def unseal(service: Service, number: int) -> ResponseReturnValue:
    """Fetches a letter again whose mark was a false alarm; a person says so, and
    why.
    """
    reason = _reason()
    if not reason:
        return refused("请写明为什么不是密级标志。", "letter", number=number)
    person = RejudgeRequest(signed_in().name, service.clock(), reason)
    try:
        with service.unmarked_poll_context() as context:
            letter = unsealing.unseal(context, number, person)
    except (again.NotAgainError, MailboxError):
        return refused(_NOT_UNSEALED, "letter", number=number)
    return _judged_again(letter, "已从邮箱取回并登记。请核对单位、标题和类别。")


def download_original(service: Service, number: int) -> ResponseReturnValue:
    """The bytes as they came, to be saved and opened in a mail program."""
    with service.database.reading() as conn:
        letter = or_404(mailbox_entries.one(conn, number))
        raw = None if letter.sha256 is None else originals.raw_of(conn, letter.sha256)
    # Saved, never opened within our origin (P40): `nosniff`, which stands on every
    # answer, forbids guessing a type, and Internet Explorer, which alone knows
    # `noopen`, then offers no button to open it.
    headers = {
        "Content-Disposition": f'attachment; filename="letter-{number}.eml"',
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "X-Download-Options": "noopen",
    }
    return Response(or_404(raw), mimetype="application/octet-stream", headers=headers)


def _reason() -> str:
    return sent("because", "理由", _LONGEST_REASON)


def _judged_again(letter: MailboxEntry, recorded: str) -> ResponseReturnValue:
    """To the submission that the letter became, flashing `recorded`; else to the letter
    as it is now.
    """
    if letter.serial is None:
        return redirect(url_for("letter", number=letter.id))
    return done(recorded, "submission", serial=letter.serial)


ROUTES = (
    Route("/letters", "letters", show_list),
    Route("/letters/possible", "possible_reports", show_possible),
    Route(
        "/letters/possible/report",
        "possible_taken",
        take_possible,
        UserRole.CLERK,
        "POST",
    ),
    Route(
        "/letters/possible/dismiss",
        "possible_dismissed",
        dismiss_possible,
        UserRole.CLERK,
        "POST",
    ),
    Route("/letters/<int:number>", "letter", show_letter),
    Route("/letters/<int:number>/words", "letter_words", show_words, UserRole.CLERK),
    Route(
        "/letters/<int:number>/report", "taken", take_as_report, UserRole.CLERK, "POST"
    ),
    Route("/letters/<int:number>/unseal", "unsealed", unseal, UserRole.CLERK, "POST"),
    Route(
        "/letters/<int:number>/original", "original", download_original, UserRole.CLERK
    ),
)
