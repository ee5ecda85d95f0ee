"""How long does a sender wait for the receipt: from the letter in the mailbox to the
receipt handed over?

The worker as it runs, waiting for the mail server's word (IDLE), on a private Dovecot
and an SMTP server on loopback. Letters come at moments that bear no relation to
anything it does; the end is when the record says that the receipt was taken, which is a
little later than that it was.
"""

import shutil
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import trustme

from ledger import runs
from ledger.notice import OutboxState
from ledger.outbox import listing
from office.service import schedule
from office.service.duties import jobs_for
from office.service.jobs import LATEST
from office.service.parts import Service
from tests.bench.fetching import fill, mailbox_of
from tests.bench.letters import Post, posts
from tests.bench.premises import Told, at_work, copied
from tests.bench.sink import HOST, listening
from tests.bench.table import Row, WrongCountError, timed
from tests.fixtures import authority
from tests.fixtures.imap import Account, Dovecot, running

_COUNT = 20
_PATIENCE_SECONDS = 60.0


def measured(office: Path, folder: Path) -> Iterator[Row]:
    """Nothing where Dovecot is not installed."""
    if shutil.which("dovecot", path="/usr/sbin:/usr/bin") is None:
        return
    own = trustme.CA(organization_name="yishiyibao bench")
    folder.mkdir(parents=True, exist_ok=True)
    ca_file = folder / "ca.pem"
    own.cert_pem.write_to_path(ca_file)
    certificate = own.issue_cert(authority.HOST, common_name=authority.HOST)
    with running(certificate, ca_file) as server, listening() as port:
        login = server.add_user("office@jtt.example", "shou-quan-ma-0123")
        told: Told = {
            **mailbox_of(server, login, 1),
            "smtp": {
                "host": HOST,
                "port": port,
                "security": "none",
                "per_minute": 1000,
                "per_day": 10000,
            },
        }
        with at_work(copied(office, folder / "office", told)) as service:
            seconds = _answered(service, server, login)
    note = f"worst {max(seconds):.2f} s; IDLE, Dovecot and SMTP on loopback"
    yield Row(
        "delivery to hand-over",
        1,
        f"receipt, median of {_COUNT}",
        statistics.median(seconds),
        note,
    )


def _answered(service: Service, server: Dovecot, login: Account) -> list[float]:
    """The seconds that each letter waited for its receipt."""
    seconds: list[float] = []
    stop = threading.Event()
    jobs = [job for job in jobs_for(service) if not job.claimed]
    first, *letters = posts(_COUNT + 1, manuscripts=False)
    with schedule.at_work(service, jobs, stop):
        _await(lambda: all(_has_run(service, job.name) for job in jobs))
        time.sleep(2)  # until it waits for the server's word
        _answer(service, server, login, first)
        for number, letter in enumerate(letters):
            time.sleep(0.37 * number % 2)
            with timed() as watch:
                _answer(service, server, login, letter)
            seconds.append(watch.seconds)
        stop.set()
    return seconds


def _answer(service: Service, server: Dovecot, login: Account, letter: Post) -> None:
    before = _sent(service)
    fill(server, login, [letter])
    _await(lambda: _sent(service) > before)


def _sent(service: Service) -> int:
    with service.database.reading() as conn:
        return listing.counts_by_state(conn).get(OutboxState.SENT, 0)


def _has_run(service: Service, job: str) -> bool:
    with service.database.reading() as conn:
        return runs.one(conn, job, LATEST) is not None


def _await(happened: Callable[[], bool]) -> None:
    ends_at = time.monotonic() + _PATIENCE_SECONDS
    while not happened():
        if time.monotonic() > ends_at:
            raise WrongCountError("receipts handed over", 0, 1)
        time.sleep(0.01)
