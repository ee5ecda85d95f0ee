"""Which mails were seen, and what became of each?

来件: every mail of the mailbox, reports or not, with the reason; the original to take away. A letter's bytes
leave only as a download that no browser opens by itself (P40). One that was set aside becomes a report by one
click, one that was sealed by a false alarm is fetched again; how is ingest's affair.
"""

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ingest.intake import again
from ingest.mailbox.faults import MailboxError
from ingest.poll import unsealing
from ledger import browsing, mailbox_entries, originals
from ledger.entries.letters import MailboxEntry, MailboxEntryState
from ledger.outbox import listing as outbox
from ledger.users import UserRole
from office.service.parts import Service
from office.web.pages import Route, done, or_404, paging, refused, window_of
from office.web.session import signed_in

_MAY_BE_REPORTS = frozenset({MailboxEntryState.SET_ASIDE, MailboxEntryState.QUARANTINED})
_LONGEST_REASON = 200
_NOT_TAKEN = "未能登记，什么也没有改动：它的去向刚刚变了，或原件未留存、读不出来、带有密级标志。"
_NOT_UNSEALED = (
    "未能取回，什么也没有改动：邮箱暂时打不开，或该信已不在原处，或系手工定密。可稍后再试，或请单位重新发送。"
)


def show_list(service: Service) -> ResponseReturnValue:
    """Every mail seen, narrowed by state and words."""
    asked = request.args.get("state", "")
    state = MailboxEntryState(asked) if asked in set(MailboxEntryState) else None
    text = request.args.get("q", "").strip()
    with service.database.reading() as conn:
        page = browsing.letters_page(conn, state, text, window_of(request.args))
        return render_template(
            "letters.html",
            rows=page.rows,
            paging=paging("letters", request.args, page.total),
            counted=browsing.letter_counts(conn),
            states=tuple(MailboxEntryState),
            state_asked=state,
            text=text,
        )


def show_letter(service: Service, number: int) -> ResponseReturnValue:
    """One mail: where it lies, what became of it and why."""
    with service.database.reading() as conn:
        letter = or_404(mailbox_entries.one(conn, number))
        answers = outbox.answering(conn, letter.id)
    may_take = letter.state in _MAY_BE_REPORTS and letter.sha256 is not None
    return render_template("letter.html", letter=letter, answers=answers, may_take=may_take)


def take_as_report(service: Service, number: int) -> ResponseReturnValue:
    """Makes a letter that was set aside a report, because a person says so."""
    person = again.RejudgeRequest(signed_in().name, service.clock(), _reason())
    try:
        letter = again.take_as_report(service.intake_context(), number, person)
    except again.NotAgainError:
        return refused(_NOT_TAKEN, "letter", number=number)
    return _judged_again(letter, "已作为报送件登记。请核对单位、标题和类别。")


def unseal(service: Service, number: int) -> ResponseReturnValue:
    """Fetches a letter again whose mark was a false alarm; a person says so, and why."""
    reason = _reason()
    if not reason:
        return refused("请写明为什么不是密级标志。", "letter", number=number)
    person = again.RejudgeRequest(signed_in().name, service.clock(), reason)
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
    # Saved, never opened within our origin (P40): `nosniff`, which stands on every answer, forbids guessing a
    # type, and Internet Explorer, which alone knows `noopen`, then offers no button to open it.
    headers = {
        "Content-Disposition": f'attachment; filename="letter-{number}.eml"',
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "X-Download-Options": "noopen",
    }
    return Response(or_404(raw), mimetype="application/octet-stream", headers=headers)


def _reason() -> str:
    return request.form.get("because", "").strip()[:_LONGEST_REASON]


def _judged_again(letter: MailboxEntry, recorded: str) -> ResponseReturnValue:
    """To the submission that the letter became, flashing `recorded`; else to the letter as it is now."""
    if letter.serial is None:
        return redirect(url_for("letter", number=letter.id))
    return done(recorded, "submission", serial=letter.serial)


ROUTES = (
    Route("/letters", "letters", show_list),
    Route("/letters/<int:number>", "letter", show_letter),
    Route("/letters/<int:number>/report", "taken", take_as_report, UserRole.CLERK, "POST"),
    Route("/letters/<int:number>/unseal", "unsealed", unseal, UserRole.CLERK, "POST"),
    Route("/letters/<int:number>/original", "original", download_original, UserRole.CLERK),
)
