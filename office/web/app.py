"""How are the pages put together, and how is the console reached?

Every route of every page group, each behind the role its table names; the headers that
keep hostile mail harmless in the browser (P40); what a person reads when something is
wrong. Nothing is global: two consoles may live in one process. waitress serves them in
a thread of its own, so that the worker may live in the same process; TLS, where wanted,
ends before it.
"""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from functools import wraps
from threading import Thread
from typing import Any

from flask import Flask, Response, abort, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, current_user
from flask_wtf.csrf import CSRFError, CSRFProtect
from jinja2 import StrictUndefined
from waitress.server import MultiSocketServer, create_server
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter, Map

from ledger import personal_data
from ledger.database import (
    MOST_NUMBER,
    CommitUnansweredError,
    DatabaseAwayError,
    OtherVersionError,
)
from office.service.parts import Service
from office.service.upgrade import Version, version_of
from office.web import (
    addresses,
    announcements,
    beginning,
    circulars,
    commissions,
    contents,
    deciding,
    events,
    home,
    imports,
    issues,
    labels,
    letters,
    outgoing,
    people,
    points,
    proposals,
    remarks,
    session,
    standings,
    submissions,
    unlearning,
    unscored,
    withdrawals,
)
from office.web.health import RoomForHealth, add_health
from office.web.kept import (
    KeptWords,
    back_to_form,
    keep_words,
    sign_in_first,
    without_session,
)
from office.web.pages import Route, TooLongError

GROUPS = (
    session,
    home,
    submissions,
    proposals,
    deciding,
    events,
    withdrawals,
    unscored,
    letters,
    standings,
    points,
    remarks,
    commissions,
    issues,
    contents,
    announcements,
    circulars,
    outgoing,
    addresses,
    unlearning,
    beginning,
    imports,
    people,
)

# Whatever a page needs comes from our own host and from no line within it, so that a
# mail's words could not run even if they were once shown as markup (P40).
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
_PAGES = 8
"""Answered at once: an office is a handful of people, and a browser asks for several
things at a time.
"""
_THREADS = _PAGES + 2
_PATIENCE_SECONDS = 3.0
_ERROR_TEXTS = {
    400: "这一页放得太久，或不是从本系统打开的，什么也没有改动。"
    "请按浏览器的“返回”，把刚才填的复制下来，刷新后再试。",
    403: "您的账号没有这项权限。需要办理时请找管理员。",
    404: "没有这一页，或这条记录已不存在。",
    405: "没有这一页，或这条记录已不存在。",
    413: "送来的内容太大，没有收，什么也没有改动。"
    "请按浏览器的“返回”，刚才填的还在；把文件换小，或把文字删短，再送一次。",
    500: "系统出了差错，已记入日志。请稍后再试；若仍不行，请告诉管理员。",
    503: "数据库暂时连不上，什么也没有改动。请稍后再试。",
}
_UNANSWERED = (
    "数据库恰好在保存时断开，刚才的改动可能已经存上，也可能没有。"
    "请稍后回到刚才那一页看一下，没有存上再做一遍。"
)
_OTHER_VERSION = {
    Version.OLDER: "数据库的版本比程序旧，什么也没有改动。请管理员运行 yishiyibao migrate，再重新启动服务。",
    Version.NEWER: "数据库的版本比程序新，什么也没有改动。请管理员装上新版程序，再重新启动服务。",
    Version.EMPTY: "数据库是空的，什么也没有改动。请管理员核对设置里的数据库，再重新启动服务。",
    Version.CURRENT: "数据库与程序的版本不一致，什么也没有改动。请管理员重启服务；仍不行，恢复最近的备份。",
}


class RecordNumber(IntegerConverter):
    """A number in an address: where no record can have it, there is no such page."""

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map, max=MOST_NUMBER)


