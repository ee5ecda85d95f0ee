"""What goes wrong in each drill, what should come of it, and what did?

DRILLS is the table. A drill does a few things one after the other and says of each what
it did, what should come of it and what came (Chinese); what it finds out is counted on
the copy and on what the drill's own mail server was handed.
"""

import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from subprocess import Popen, TimeoutExpired
from typing import NamedTuple

from ingest.mailbox.faults import TryLaterError
from ingest.poll.context import MailFolder
from ingest.poll.polling import folder_lease, reconcile
from ledger import copies, switches
from ledger.faults import ToldError
from ledger.notice import OutboxState
from ledger.outbox import withholding
from ledger.outbox.settling import Settlement
from ledger.switches import SwitchChange
from office.demo.mail_servers import AtTheDot, DemoMailServers
from office.drills.lies import LIES, SILENCE
from office.drills.stage import PATIENCE, USER, DrillStage, LetterFate
from office.service.health import CLOCK, troubles
from office.use_cases import older_record
from office.use_cases.copying import bring_back, save_copy
from office.web.labels import STATES, word

_ROUNDS = 3
"""So many times the mailbox is read, and in the first of them it lies."""
_ONCE = "每封来件登记一次、原文完整，每家单位收到一封回执"


class DrillStep(NamedTuple):
    """One thing that a drill did, in Chinese, and whether it came as it should."""

    did: str
    expected: str
    happened: str
    ok: bool


class Drill(NamedTuple):
    """A drill by name: what goes wrong in it (Chinese), and how it is held."""

    name: str
    what: str
    hold: Callable[[DrillStage], Iterator[DrillStep]]


def held(drill: Drill, stage: DrillStage) -> Iterator[DrillStep]:
    """Holds the drill step by step; where the program gives up, that is its last
    step.
    """
    try:
        yield from drill.hold(stage)
    except (ToldError, TimeoutExpired) as fault:
        yield DrillStep("接着往下做", "一路做完", f"中途停下：{fault}", ok=False)


def so_said(fates: Iterable[LetterFate]) -> str:
    """What became of letters, in words: their counts, and each that is not well."""
    every = tuple(fates)
    recorded = sum(len(fate.serials) for fate in every)
    whole = sum(fate.intact for fate in every)
    answered = sum(fate.answers for fate in every)
    said = f"{len(every)} 封来件，登记 {recorded} 件，原文完整 {whole} 封，回执 {answered} 封"
    for fate in every:
        if not fate.well:
            states = "、".join(word(state) for state in fate.states) or "没有登记"
            said += f"；{fate.unit}：{states}，{len(fate.serials)} 件，回执 {fate.answers} 封"
    return said


def _once_each(did: str, stage: DrillStage) -> DrillStep:
    """The step after which every letter must be recorded and answered once."""
    fates = stage.fates()
    well = all(fate.well for fate in fates)
    return DrillStep(did, _ONCE, so_said(fates), well)


def killed_at_work(stage: DrillStage) -> Iterator[DrillStep]:
    """A reader is killed while a letter comes, a sender after the final dot."""
    stage.deliver(4)
    stage.relay.tell(SILENCE, 0)
    with stage.program("poll") as reader:
        reached = _waited(stage.relay.held, reader)
    entries = len(stage.entries())
    yield DrillStep(
        "4 封来件到了；读信的进程正在收正文时被强行结束（kill -9）",
        "登记里没有半封信，信都还在邮箱里",
        f"登记 {entries} 封" if reached else "进程没有走到收正文这一步",
        reached and not entries,
    )

    stage.later(minutes=11)
    stage.read()
    stage.servers.plan(AtTheDot.FALL_SILENT)
    with stage.program("dispatch") as sender:
        reached = _waited(stage.servers.silent, sender)
    stage.later(minutes=41)
    stage.send()
    states = [each.state for each in stage.answers()]
    unknown = states.count(OutboxState.UNKNOWN)
    sent = states.count(OutboxState.SENT)
    yield DrillStep(
        "换一个进程读信；发回执的进程把一封交给了服务器、还没得到答复时被强行结束",
        "这一封记为“结果不明”，等人核实，不自动重发；其余 3 封照发",
        f"结果不明 {unknown} 封，已发 {sent} 封",
        reached and (unknown, sent) == (1, 3),
    )
    stage.later(hours=24)
    stage.send()
    yield _once_each("再过一天，照常读信、发信", stage)


