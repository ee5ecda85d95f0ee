"""How many letters a second come from a mailbox into the record, and how many does
mbsync merely copy?

A private Dovecot over TLS on this machine, its mailbox filled before the clock starts;
one poll from the first login to the last committed letter. mbsync, where it is
installed, copies the same mailbox into a Maildir: it reads nothing, judges nothing and
answers nobody. A ratio must name its FSync setting.
"""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import trustme

from ingest.poll.polling import poll
from tests.bench.letters import Post, posts
from tests.bench.premises import Told, at_work, copied
from tests.bench.table import Row, require, timed
from tests.fixtures.authority import HOST
from tests.fixtures.imap import Account, Dovecot, running

_COUNT = 600
_MBSYNC = """\
FSync {fsync}

IMAPAccount office
Host {host}
Port {port}
User {login.name}
Pass {login.password}
SSLType IMAPS
CertificateFile {ca_file}

IMAPStore far
Account office

MaildirStore near
Path {folder}/
Inbox {folder}/INBOX

Channel all
Far :far:
Near :near:
Patterns INBOX
Create Near
Sync Pull New
SyncState {folder}/state-
"""


def measured(office: Path, folder: Path) -> Iterator[Row]:
    """Nothing where Dovecot is not installed; texts, then manuscripts."""
    if shutil.which("dovecot", path="/usr/sbin:/usr/bin") is None:
        return
    authority = trustme.CA(organization_name="yishiyibao bench")
    folder.mkdir(parents=True, exist_ok=True)
    ca_file = folder / "ca.pem"
    authority.cert_pem.write_to_path(ca_file)
    with running(authority.issue_cert(HOST, common_name=HOST), ca_file) as server:
        for number, of in enumerate(("text letters", ".docx letters")):
            login = server.add_user(f"office{number}@jtt.example", "shou-quan-ma-0123")
            fill(server, login, posts(_COUNT, manuscripts=bool(number)))
            for readers in (1, 2):
                place = copied(
                    office,
                    folder / f"poll{number}{readers}",
                    mailbox_of(server, login, readers),
                )
                note = f"Dovecot, TLS, receipts queued; {readers} reading {('child', 'children')[readers > 1]}"
                yield Row("mailbox to record", _COUNT, of, _polled(place), note)
            if shutil.which("mbsync"):
                for fsync in ("yes", "no"):
                    seconds = _copied(
                        server, login, folder / f"mbsync{number}{fsync}", fsync
                    )
                    yield Row(
                        "mbsync, a copy only", _COUNT, of, seconds, f"FSync {fsync}"
                    )


def fill(server: Dovecot, login: Account, letters: list[Post]) -> None:
    """Puts the letters into the mailbox, as mail of the days they arrived."""
    with server.connected(login.name) as client:
        for post in letters:
            client.append("INBOX", post.raw, (), post.at)


def mailbox_of(server: Dovecot, login: Account, readers: int) -> Told:
    """The settings of an office whose mailbox this is."""
    return {
        "intake": {"readers": readers},
        "mailbox": {
            "host": server.host,
            "port": server.port,
            "user": login.name,
            "password": login.password,
            "ca_file": str(server.ca_file),
        },
    }


def _polled(settings: Path) -> float:
    with at_work(settings) as service:
        service.reader.read(posts(4, manuscripts=False))  # starts the children
        with timed() as watch:
            recorded = poll(service.poll_context()).tally.recorded
    require("letters polled", recorded, _COUNT)
    return watch.seconds


def _copied(server: Dovecot, login: Account, folder: Path, fsync: str) -> float:
    folder.mkdir()
    settings = folder.with_suffix(".mbsyncrc")
    settings.write_text(
        _MBSYNC.format(
            host=server.host,
            port=server.port,
            login=login,
            ca_file=server.ca_file,
            folder=folder,
            fsync=fsync,
        ),
        encoding="utf-8",
    )
    with timed() as watch:
        subprocess.run(["mbsync", "-q", "-c", str(settings), "all"], check=True)
    found = sum(1 for path in folder.glob("INBOX/*/*") if path.is_file())
    require("letters copied by mbsync", found, _COUNT)
    return watch.seconds
