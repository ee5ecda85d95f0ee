"""What becomes of a form's words when the form cannot be taken: for whom are they kept,
and how long?

A session that ended, a file that is too large, a refusal that leads to another page:
what was typed waits in the console's memory for the person who typed it and nobody
else, and stands in its form again when that person opens the form's page. Nothing of it
is stored, logged or part of an address, nothing is done until the button is pressed
once more, and a password is never kept.

Whose words they are is told by the form's own token against forgery: it is signed, and
since sign-in it names the user. So only a page of this console that the same person had
opened can have words kept, and whoever signs in as another does not get them.
"""

import hmac
import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from tempfile import SpooledTemporaryFile
from threading import Lock
from typing import IO, Any, NamedTuple
from urllib.parse import parse_qsl, urlencode, urlsplit

from flask import (
    Flask,
    Request,
    Response,
    current_app,
    flash,
    g,
    redirect,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_login import current_user
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.exceptions import HTTPException

from office.web.meanwhile import CHOICE
from office.web.refilling import NEVER, SentForm, refilled, with_words_above

LARGEST_FILE = 1024 * 1024
"""Bytes; what is sent in are lists of contents, registers and totals."""
LARGEST_REQUEST = 64 * 1024 * 1024
"""Bytes that are looked through, so that beside a file that is too large the rest of
its form is kept.
"""
LARGEST_TEXT = 4 * 1024 * 1024
"""Bytes of text in a form, as a browser writes them: nine to a Chinese character."""
_ARGUMENT = "kept"
"""Of an address: by which words are found that wait."""
_TOKEN = "csrf_token"  # noqa: S105 - the name of a field
_NEVER_KEPT = frozenset({"sign_in_sent", "password_sent", "sign_out"})
_WITH_FILE = frozenset({"items_taken_in", "totals_taken_in"})
"""Forms that carry a whole file, which nobody typed: it is chosen again."""
_KEPT_FOR = timedelta(hours=12)
_FORMS_EACH = 4
"""Forms that are kept of one person: as many as a person has open."""
_LONGEST_FIELD = 100_000
"""Characters; five times what any form takes."""
_MIB = 1024 * 1024
_AFTER_SIGNING_IN = "登录已失效，您刚才填的还没有送出，都还在。请看一遍，再点按钮。"


class Kept(NamedTuple):
    """A form that waits for the user who typed it, and what is said when it is shown
    again.
    """

    user_id: int
    form: SentForm
    said: str
    until: datetime


class KeptWords:
    """The forms that wait, in the memory of one console; its threads share it."""

    def __init__(
        self, clock: Callable[[], datetime], erased_at: Callable[[], datetime | None]
    ) -> None:
        self._clock = clock
        self._erased_at = erased_at
        self._waiting: dict[str, Kept] = {}
        self._lock = Lock()

    def keep(self, user_id: int, form: SentForm, said: str) -> str:
        """Keeps a form for one user; the key by which that user finds it."""
        now = self._clock()
        key = secrets.token_urlsafe(12)
        with self._lock:
            self._waiting = {
                other: kept for other, kept in self._waiting.items() if kept.until > now
            }
            own = [
                other
                for other, kept in self._waiting.items()
                if kept.user_id == user_id
            ]
            for oldest in own[: max(0, len(own) + 1 - _FORMS_EACH)]:
                del self._waiting[oldest]
            self._waiting[key] = Kept(user_id, form, said, now + _KEPT_FOR)
        return key

    def find(self, key: str, user_id: int) -> Kept | None:
        """What is kept under a key for this user; None where nothing is, or it is
        another's.
        """
        kept = self._waiting.get(key)
        return (
            kept
            if kept is not None
            and kept.user_id == user_id
            and kept.until > self._clock()
            else None
        )

    def forget_erased(self) -> None:
        """Drops what was typed before somebody's contact was last erased, by whatever
        process.

        It may hold that contact; the record keeps but a digest of it, so the words
        cannot be searched.
        """
        if not self._waiting:
            return
        erased_at = self._erased_at()
        if erased_at is not None:
            with self._lock:
                waiting = self._waiting.items()
                self._waiting = {
                    key: kept
                    for key, kept in waiting
                    if kept.until - _KEPT_FOR > erased_at
                }

    def forget(self, user_id: int) -> None:
        """Drops all that is kept for a user."""
        with self._lock:
            self._waiting = {
                key: kept
                for key, kept in self._waiting.items()
                if kept.user_id != user_id
            }


class BoundedFile(SpooledTemporaryFile[bytes]):
    """A file that was sent in, as far as it may be read; of what is beyond that only
    the length is noted.
    """

    length = 0

    def write(self, data: Any) -> int:  # noqa: ANN401 - bytes of any kind
        """As of every file."""
        self.length += len(data)
        return super().write(data) if self.length <= LARGEST_FILE else len(data)


class OfficeRequest(Request):
    """A request whose files may be of any length: it is told of them when the rest of
    the form is known.
    """

    def _get_file_stream(
        self,
        total_content_length: int | None,  # noqa: ARG002 - as Werkzeug calls it
        content_type: str | None,  # noqa: ARG002 - as above
        filename: str | None = None,  # noqa: ARG002 - as above
        content_length: int | None = None,  # noqa: ARG002 - as above
    ) -> IO[bytes]:
        return BoundedFile(max_size=LARGEST_FILE)


def keep_words(app: Flask, key: bytes, kept: KeptWords) -> None:
    """Makes the application keep the words of its forms; `key` lasts as long as the
    installation.
    """
    app.extensions["kept"] = kept
    app.request_class = OfficeRequest
    app.config.update(
        MAX_CONTENT_LENGTH=LARGEST_REQUEST,
        MAX_FORM_MEMORY_SIZE=LARGEST_TEXT,
        # Not the key of the cookies, which may be new at each start: a form that was
        # open over a restart is still known to be ours, and whose it is.
        WTF_CSRF_SECRET_KEY=hmac.digest(key, b"forms of the console", "sha256").hex(),
    )
    app.before_request(_take_up)
    app.after_request(_show_again)


def name_forms(user_id: int) -> None:
    """From now on the forms of this session say whose they are; called at sign-in."""
    session[_TOKEN] = f"{user_id}.{secrets.token_hex(16)}"


def forget_words() -> None:
    """Drops what is kept for who is signed in."""
    if current_user.is_authenticated:
        _kept().forget(current_user.user.id)


def words_of_request() -> dict[str, str]:
    """Keeps the form that is being refused; what the address of its page needs to show
    it again.
    """
    if not _sent().fields:
        return {}
    return {_ARGUMENT: _kept().keep(current_user.user.id, _sent(), "")}


def back_to_form(said: str) -> ResponseReturnValue:
    """To the page of the form that was sent in, with its words, where it is said why it
    was not taken.
    """
    flash(said, "bad")
    return redirect(_page_of_form(words_of_request()))


def sign_in_first() -> ResponseReturnValue:
    """To the door, since a session ended or never was; words that were typed are kept
    for who typed them.
    """
    if request.method == "GET":
        # After signing in one arrives where one was going. Flask ends a path without a
        # query in "?".
        came_for = request.full_path.rstrip("?")
        return redirect(url_for("sign_in", next=None if came_for == "/" else came_for))
    writer = _writer()
    if writer is not None and request.endpoint in _WITH_FILE:
        flash("登录已失效，还没有录入：登录后请再选一次文件。", "ask")
    if writer is None or not _sent().fields:
        return redirect(
            url_for("sign_in", next=_page_of_form({}) if writer is not None else None)
        )
    said = _AFTER_SIGNING_IN
    longest = max(
        len(value) for values in request.form.listvalues() for value in values
    )
    if longest > _LONGEST_FIELD:
        said += f"只有一处文字长达 {longest} 字，没有留下。"
    key = _kept().keep(writer, _sent(), said)
    flash("登录已失效，刚才填的没有送出，但都还在：登录后接着办。", "ask")
    return redirect(url_for("sign_in", next=_page_of_form({_ARGUMENT: key})))


def without_session() -> ResponseReturnValue | None:
    """What answers a form whose token is not the session's: that ended, or another
    began.

    None where it is no form of ours.
    """
    writer = _writer()
    if request.endpoint == "sign_in_sent" and _said_by_token():
        flash("登录页放得太久了，请再登录一次。", "ask")
        return redirect(url_for("sign_in", next=request.args.get("next")))
    if writer is None:
        return None
    if not current_user.is_authenticated:
        return sign_in_first()
    if writer == current_user.user.id:
        return back_to_form(
            "您在这之后重新登录过，刚才填的没有送出，都还在。请看一遍，再点按钮。"
        )
    flash(
        "那张表是用另一个账号打开的，没有送出。请按浏览器的“返回”，用原来的账号重新登录后再办。",
        "bad",
    )
    return redirect(url_for("home"))


def _take_up() -> ResponseReturnValue | None:
    """Finds the words that the address asks for; stops a form whose file is too
    large.
    """
    _kept().forget_erased()
    if not current_user.is_authenticated:
        return None
    if request.method == "GET" and _ARGUMENT in request.args:
        found = _kept().find(request.args[_ARGUMENT], current_user.user.id)
        if found is None:
            flash(
                "刚才填的内容已经不在了：过了 12 小时，系统重启过，刚有人的联系方式按要求删除了，"
                "或者是另一位同事填的。",
                "bad",
            )
        else:
            g.kept_form = found.form
            if found.said:
                flash(found.said, "ask")
    if request.method == "POST":
        for file in request.files.values():
            if (
                isinstance(file.stream, BoundedFile)
                and file.stream.length > LARGEST_FILE
            ):
                size = f"{file.stream.length / _MIB:.1f}"
                return back_to_form(
                    f"文件“{file.filename}”有 {size} MB，最多 {LARGEST_FILE // _MIB} MB，没有收。"
                    "请另存一份小些的再选；其余填的都还在。"
                )
    return None


def _show_again(response: Response) -> Response:
    """Fills what was typed into the page that answers, whatever stood in the way."""
    if (
        response.mimetype != "text/html"
        or response.is_streamed
        or response.direct_passthrough
    ):
        return response
    if "kept_form" in g:
        response.set_data(
            refilled(response.get_data(as_text=True), g.kept_form, request.path)
        )
    elif request.method == "POST" and response.status_code == 422:
        response.set_data(
            refilled(response.get_data(as_text=True), _sent(), request.path)
        )
    elif (
        request.method == "POST"
        and response.status_code >= 500
        and _writer() is not None
    ):
        response.set_data(
            with_words_above(response.get_data(as_text=True), _sent(), "您刚才填的")
        )
    return response


def _kept() -> KeptWords:
    found: KeptWords = current_app.extensions["kept"]
    return found


def _sent() -> SentForm:
    """The form of this request without its token; without any field where it holds a
    password or a file.
    """
    if request.endpoint in _NEVER_KEPT or request.endpoint in _WITH_FILE:
        return SentForm(request.path, {})
    fields = {}
    for name, values in request.form.lists():
        # Where somebody took another's words for a field, the page has those.
        is_given_up = request.form.get(f"{CHOICE}{name}") == "theirs"
        if (
            name not in NEVER
            and not is_given_up
            and max(map(len, values)) <= _LONGEST_FIELD
        ):
            fields[name] = values
    return SentForm(request.path, fields)


def _writer() -> int | None:
    """The user whose form was sent in, as its token says; None where it is no form of
    ours, or nobody's.
    """
    number, _, rest = _said_by_token().partition(".")
    return int(number) if rest and number.isdecimal() else None


def _said_by_token() -> str:
    """What the form's token says; "" where we did not sign it."""
    key = current_app.config["WTF_CSRF_SECRET_KEY"]
    with suppress(BadData):
        return str(
            URLSafeTimedSerializer(key, salt="wtf-csrf-token").loads(
                request.form.get(_TOKEN, "")
            )
        )
    return ""


def _page_of_form(query: Mapping[str, str]) -> str:
    """The path of the page on which the form stands that was sent in, with this added
    to its query.

    It is where the browser says that it came from, if that is a page of this console:
    of a long list the very part that was open. Else it stands where the form's own
    address begins: /circulars/3/approve on /circulars/3.
    """
    came_from = urlsplit(request.referrer or "")
    path = request.path
    asked = list(query.items())
    if came_from.netloc == request.host and _is_page(came_from.path):
        path = came_from.path
        asked = [
            each for each in parse_qsl(came_from.query) if each[0] != _ARGUMENT
        ] + asked
    while not _is_page(path):
        path = path.rpartition("/")[0] or "/"
    return f"{path}?{urlencode(asked)}" if asked else path


def _is_page(path: str) -> bool:
    """Whether something may be opened at this path."""
    adapter = current_app.create_url_adapter(request)
    assert adapter is not None, "a request has one"  # noqa: S101
    with suppress(HTTPException):
        adapter.match(path, method="GET")
        return True
    return False
