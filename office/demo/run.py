"""What does `demo` do from beginning to end?

The quarter is played in a folder of its own; afterwards it says how the record stands and how to look into
it. For visitors the service goes on where the story ended, its clock now moving, and the console stays open:
a mail sent to the office's address at the embedded server is read and answered within seconds.
"""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from time import monotonic

from ingest.poll.polling import poll
from ledger.notice import Answering
from notify.delivery.dispatch import dispatch
from office.demo.mail_servers import HOST
from office.demo.rehearsal import CLERK, CLERK_PASSWORD, Rehearsal, rehearsal
from office.demo.sample_mail import OFFICE
from office.demo.story import START, Say, StoryEnd, play
from office.service.jobs import Stop
from office.service.logs import set_up_logs
from office.settings.reading import FILE_NAME
from office.settings.sections import LogSettings
from office.web.labels import word
from office.web.serving import serving

_SECONDS_BETWEEN_POLLS = 2.0


def play_once(folder: Path, say: Say) -> dict[str, object]:
    """Play the story, say how it ended and return that; the database stays in `folder`."""
    set_up_logs(LogSettings(level="error"))
    with rehearsal(folder, START) as stage:
        end = play(stage, say)
    _say_end(end, folder, say)
    return {"letters": end.states, "outbox": end.mail, "folder": str(folder)}


def play_and_serve(folder: Path, port: int, say: Say, stop: Stop) -> None:
    """Play the story, then serve the console and go on reading the mailbox until `stop` is set."""
    set_up_logs(LogSettings(level="error"))
    with rehearsal(folder, START) as stage:
        _say_end(play(stage, say), folder, say)
        with serving(stage.service, HOST, port) as address:
            say("")
            mode = Answering.ON.value
            say(f"控制台：{address}  用户名 {CLERK}  密码 {CLERK_PASSWORD}（演练，答复状态：{mode}）")
            smtp = f"{HOST}:{stage.servers.smtp_port}"
            say(f"试着报送一件：用 SMTP {smtp} 发信到 {OFFICE}，几秒后即可在控制台看到")
            say("按 Ctrl-C 结束")
            _read_and_answer(stage, stop)


def _read_and_answer(stage: Rehearsal, stop: Stop) -> None:
    """Read and answer every two seconds until `stop` is set."""
    began, end_of_story = monotonic(), stage.clock.moment
    forwarded = len(stage.servers.delivered)
    while not stop.wait(_SECONDS_BETWEEN_POLLS):
        stage.clock.moment = end_of_story + timedelta(seconds=monotonic() - began)
        # The embedded mail server has no way into the mailbox: what it got for the office is carried over.
        handed_in = stage.servers.delivered[forwarded:]
        forwarded += len(handed_in)
        stage.servers.deliver((mail.raw, stage.clock.moment) for mail in handed_in if mail.to == OFFICE)
        poll(stage.service.poll_context(stop.is_set))
        dispatch(stage.service.dispatch_context(), stop.is_set)


def _say_end(end: StoryEnd, folder: Path, say: Say) -> None:
    say("")
    say(f"来件 {sum(end.states.values())} 封：{_counts_in_words(end.states)}")
    say(f"发件 {sum(end.mail.values())} 封：{_counts_in_words(end.mail)}")
    say(f"查看：yishiyibao --config {folder / FILE_NAME} letters list")


def _counts_in_words(counts: Mapping[str, int]) -> str:
    return "  ".join(f"{word(name)}（{name}）{count}" for name, count in sorted(counts.items()))
