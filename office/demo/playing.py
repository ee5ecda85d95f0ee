"""What does `demo` do from beginning to end?

The quarter is played in a folder of its own; afterwards it says how the record stands and how to look into
it, and for visitors keeps the console open.
"""

from collections.abc import Mapping
from pathlib import Path

from ledger.notice import Answering
from office.demo.envelope import OFFICE
from office.demo.mail_servers import HOST
from office.demo.rehearsal import CLERK, CLERK_PASSWORD, Rehearsal, rehearsal
from office.demo.story import START, Ending, Say, play
from office.demo.visiting import keep_going
from office.service.jobs import Stop
from office.service.logs import set_up_logs
from office.settings.reading import FILE_NAME
from office.settings.sections import LogSettings
from office.web.labels import word
from office.web.serving import serving


def played(folder: Path, say: Say) -> dict[str, object]:
    """Plays the story once and says how it ended; the database stays in `folder`."""
    set_up_logs(LogSettings(level="error"))
    with rehearsal(folder, START) as stage:
        ending = play(stage, say)
    _told(ending, folder, say)
    return {"letters": ending.states, "outbox": ending.mail, "folder": str(folder)}


def open_house(folder: Path, port: int, say: Say, stop: Stop) -> None:
    """Plays the story, then serves the console and goes on reading the mailbox until `stop` is set."""
    set_up_logs(LogSettings(level="error"))
    with rehearsal(folder, START) as stage:
        _told(play(stage, say), folder, say)
        with serving(stage.service, HOST, port) as address:
            _invite(stage, address, say)
            keep_going(stage, stop)


def _told(ending: Ending, folder: Path, say: Say) -> None:
    say("")
    say(f"来件 {sum(ending.states.values())} 封：{_counted(ending.states)}")
    say(f"发件 {sum(ending.mail.values())} 封：{_counted(ending.mail)}")
    say(f"查看：yishiyibao --config {folder / FILE_NAME} letters list")


def _counted(counts: Mapping[str, int]) -> str:
    return "  ".join(f"{word(name)}（{name}）{count}" for name, count in sorted(counts.items()))


def _invite(stage: Rehearsal, address: str, say: Say) -> None:
    say("")
    say(f"控制台：{address}  用户名 {CLERK}  密码 {CLERK_PASSWORD}（演练，答复状态：{Answering.ON.value}）")
    say(f"试着报送一件：用 SMTP {HOST}:{stage.room.smtp_port} 发信到 {OFFICE}，几秒后即可在控制台看到")
    say("按 Ctrl-C 结束")
