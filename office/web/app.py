"""How are the pages put together?

Every route of every page group, each behind the role its table names; the headers that keep hostile mail
harmless in the browser (P40); what a person reads when something is wrong. Nothing is global: two consoles
may live in one process.
"""

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from flask import Flask, Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, current_user
from flask_wtf.csrf import CSRFError, CSRFProtect
from jinja2 import StrictUndefined
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix

from ledger.database import DatabaseAwayError
from office.web import (
    addresses,
    announcements,
    circulars,
    commissions,
    contents,
    deciding,
    events,
    home,
    issues,
    labels,
    letters,
    outgoing,
    points,
    remarks,
    roster,
    session,
    standings,
    submissions,
)
from office.web.console import Console, Route

GROUPS = (
    session,
    home,
    submissions,
    deciding,
    events,
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
    roster,
)

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
_LARGEST = 1024 * 1024
_SAID = {
    400: "这一页放得太久，或不是从本系统打开的。请返回上一页，刷新后再试。",
    403: "您的账号没有这项权限。需要办理时请找管理员。",
    404: "没有这一页，或这条记录已不存在。",
    405: "没有这一页，或这条记录已不存在。",
    413: "送来的内容太长。",
    500: "系统出了差错，已记入日志。请稍后再试；若仍不行，请告诉管理员。",
    503: "数据库暂时连不上，什么也没有改动。请稍后再试。",
}


def create_app(console: Console) -> Flask:
    """The console as a WSGI application."""
    app = Flask("office.web", template_folder="templates", static_folder="static")
    app.config.update(
        SECRET_KEY=console.secret_key,
        MAX_CONTENT_LENGTH=_LARGEST,
        PERMANENT_SESSION_LIFETIME=session.SHIFT,
        SESSION_COOKIE_NAME="yishiyibao",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=console.behind_proxy,
        WTF_CSRF_TIME_LIMIT=None,  # as long as the session
    )
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.filters.update(labels.FILTERS)
    app.jinja_env.globals["office"] = console.office
    CSRFProtect(app)
    _know_visitors(app, console)
    for group in GROUPS:
        for route in group.ROUTES:
            app.add_url_rule(route.rule, route.name, _guarded(route, console), methods=[route.method])
    app.after_request(_harmless)
    _explain_errors(app)
    if console.behind_proxy:
        app.wsgi_app = ProxyFix(app.wsgi_app)  # type: ignore[method-assign]  # Flask's documented way
    return app


def _know_visitors(app: Flask, console: Console) -> None:
    manager = LoginManager(app)
    manager.login_view = "sign_in"
    manager.login_message = ""
    manager.user_loader(partial(session.visitor_of, console))


def _guarded(route: Route, console: Console) -> Callable[..., ResponseReturnValue]:
    """The page with the console in its hand, behind its role."""

    @wraps(route.view)
    def page(**named: Any) -> ResponseReturnValue:  # noqa: ANN401 - whatever the rule's converters give
        if route.least is not None and not current_user.is_authenticated:
            return _to_sign_in()
        if route.least is not None and not session.may(current_user.user, route.least):
            abort(403)
        return route.view(console, **named)

    return page


def _to_sign_in() -> ResponseReturnValue:
    came_for = request.full_path.rstrip("?") if request.method == "GET" else "/"
    return redirect(url_for("sign_in", next=None if came_for == "/" else came_for))


def _harmless(response: Response) -> Response:
    """Nothing a mail says is ever run, framed or guessed at; pages with personal data are not kept (P40)."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.endpoint != "static":
        response.headers["Cache-Control"] = "no-store"
    return response


def _explain_errors(app: Flask) -> None:
    def refused(fault: HTTPException) -> ResponseReturnValue:
        if fault.response is not None:
            return fault.response
        code = fault.code or 500
        return render_template("error.html", said=_SAID.get(code, _SAID[500])), code

    def away(_fault: DatabaseAwayError) -> ResponseReturnValue:
        return render_template("error.html", said=_SAID[503]), 503

    def forged(_fault: CSRFError) -> ResponseReturnValue:
        return render_template("error.html", said=_SAID[400]), 400

    app.register_error_handler(HTTPException, refused)
    app.register_error_handler(CSRFError, forged)
    app.register_error_handler(DatabaseAwayError, away)