def server_lies(stage: DrillStage) -> Iterator[DrillStep]:
    """The mailbox tells each lie once."""
    for lie in LIES:
        before = stage.entries()
        stage.deliver(2)
        stage.relay.tell(lie, max((each.place.uid for each in before), default=0))
        for _ in range(_ROUNDS):
            with suppress(TryLaterError):  # the line was cut: the next poll tries again
                stage.read()
            stage.later(minutes=5)
        told = stage.relay.keep_to_the_truth()
        # What the polls have passed over is found at night, and taken in on request.
        compared = reconcile(stage.service.poll_context(), mend=True)
        whole = 0
        for fate in stage.fates()[-2:]:
            if fate.intact and len(fate.serials) == 1:
                whole += 1
        found = f"登记完整 {whole} 封，其中核对后补登 {compared.mended.recorded} 封"
        yield DrillStep(
            f"来了 2 封信，邮箱服务器谎答一次：{lie.what}",
            "不把谎话当真；再读两次、核对一次以后，2 封都登记完整",
            found if told else "这句谎话没有机会说出口",
            told and whole == 2,
        )
    stage.send()
    yield _once_each("全部读完后发信", stage)


def disk_full(stage: DrillStage) -> Iterator[DrillStep]:
    """The disk takes no more while a letter is put on record."""
    stage.deliver(1, photo=os.urandom(400 * 1024))
    with stage.database.copying() as mine:
        # The log is begun anew, so that it has to grow.
        mine.execute("PRAGMA wal_checkpoint(TRUNCATE)").close()
    with stage.program("poll", most_bytes=64 * 1024) as reader:
        said = " ".join(reader.communicate(timeout=PATIENCE)[1].split())
        code = reader.returncode
    entries, damage = len(stage.entries()), copies.damage_of(stage.database)
    yield DrillStep(
        "一封带照片的来件到了；磁盘写满，读信的进程写不进登记",
        "说明原因后停下（退出码 2），登记完好，没有半封信",
        f"退出码 {code}：{said or '没有说话'}；登记 {entries} 封，"
        f"{damage or '登记完好'}",
        code == 2 and bool(said) and not entries and not damage,
    )
    stage.later(minutes=11)
    stage.read()
    stage.send()
    yield _once_each("磁盘腾出地方后，照常读信、发信", stage)


def brought_back(stage: DrillStage) -> Iterator[DrillStep]:
    """An older copy is brought back after more was mailed."""
    settings = stage.service.settings
    stage.deliver(1)
    stage.read()
    stage.send()
    file = stage.folder / "older.sqlite"
    save_copy(stage.database, settings, file, stage.clock.moment)
    stage.later(hours=1)
    stage.deliver(2)
    stage.read()
    stage.send()
    stage.later(hours=1)
    bring_back(stage.database, settings, file, stage.by())
    with stage.database.reading() as conn:
        paused = switches.paused(conn)
    sent = stage.send().sent
    yield DrillStep(
        "答复 1 封来件后做备份，之后又答复 2 封；再恢复这份备份",
        "全部发信暂停，一封也不发",
        f"{'已暂停' if paused else '没有暂停'}，发出 {sent} 封",
        paused and not sent,
    )

    stage.later(minutes=5)
    mended = reconcile(stage.service.poll_context(), mend=True).mended
    moment = stage.clock.moment
    with stage.database.writing() as conn:
        resumed = SwitchChange(switches.PAUSED, "no", moment, USER)
        switches.set_switch(conn, resumed)
    sent = stage.send().sent
    with stage.database.reading() as conn:
        withheld = withholding.count(conn)
    yield DrillStep(
        "运行 reconcile --mend 补登，再恢复发信（resume）",
        "补登 2 封；它们的回执可能已经发过，先扣下，一封也不重发",
        f"补登 {mended.recorded} 封，扣下 {withheld} 封，发出 {sent} 封",
        (mended.recorded, withheld, sent) == (2, 2, 0),
    )

    waiting = [
        each.id for each in stage.answers() if each.state == OutboxState.WITHHELD
    ]
    with stage.database.writing() as conn:
        older_record.settle_all(conn, waiting, Settlement.SENT, stage.by())
        older_record.end(stage.service, conn, stage.by())
    stage.deliver(1)
    stage.read()
    stage.send()
    yield _once_each(
        "核实后记为已发（outbox settle --sent、outbox withheld --end），又来 1 封信",
        stage,
    )


