"""Which mails were seen, and what became of each?

Every mail of the mailbox, reports or not, with the reason; the original to take away. A letter's bytes leave
only as a download that no browser opens by itself (P40). A letter that was set aside becomes a report by one
click.
"""

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ledger import browsing, mailbox_entries, originals
from ledger.database import Connection
from ledger.entries.letters import MailboxEntry, MailboxEntryState
from ledger.outbox import listing as outbox
from ledger.users import UserRole
from office.web.console import Console, NotTaken, Route
from office.web.paging import leafing, window_of
from office.web.session import signed_in

_TAKEN = frozenset({MailboxEntryState.SET_ASIDE, MailboxEntryState.QUARANTINED})
_LONGEST = 200


def listed(console: Console) -> ResponseReturnValue:
    """Every mail seen, narrowed by state and words."""
    asked, text = request.args.get("state", ""), request.args.get("q", "").strip()
    state = next((state for state in MailboxEntryState if state == asked), None)
    with console.database.reading() as conn:
        leaf = browsing.letters_page(conn, state, text, window_of(request.args))
        return render_template(
            "letters.html",
            rows=leaf.rows,
            leaf=leafing("letters", request.args, leaf.total),
            counted=browsing.letter_counts(conn),
            states=tuple(MailboxEntryState),
            state_asked=state,
            text=text,
        )


def detail(console: Console, number: int) -> ResponseReturnValue:
    """One mail: where it lies, what became of it and why."""
    with console.database.reading() as conn:
        letter = _found(conn, number)
        answers = outbox.answering(conn, letter.id)
        may_take = letter.state in _TAKEN and letter.sha256 is not None
        return render_template("letter.html", letter=letter, answers=answers, may_take=may_take)


def taken(console: Console, number: int) -> ResponseReturnValue:
    """Makes a letter that was set aside a report, because a person says so."""
    because = request.form.get("because", "").strip()[:_LONGEST]
    now = console.take_as_report(number, signed_in().name, because, console.clock())
    return _now(number, now, "已作为报送件登记。请核对单位、标题和类别。")


def unsealed(console: Console, number: int) -> ResponseReturnValue:
    """Fetches a letter again whose mark was a false alarm; a person says so, and why."""
    because = request.form.get("because", "").strip()[:_LONGEST]
    if not because:
        flash("请写明为什么不是密级标志。", "bad")
        return redirect(url_for("letter", number=number))
    now = console.unseal(number, signed_in().name, because, console.clock())
    return _now(number, now, "已从邮箱取回并登记。请核对单位、标题和类别。")


def _now(number: int, now: MailboxEntry | NotTaken, done: str) -> ResponseReturnValue:
    """Where to look after a letter was judged again."""
    if isinstance(now, NotTaken):
        flash(now.because, "bad")
        return redirect(url_for("letter", number=number))
    if now.serial is None:
        return redirect(url_for("letter", number=now.id))
    flash(done, "good")
    return redirect(url_for("submission", serial=now.serial))


def original(console: Console, number: int) -> ResponseReturnValue:
    """The bytes as they came, to be saved and opened in a mail program."""
    with console.database.reading() as conn:
        letter = _found(conn, number)
        raw = None if letter.sha256 is None else originals.raw_of(conn, letter.sha256)
    if raw is None:
        abort(404)
    headers = {
        "Content-Disposition": f'attachment; filename="letter-{number}.eml"',
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "X-Download-Options": "noopen",
    }
    return Response(raw, mimetype="application/octet-stream", headers=headers)


def _found(conn: Connection, number: int) -> MailboxEntry:
    letter = mailbox_entries.one(conn, number)
    if letter is None:
        abort(404)
    return letter


ROUTES = (
    Route("/letters", "letters", listed),
    Route("/letters/<int:number>", "letter", detail),
    Route("/letters/<int:number>/report", "taken", taken, UserRole.CLERK, "POST"),
    Route("/letters/<int:number>/unseal", "unsealed", unsealed, UserRole.CLERK, "POST"),
    Route("/letters/<int:number>/original", "original", original, UserRole.CLERK),
)
"""The addresses of this group."""
