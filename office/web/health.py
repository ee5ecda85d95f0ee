"""What is a machine told that asks whether the service works, and whether it is ready?

`/health` and `/ready` answer `ok`, or 503 and a code a line, within two seconds and
never with a page: neither a silent database nor pages that wait for it may keep a
monitor waiting (P38). What the codes mean stands in `office.service.health`.
"""

import threading
from collections.abc import Iterable
from typing import TYPE_CHECKING

from flask import Flask
from flask.typing import ResponseReturnValue

from office.service.health import HealthQuestion, Reach
from office.service.parts import Service

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

PATHS = ("/health", "/ready")
_BUSY = "同时打开的页面太多，或数据库没有答复，这一页先没有打开，什么也没有改动。请过几秒再试。"


def add_health(app: Flask, service: Service) -> None:
    """Answers machines at PATHS, whoever they are."""
    question = HealthQuestion(service)

    def answer(codes: list[str]) -> ResponseReturnValue:
        text = "\n".join(codes) or "ok"
        return f"{text}\n", 503 if codes else 200, {"Content-Type": "text/plain"}

    def show_health() -> ResponseReturnValue:
        return answer(
            [trouble.code for trouble in question.ask() if trouble.reach is Reach.WORK]
        )

    def show_ready() -> ResponseReturnValue:
        return answer([trouble.code for trouble in question.ask()])

    app.add_url_rule("/health", "health", show_health)
    app.add_url_rule("/ready", "ready", show_ready)


class RoomForHealth:
    """A WSGI application that answers so many pages at a time, so that some thread is
    left for PATHS.

    One page more is told at once to come again.
    """

    def __init__(self, app: "WSGIApplication", pages: int) -> None:
        self._app = app
        self._free = threading.BoundedSemaphore(pages)

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answers one request, or says at once that there is no room for it."""
        if environ.get("PATH_INFO") in PATHS:
            return self._app(environ, start_response)
        if not self._free.acquire(blocking=False):
            headers = [
                ("Content-Type", "text/plain; charset=utf-8"),
                ("Retry-After", "5"),
            ]
            start_response("503 Service Unavailable", headers)
            return [_BUSY.encode()]
        try:
            return self._app(environ, start_response)
        finally:
            self._free.release()
