"""Does all that hold with Cyrus and Courier as it does with Dovecot?

Both are Debian's, and neither can be installed beside Dovecot: each gets a root of its
own, laid over this machine's (overlayfs) in name spaces of its own, into which apt
installs it; nothing of it is left at the end. On each of the three a worker is killed
at steps spread over its work; then `run` takes in and answers letters as they come, of
which the server tells it (IDLE).
"""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

import imapclient

from office.service.clock import wall_clock
from tests.bench.machine import family
from tests.faults.crowding import QUIETLY, await_true, settled
from tests.faults.findings import Expected, Finding, NotRunError, found_in
from tests.faults.grounds import Grounds
from tests.faults.killing import LATER, counted, killed_at
from tests.fixtures.authority import HOST
from tests.fixtures.imap import Account
from tests.fixtures.servers import free_port, listens
from tests.walks.letters import report
from tests.walks.test_killed import worker

_APART, _LETTERS = 9, 6
_INSTALLING_SECONDS = 300.0
_LOGIN = Account("office", "shou-quan-ma-0123")
_LAID_OVER = """\
set -e
mount -t tmpfs -o size=2g tmpfs "$1"
mkdir "$1/upper" "$1/work" "$1/merged"
mount -t overlay overlay -o "lowerdir=/,upperdir=$1/upper,workdir=$1/work" "$1/merged"
mount -t proc proc "$1/merged/proc"
mount --rbind /dev "$1/merged/dev"
printf '#!/bin/sh\\nexit 101\\n' >"$1/merged/usr/sbin/policy-rc.d"
chmod 755 "$1/merged/usr/sbin/policy-rc.d"
export DEBIAN_FRONTEND=noninteractive
install() { chroot "$1/merged" apt-get install --yes --no-install-recommends $2; }
install "$1" "$2" || { chroot "$1/merged" apt-get update; install "$1" "$2"; }
exec chroot "$1/merged" sh -c "$3"
"""
_CYRUS = """\
cat >/etc/imapd.conf <<'END'
configdirectory: /var/lib/cyrus
proc_path: /run/cyrus/proc
mboxname_lockpath: /run/cyrus/lock
defaultpartition: default
partition-default: /var/spool/cyrus/mail
unixhierarchysep: yes
allowplaintext: yes
sasl_pwcheck_method: alwaystrue
sasl_mech_list: PLAIN LOGIN
autocreate_quota: 0
autocreate_post: yes
END
cat >/etc/cyrus.conf <<'END'
START {{
  recover cmd="/usr/sbin/cyrus ctl_cyrusdb -r"
}}
SERVICES {{
  imap cmd="imapd -U 30" listen="127.0.0.1:{port}" prefork=0 maxchild=20
}}
EVENTS {{
}}
END
mkdir -p /run/cyrus/proc /run/cyrus/lock /run/cyrus/socket
chown -R cyrus:mail /run/cyrus
exec /usr/sbin/cyrmaster
"""
_COURIER = """\
set -e
useradd --create-home {login.name}
echo '{login.name}:{login.password}' | chpasswd
maildirmake /home/{login.name}/Maildir
chown -R {login.name}:{login.name} /home/{login.name}
set -a; . /etc/courier/imapd; . /etc/courier/imapd-ssl; set +a
/usr/sbin/authdaemond start
exec /usr/sbin/couriertcpd -address=127.0.0.1 -maxprocs=40 -maxperip=40 -nodnslookup \\
    -noidentlookup {port} /usr/lib/courier/courier/imaplogin /usr/bin/imapd Maildir
"""


@dataclass(slots=True)
class Foreign:
    """A server in a root of its own, reached in clear on loopback."""

    packages: str
    serves: str
    folder: Path
    port: int = field(default_factory=free_port)

    @contextmanager
    def running(self) -> Iterator[None]:
        """Installs and runs it; NotRunError."""
        log = self.folder / "log"
        serves = self.serves.format(port=self.port, login=_LOGIN)
        command = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "sh", "-c"]
        command += [_LAID_OVER, "sh", str(self.folder / "over"), self.packages, serves]
        (self.folder / "over").mkdir()
        with log.open("wb") as said:
            child = subprocess.Popen(command, stdout=said, stderr=said)
        try:
            deadline = time.monotonic() + _INSTALLING_SECONDS
            while not listens(self.port):
                if child.poll() is not None or time.monotonic() > deadline:
                    ends = log.read_text(encoding="utf-8", errors="replace")[-300:]
                    way = f"{self.packages}: installed and begun, or not, it answers nobody"
                    raise NotRunError(f"{way}; its log ends: {' '.join(ends.split())}")
                time.sleep(0.2)
            yield
        finally:
            # A server that changed its user is no longer killed with its parent; it is
            # the first of its name space, which ends with it.
            for process in family(child.pid)[1:]:
                with suppress(ProcessLookupError):
                    os.kill(process, signal.SIGKILL)
            child.kill()
            child.wait()

    def deliver(self, number: int) -> None:
        """One more letter arrives."""
        raw = report(number, sender=f"unit{number:02d}@units.example")
        with imapclient.IMAPClient(HOST, self.port, ssl=False) as client:
            client.login(*_LOGIN)
            client.append("INBOX", raw, (), wall_clock())


_FOREIGN = {
    "Cyrus": ("cyrus-imapd sasl2-bin", _CYRUS),
    "Courier": ("courier-imap", _COURIER),
}


def campaign(grounds: Grounds) -> Iterator[Finding]:
    """Dovecot, then the other two; NotRunError at the end where one of them did not
    run.
    """
    login = grounds.mailbox(2)
    yield from _tried("Dovecot", grounds, login, lambda n: grounds.deliver(login, n))
    obstacles: list[str] = []
    for name, (packages, serves) in _FOREIGN.items():
        server = Foreign(packages, serves, grounds.place())
        try:
            with server.running():
                there = replace(
                    grounds,
                    imap=replace(grounds.imap, port=server.port),
                    told={
                        "mailbox": 'security = "none"',
                        "smtp": 'sender = "xxbs@jtt.example"',
                    },
                )
                server.deliver(1)
                server.deliver(2)
                yield from _tried(name, there, _LOGIN, server.deliver)
        except NotRunError as obstacle:
            obstacles.append(f"{name}: {obstacle}")
    if obstacles:
        raise NotRunError("; ".join(obstacles))


def _tried(
    name: str, grounds: Grounds, login: Account, deliver: Callable[[int], None]
) -> Iterator[Finding]:
    steps = counted(grounds, "sqlite", login)
    total = Finding(f"{name}: killed at steps spread over its work", runs=0)
    for last in range(1, len(steps) + 1, _APART):
        total = total.and_also(killed_at(grounds, "sqlite", login, last))
    yield replace(total, note=f"{len(steps)} steps in all")
    url = grounds.url("sqlite")
    with grounds.house(url, login, QUIETLY) as house:
        with worker(house):
            for number in range(3, _LETTERS + 1):
                deliver(number)
                await_true(lambda: settled(house, number))  # noqa: B023 - asked at once
        found = found_in(house, Expected(_LETTERS), f"{name}: told of by IDLE")
        house.hands.now = wall_clock() + LATER
        sound = house.reconcile().sound
    yield replace(found, lost=found.lost + (not sound))