def clock_ahead(stage: DrillStage) -> Iterator[DrillStep]:
    """The clock is a day ahead for a while, and a reader dies meanwhile."""
    right = stage.clock.moment
    stage.deliver(1)
    stage.later(days=1)
    stage.read()
    stage.servers.plan("450 4.2.0 greylisted, try again")
    stage.send()
    dead = replace(stage.service, owner="a reader that died").poll_context()
    with folder_lease(dead, MailFolder("INBOX")):
        stage.clock.moment = right + timedelta(minutes=1)
        stage.deliver(1)
        told = CLOCK in troubles(stage.service)
        yield DrillStep(
            "机器时钟快了一天：读了 1 封信，回执被服务器要求稍后再发，"
            "一个读信的进程死掉；随后时钟拨回",
            "时钟的问题有提示（clock）",
            "有提示" if told else "没有提示",
            told,
        )
        stage.read()
        stage.later(minutes=6)
        stage.send()
    yield _once_each("时钟拨正后又来 1 封信，几分钟内照常读信、发信，不等到明天", stage)


def renumbered(stage: DrillStage) -> Iterator[DrillStep]:
    """The mailbox is rebuilt: other numbers for the same letters; first the server does
    not say so, then it does.
    """
    stage.relay.uidvalidity = 1
    stage.deliver(4)
    stage.read()
    stage.send()
    for uidvalidity, said in ((1, "服务器却不说"), (2, "服务器说了")):
        stage.later(hours=1)
        with DemoMailServers(USER) as rebuilt:
            rebuilt.deliver(reversed(stage.letters))
            stage.relay.uidvalidity = uidvalidity
            stage.relay.mailbox_port = rebuilt.imap_port
            stage.deliver(1, into=rebuilt)
            stage.read()
            stage.send()
        yield _once_each(
            f"邮箱重建，信的编号全变了（{said}）；又来 1 封信，照常读信、发信", stage
        )


def answer_lost(stage: DrillStage) -> Iterator[DrillStep]:
    """The mail server cuts the line after the final dot."""
    stage.deliver(1)
    stage.read()
    stage.servers.plan(AtTheDot.HANG_UP)
    stage.send()
    for hours in (1, 24, 24 * 30):
        stage.later(hours=hours)
        stage.send()
    (message,) = stage.answers()
    handed_over = len(stage.servers.delivered)
    yield DrillStep(
        "回执交给服务器后、得到答复前断线；再过一个月，照常发信",
        "记为“结果不明”，不自动重发：服务器共收到 1 封",
        f"{STATES[message.state]}，服务器共收到 {handed_over} 封",
        message.state is OutboxState.UNKNOWN and handed_over == 1,
    )
    with stage.database.writing() as conn:
        older_record.settle_all(conn, [message.id], Settlement.RESEND, stage.by())
    stage.send()
    (message,) = stage.answers()
    contents = [each.raw for each in stage.servers.delivered]
    same = len(set(contents)) == 1
    yield DrillStep(
        "有人核实对方没有收到，让它再发一次（outbox settle --resend）",
        "再发一次，内容一字不差：服务器共收到 2 封",
        f"{STATES[message.state]}，服务器共收到 {len(contents)} 封，"
        f"内容{'相同' if same else '不同'}",
        message.state is OutboxState.SENT and len(contents) == 2 and same,
    )


def _waited(event: threading.Event, child: "Popen[str]") -> bool:
    """Whether the event came while the child was at work."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and child.poll() is None:
        if event.wait(0.05):
            return True
    return event.is_set()


DRILLS = (
    Drill("kill", "读信、发信的进程在中途被强行结束（kill -9）", killed_at_work),
    Drill("server-lies", "邮箱服务器谎答：信是空的、只给一半、漏报、断线", server_lies),
    Drill("disk-full", "磁盘写满", disk_full),
    Drill("restore", "恢复一份较早的备份", brought_back),
    Drill("clock", "机器时钟快了一天，后来拨正", clock_ahead),
    Drill("renumbered", "邮箱重建，信的编号全变了", renumbered),
    Drill("outbox-unknown", "发信后不知对方是否收到", answer_lost),
)
