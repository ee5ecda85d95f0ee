"""How is the console reached?

waitress in a thread of its own, so that the worker may live in the same process; TLS, where wanted, ends
before it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

from waitress.server import MultiSocketServer, create_server

from office.web.app import create_app
from office.web.console import Console

_THREADS = 4
_PATIENCE = 3.0


@contextmanager
def serving(console: Console, host: str, port: int) -> Iterator[str]:
    """The console's address while the block runs.

    Port 0 takes a free one. Raises OSError when it is taken.
    """
    server = create_server(create_app(console), host=host, port=port, threads=_THREADS, ident=None)
    taken = (
        server.effective_listen[0][1] if isinstance(server, MultiSocketServer) else server.getsockname()[1]
    )
    thread = Thread(target=server.run, name="console", daemon=True)
    thread.start()
    try:
        yield f"http://{host}:{taken}/"
    finally:
        server.close()
        server.task_dispatcher.shutdown()
        thread.join(_PATIENCE)
