"""What does `demo` do from beginning to end?

The quarter is played in a folder of its own, by the real service: settings, database,
roster and switches as an office would set them, the embedded servers in place of the
provider's. Afterwards it says how the record stands and how to look into it. For
visitors the service goes on where the story ended, its clock now moving, and the
console stays open: a mail sent to the office's address at the embedded server is read
and answered within seconds.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from importlib import resources
from pathlib import Path
from time import monotonic

from ingest.poll.polling import poll
from ledger import roster, switches, users
from ledger.database import open_database
from ledger.entries.people import Unit
from ledger.journal import By
from ledger.notice import Answering
from ledger.switches import SwitchChange
from ledger.users import UserRole
from notify.delivery.dispatch import dispatch
from office.demo.mail_servers import HOST, PASSWORD, USER, ArrivingMail, DemoMailServers
from office.demo.rehearsal import Rehearsal, RehearsalClock
from office.demo.sample_mail import OFFICE
from office.demo.story import START, Say, StoryEnd, play
from office.service.jobs import Stop
from office.service.logs import set_up_logs
from office.service.parts import Service
from office.service.upgrade import upgrade
from office.settings import reading
from office.settings.reading import FILE_NAME, Settings
from office.settings.sections import LogSettings
from office.use_cases.imports.units import read_units
from office.use_cases.passwords import hash_password
from office.web.app import serving
from office.web.labels import word
from office.wiring import assembled

OFFICE_NAME = "自治区交通运输厅办公室"
STAFF = "bangongshi@office.example"
"""Where people of the office read mail; never the polled mailbox."""
CLERK, CLERK_PASSWORD = "demo", "yishiyibao"
_DATABASE = "demo.sqlite"
_LETTER_MIB = 2
_SECONDS_BETWEEN_POLLS = 2.0


class NotOurFolderError(Exception):
    """The demo's folder holds something that the demo did not make."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"{folder}: holds files that are not the demo's; name an empty folder with --folder"
        )


def play_once(folder: Path, say: Say) -> dict[str, object]:
    """Play the story, say how it ended and return that; the database stays in
    `folder`.
    """
    set_up_logs(LogSettings(level="error"))
    with rehearsal(folder, START) as stage:
        end = play(stage, say)
    _say_end(end, folder, say)
    return {"letters": end.states, "outbox": end.mail, "folder": str(folder)}


def play_and_serve(folder: Path, port: int, say: Say, stop: Stop) -> None:
    """Play the story, then serve the console and go on reading the mailbox until `stop`
    is set.
    """
    set_up_logs(LogSettings(level="error"))
    with rehearsal(folder, START) as stage:
        _say_end(play(stage, say), folder, say)
        with serving(stage.service, HOST, port) as address:
            say("")
            mode = Answering.ON.value
            say(
                f"控制台：{address}  用户名 {CLERK}  密码 {CLERK_PASSWORD}（演练，答复状态：{mode}）"
            )
            smtp = f"{HOST}:{stage.servers.smtp_port}"
            say(f"试着报送一件：用 SMTP {smtp} 发信到 {OFFICE}，几秒后即可在控制台看到")
            say("按 Ctrl-C 结束")
            began, end_of_story = monotonic(), stage.clock.moment
            forwarded = len(stage.servers.delivered)
            while not stop.wait(_SECONDS_BETWEEN_POLLS):
                stage.clock.moment = end_of_story + timedelta(
                    seconds=monotonic() - began
                )
                # The embedded mail server has no way into the mailbox: what it got for
                # the office is carried over.
                handed_in = stage.servers.delivered[forwarded:]
                forwarded += len(handed_in)
                for mail in handed_in:
                    if mail.to == OFFICE:
                        stage.servers.deliver(
                            [ArrivingMail(mail.raw, stage.clock.moment)]
                        )
                poll(stage.service.poll_context(stop.is_set))
                dispatch(stage.service.dispatch_context(), stop.is_set)


def _say_end(end: StoryEnd, folder: Path, say: Say) -> None:
    say("")
    say(f"来件 {sum(end.states.values())} 封：{_counts_in_words(end.states)}")
    say(f"发件 {sum(end.mail.values())} 封：{_counts_in_words(end.mail)}")
    say(f"查看：yishiyibao --config {folder / FILE_NAME} letters list")


def _counts_in_words(counts: Mapping[str, int]) -> str:
    return "  ".join(
        f"{word(name)}（{name}）{count}" for name, count in sorted(counts.items())
    )


@contextmanager
def rehearsal(folder: Path, start: datetime) -> Iterator[Rehearsal]:
    """A service of its own in `folder`, begun at `start`; raises NotOurFolderError."""
    # Only files of an earlier demo are removed.
    folder.mkdir(parents=True, exist_ok=True)
    ours = {FILE_NAME, _DATABASE, f"{_DATABASE}-wal", f"{_DATABASE}-shm"}
    found = list(folder.iterdir())
    if any(path.name not in ours for path in found):
        raise NotOurFolderError(folder)
    for path in found:
        path.unlink()
    clock = RehearsalClock(start)
    with DemoMailServers() as servers:
        settings = _settings(folder / FILE_NAME, servers)
        database = open_database(settings.database.url)
        try:
            upgrade(database)
            with assembled(settings, database, clock) as service:
                yield Rehearsal(service, clock, servers, _set_up_office(service, start))
        finally:
            database.close()


def _settings(path: Path, servers: DemoMailServers) -> Settings:
    """Settings as an office would write them, for the servers inside this program."""
    path.write_text(
        f"""# Written by `yishiyibao demo`; the mail servers it names end with the demo.
[office]
name = "{OFFICE_NAME}"
address = "{STAFF}"

[database]
url = "sqlite:///{_DATABASE}"

[mailbox]
host = "{HOST}"
port = {servers.imap_port}
security = "none"
user = "{USER}"
password = "{PASSWORD}"

[smtp]
host = "{HOST}"
port = {servers.smtp_port}
security = "none"
sender = "{OFFICE}"
per_minute = 100000
per_day = 1000000

[intake]
letter_mib = {_LETTER_MIB}
""",
        encoding="utf-8",
    )
    return reading.load(path)


def _set_up_office(service: Service, start: datetime) -> tuple[Unit, ...]:
    """Do what `init`, `units import`, `users add` and `answering on` do, and return the
    units.
    """
    with resources.as_file(resources.files("office.demo") / "units.csv") as file:
        listed = read_units(file)
    settings = {
        switches.REHEARSAL: "yes",
        switches.STARTED_AT: start.isoformat(),
        switches.START_FROM: "all",
        switches.ANSWERING: Answering.ON.value,
    }
    with service.database.writing() as conn:
        for name, value in settings.items():
            switches.set_switch(conn, SwitchChange(name, value, start, "demo"))
        roster.save(conn, listed)
        users.add(
            conn,
            CLERK,
            UserRole.ADMIN,
            hash_password(CLERK_PASSWORD),
            By("demo", start),
        )
        return roster.all_units(conn)
