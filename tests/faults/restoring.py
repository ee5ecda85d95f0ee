"""Is a copy that was made under load whole, and does it answer nobody twice where it is
brought back elsewhere?

While a worker takes in and answers what comes, the record is copied again and again,
by `backup` or by pg_dump. Then each copy is brought back in another place as the manual
says: `restore`, `reconcile --mend`, `resume`, a poll and a round of sending, with the
mailbox and the mail server of before. Receipts that are withheld there wait for a
person; they are neither lost nor unknown.
"""

import io
import subprocess
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import replace
from pathlib import Path

from ledger.notice import OutboxState
from office.cli.main import run
from tests.faults.crowding import QUIETLY, await_true, settled
from tests.faults.findings import Expected, Finding, found_in, receipts_of
from tests.faults.grounds import BOTH, Grounds
from tests.fixtures.databases import server_program
from tests.fixtures.imap import Account
from tests.walks.house import opened_house
from tests.walks.test_killed import worker

_LETTERS, _BETWEEN_COPIES = 12, 3


def campaign(grounds: Grounds) -> Iterator[Finding]:
    """Both databases; a line for the original, and one for all that were restored."""
    for database in BOTH:
        login = grounds.mailbox(0)
        url, copies = grounds.url(database), []
        with grounds.house(url, login, QUIETLY) as house, worker(house):
            for number in range(1, _LETTERS + 1):
                grounds.deliver(login, number)
                if number % _BETWEEN_COPIES == 0:
                    await_true(lambda: len(house.submissions()) >= number - 1)  # noqa: B023 - asked at once
                    copies.append(_copied(grounds, house.settings_file, url))
            await_true(lambda: settled(house, _LETTERS))
            yield found_in(house, Expected(_LETTERS), f"copied under load, {database}")
        total = Finding(f"brought back elsewhere, {database}", runs=0)
        notes = []
        for copy in copies:
            found = _brought_back(grounds, database, login, copy)
            total = total.and_also(found)
            notes.append(found.note)
        yield replace(total, note=f"withheld in each: {', '.join(notes)}")


def _typed(settings_file: Path, *words: str) -> None:
    """The program as typed; what it says is shown where it fails."""
    said = io.StringIO()
    with redirect_stdout(said), redirect_stderr(said):
        code = run(["--config", str(settings_file), *words])
    assert code == 0, f"{' '.join(words)}: {code}: {said.getvalue()}"


def _copied(grounds: Grounds, settings_file: Path, url: str) -> Path:
    copy = grounds.place() / "copy"
    if url.startswith("sqlite"):
        _typed(settings_file, "backup", str(copy))
    else:
        dumped = ["--format=custom", f"--file={copy}", grounds.shared.name]
        _postgresql(grounds, "pg_dump", *dumped)
    return copy


def _postgresql(grounds: Grounds, name: str, *words: str) -> None:
    where = [f"--host={grounds.cluster.folder}", "--username=tests"]
    subprocess.run([server_program(name), *where, *words], check=True)


def _brought_back(
    grounds: Grounds, database: str, login: Account, copy: Path
) -> Finding:
    if database == "sqlite":
        # A machine on which there is no record yet.
        url = f"sqlite:///{grounds.place() / 'office.sqlite'}"
        settings_file = grounds.settings(url, login, QUIETLY)
        _typed(settings_file, "restore", str(copy))
    else:
        name = grounds.cluster.create()
        _postgresql(grounds, "pg_restore", f"--dbname={name}", str(copy))
        settings_file = grounds.settings(grounds.cluster.url(name), login, QUIETLY)
        _typed(settings_file, "restore", "--in-place")
    for words in (["reconcile", "--mend"], ["resume"], ["poll"], ["dispatch"]):
        _typed(settings_file, *words)
    servers = (login, grounds.imap, grounds.smtp, grounds.reader)
    with opened_house(settings_file, *servers) as house:
        found = found_in(house, Expected(_LETTERS), "")
        states = [entry.state for entry in receipts_of(house)]
    return replace(found, note=str(states.count(OutboxState.WITHHELD)))
