"""Who takes the mail that is sent while it is measured?

An SMTP server in a process of its own, on loopback, that answers 250 and forgets. It
says its port on the first line of standard output and goes when it is told to.
"""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from aiosmtpd.smtp import SMTP

from tests.fixtures.servers import stop

HOST = "127.0.0.1"


class Forgetful:
    """What happens to a message: nothing, and that goes well."""

    async def handle_DATA(self, *_: object) -> str:  # noqa: N802 - aiosmtpd finds it by this name
        """Answers the final dot."""
        return "250 2.0.0 forgotten"


@contextmanager
def listening() -> Iterator[int]:
    """The port of a server that takes everything."""
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.sink"], stdout=subprocess.PIPE
    )
    try:
        assert child.stdout is not None, "asked for above"
        yield int(child.stdout.readline())
    finally:
        stop(child)


async def _serve() -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(partial(SMTP, Forgetful()), HOST, 0)
    print(server.sockets[0].getsockname()[1], flush=True)  # noqa: T201 - its one line
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve())