def create_app(service: Service) -> Flask:
    """The console of the assembled service as a WSGI application."""
    settings = service.settings.web
    if settings.secret_file is None:
        secret = secrets.token_bytes(
            32
        )  # a new one at each start: people sign in again
    else:
        secret = settings.secret_file.read_bytes().strip()
    app = Flask("office.web", template_folder="templates", static_folder="static")
    app.config.update(
        SECRET_KEY=secret,  # signs the cookies
        PERMANENT_SESSION_LIFETIME=session.SHIFT,
        SESSION_COOKIE_NAME="yishiyibao",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.behind_proxy,
        WTF_CSRF_TIME_LIMIT=None,  # as long as the session
    )
    app.url_map.converters["int"] = RecordNumber
    # A name mistyped in a template fails at once instead of showing nothing.
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.filters.update(labels.FILTERS)
    app.jinja_env.globals["office"] = service.settings.office.name
    CSRFProtect(app)  # whatever is sent in must bring the token of a page of ours
    login = LoginManager(app)
    login.login_view = "sign_in"
    login.login_message = ""

    @login.user_loader
    def visitor(remembered: str) -> session.Visitor | None:
        # The page that says that the database cannot be asked must not ask it who is
        # signed in.
        return (
            None if g.get("database_fails") else session.visitor_of(service, remembered)
        )

    def contact_erased_at() -> datetime | None:
        with service.database.reading() as conn:
            return personal_data.newest(conn)

    keep_words(app, service.sealing_key, KeptWords(service.clock, contact_erased_at))
    for group in GROUPS:
        for route in group.ROUTES:
            app.add_url_rule(
                route.rule, route.name, _guarded(route, service), methods=[route.method]
            )
    add_health(app, service)
    app.after_request(_add_headers)

    @app.errorhandler(HTTPException)
    def explain_refusal(fault: HTTPException) -> ResponseReturnValue:
        if isinstance(fault, CSRFError) and (instead := without_session()) is not None:
            return instead
        if fault.response is not None:
            return fault.response
        return _error_page(fault.code or 500)

    app.register_error_handler(TooLongError, lambda fault: back_to_form(str(fault)))

    @app.errorhandler(DatabaseAwayError)
    def explain_database(fault: DatabaseAwayError) -> ResponseReturnValue:
        g.database_fails = True
        said = _ERROR_TEXTS[503]
        if isinstance(fault, CommitUnansweredError):
            said = _UNANSWERED
        elif isinstance(fault, OtherVersionError):
            with suppress(DatabaseAwayError):
                said = _OTHER_VERSION[version_of(service.database)]
        return render_template("error.html", said=said), 503

    if settings.behind_proxy:
        # TLS ends at a proxy before us: only then may its forwarded headers be
        # believed.
        app.wsgi_app = ProxyFix(app.wsgi_app)  # type: ignore[method-assign]  # Flask's documented way
    return app


def _guarded(route: Route, service: Service) -> Callable[..., ResponseReturnValue]:
    """The view with the service as its first argument, behind the role its route
    names.
    """

    @wraps(route.view)
    def page(**named: Any) -> ResponseReturnValue:  # noqa: ANN401 - whatever the rule's converters give
        if route.least is None:
            return route.view(service, **named)
        if not current_user.is_authenticated:
            return sign_in_first()
        if not session.may(current_user.user, route.least):
            abort(403)
        return route.view(service, **named)

    return page


def _add_headers(response: Response) -> Response:
    """Nothing a mail says is ever run, framed or guessed at; pages with personal data
    are not kept (P40).
    """
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.endpoint != "static":  # styles and scripts hold nothing personal
        response.headers["Cache-Control"] = "no-store"
    return response


def _error_page(code: int) -> ResponseReturnValue:
    return render_template(
        "error.html", said=_ERROR_TEXTS.get(code, _ERROR_TEXTS[500])
    ), code


@contextmanager
def serving(service: Service, host: str, port: int) -> Iterator[str]:
    """Serves the console while the block runs, and gives its address; port 0 takes a
    free one.

    Raises OSError when the port is taken.
    """
    # Without `ident` no header tells which server this is.
    pages = RoomForHealth(create_app(service), _PAGES)
    server = create_server(pages, host=host, port=port, threads=_THREADS, ident=None)
    if isinstance(
        server, MultiSocketServer
    ):  # a name such as localhost may stand for several addresses
        taken = int(server.effective_listen[0][1])
    else:
        taken = int(server.getsockname()[1])
    thread = Thread(target=server.run, name="console", daemon=True)
    thread.start()
    try:
        yield f"http://{host}:{taken}/"
    finally:
        server.close()
        server.task_dispatcher.shutdown()
        thread.join(_PATIENCE_SECONDS)
