"""How is the console reached?

waitress in a thread of its own, so that the worker may live in the same process; TLS, where wanted, ends
before it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

from waitress.server import MultiSocketServer, create_server

from office.service.parts import Service
from office.web.app import create_app

_THREADS = 4
"""Requests answered at once: an office is a handful of people."""
_PATIENCE_SECONDS = 3.0


@contextmanager
def serving(service: Service, host: str, port: int) -> Iterator[str]:
    """Serves the console while the block runs, and gives its address; port 0 takes a free one.

    Raises OSError when the port is taken.
    """
    # Without `ident` no header tells which server this is.
    server = create_server(create_app(service), host=host, port=port, threads=_THREADS, ident=None)
    if isinstance(server, MultiSocketServer):  # a name such as localhost may stand for several addresses
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
