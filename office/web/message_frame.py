"""How is a message of ours shown on a page of the console exactly as its readers will see it?

As a document of its own in a frame that runs nothing and belongs to no origin: its styles stand in the
message itself, which the console's own pages do not allow. The page around it may hold frames of ours.
"""

from flask import Response, make_response
from flask.typing import ResponseReturnValue

_OWN = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; frame-src 'self'"
)
_MESSAGE = (
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; "
    "frame-ancestors 'self'; sandbox"
)


def with_frames(page: str) -> Response:
    """A page that holds frames of the console."""
    answer = make_response(page)
    answer.headers["Content-Security-Policy"] = _OWN
    return answer


def message(html: str) -> ResponseReturnValue:
    """A message's html, to be framed by such a page and by nothing else."""
    answer = make_response(html)
    answer.headers["Content-Security-Policy"] = _MESSAGE
    answer.headers["X-Frame-Options"] = "SAMEORIGIN"
    return answer
