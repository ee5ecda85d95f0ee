"""What do the pages of circulars and announcements share?

The message in a frame, exactly as its readers will see it; the office's words for why a
draft cannot go out and for what was sent; the tick that says a draft was read, and what
others changed of it since; downloads. What approving and sending do is
`office.use_cases.publishing`'s affair.
"""

from io import BytesIO

from flask import Response, flash, make_response, request, send_file
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from ledger import journal
from ledger.announcements import Announcement
from ledger.circulars import Circular, CircularFile, CircularState
from ledger.database import Connection
from ledger.journal import By
from office.service.parts import Service
from office.use_cases.publishing.circulating import Mailing, Objection
from office.web.meanwhile import Filled, MadeFrom, Meanwhile, lines_changed, meanwhile
from office.web.pages import OfficeForm, refused
from office.web.session import signed_in

OBJECTIONS = {
    Objection.NOT_A_DRAFT: "已经审定，不能再改；如有差错，请另发更正。",
    Objection.CHANGED: "您打开之后，有人改过这份草稿。请刷新，通读之后再办。",
    Objection.OUTDATED: "起草之后，本期又结算过一次。请先点“按现在的记录重新结算”，再通读、审定。",
    Objection.STALE: (
        "起草之后，记录又有变动，这份草稿已与记录不符。请先点“按现在的记录重新结算”，再通读、审定。"
    ),
    Objection.SAME_PERSON: "按本办规定须由第二人审定：起草或最后修改的人不能自己审定，请另一位管理员办理。",
    Objection.NO_REASON: "更正通报须写明更正原因，请先补上。",
    Objection.NOT_APPROVED: "还没有审定，不能寄出。",
    Objection.UNFINISHED: "还有没写完的地方（【】里的提示），请写好再审定。",
}

CHANGED_WHILE_READ = (
    "还没有审定：您打开之后，有人改过这份草稿。改了什么，列在“审定”一栏。"
)
CHANGED_WHILE_SETTLED = (
    "还没有重新结算：您打开之后，有人改过这份草稿。改了什么，列在按钮上面。"
)
CHANGED_WHILE_WRITTEN = (
    "还没有保存：您打开之后，有人改过这份草稿。改了什么，列在“改文字”一栏。"
)

# A message brings its own styles, which the policy of the console's pages forbids. So
# it is a document of its own, in a frame that runs nothing and belongs to no origin
# (P40); only the page around it may hold frames.
_POLICY_OF_PAGE = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; frame-src 'self'"
)
_POLICY_OF_MESSAGE = (
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; "
    "frame-ancestors 'self'; sandbox"
)


def page_with_frame(html: str) -> Response:
    """A page of the console that may hold a framed message."""
    response = make_response(html)
    response.headers["Content-Security-Policy"] = _POLICY_OF_PAGE
    return response


def framed_message(html: str) -> Response:
    """A message's html, to be framed by such a page and by nothing else."""
    response = make_response(html)
    response.headers["Content-Security-Policy"] = _POLICY_OF_MESSAGE
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response


def by(service: Service) -> By:
    """The signed-in user and the present moment."""
    return By(signed_in().name, service.clock())


def back_unless_read(endpoint: str, number: int) -> ResponseReturnValue | None:
    """None when the form says that the draft was read through; else the way back to it,
    with a hint.
    """
    # The browser sends the tick only where it is set.
    if request.form.get("read") == "yes":
        return None
    return refused("请先勾选“已通读”，再审定。", endpoint, number=number)


def is_changed(draft: Circular | Announcement, made: MadeFrom) -> bool:
    """Whether somebody has changed the draft since the form was made from it."""
    return draft.state is CircularState.DRAFT and draft.version != made.version


def changed_since_read(
    conn: Connection, subject: str, made: MadeFrom, on_record: OfficeForm
) -> Meanwhile:
    """What others did to a draft since it was read, for whoever was about to settle or
    approve it.
    """
    deeds = journal.later_than(conn, subject, made.version)
    return Meanwhile(deeds, lines=lines_changed(made, on_record, deeds))


def changed_while_written(
    conn: Connection,
    subject: str,
    made: MadeFrom,
    sent_in: MultiDict[str, str],
    on_record: OfficeForm,
) -> Filled:
    """Both changes of a draft in one form, for whoever wrote while others changed it;
    they are told so.
    """
    flash(CHANGED_WHILE_WRITTEN, "bad")
    return meanwhile(
        sent_in, made, on_record, journal.later_than(conn, subject, made.version)
    )


def queued_text(sent: Mailing, what: str) -> str:
    """How many messages were queued, and which units must be told some other way;
    `what`: 通报 or 通知.
    """
    text = f"{sent.queued} 封{what}已放入发件箱，随即寄出。"
    if sent.withheld:
        text = f"{sent.queued} 封{what}已放入发件箱，其中 {sent.withheld} 封可能以前寄过，先扣下。"
        text += "请到发件箱“暂扣”里确认。"
    if sent.unreached:
        text += f"没有可用邮箱、须另行告知的单位：{'、'.join(sent.unreached)}。"
    return text


def download(file: CircularFile) -> Response:
    """A file to be saved under its own name."""
    return send_file(
        BytesIO(file.content), file.type, as_attachment=True, download_name=file.name
    )
