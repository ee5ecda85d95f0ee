"""How long is the way of a value through the program?

`python -m tests.house.walks` sends one letter from its bytes to the committed
submission, one edition from TOML to the lines of a quarter, one decision from the
console's form to the journal and one notice from the outbox to the mail server, and
counts what each passes: our functions, their files, and the kinds of values that were
made on the way. With `--list` it names them. docs/decisions/0028 has the figures of
then and now.
"""

import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from types import FrameType

from ingest.intake.arrival import Arrival
from ingest.intake.batch import take_in
from ledger import switches
from ledger.database import Database, open_database
from ledger.entries.letters import Answerable, Place
from ledger.notice import Answering, Notice
from ledger.outbox.pacing import Pace
from ledger.outbox.queueing import queue
from ledger.periods import parse_period
from ledger.tables.complete import metadata
from notify.compose import Composer
from notify.delivery.dispatch import DispatchContext, dispatch
from notify.samples import SENDER
from office.web.app import create_app
from scoring.language.edition import parse_edition
from scoring.score import score
from tests.fixtures.sample.record import PASSWORD, fill
from tests.fixtures.sample.service import sample_service
from tests.house.source import PACKAGES, ROOT
from tests.ingest import postoffice
from tests.notify import conftest as notify_tests
from tests.scoring.worlds import World
from tests.year.run import TakesAll

UNNAMED = {"<module>", "<lambda>", "<listcomp>", "<setcomp>", "<dictcomp>", "<genexpr>"}


class Walk:
    """What was passed: our functions and how often each was called, our values and how
    many were made.
    """

    def __init__(self) -> None:
        self.functions: Counter[str] = Counter()
        self.values: Counter[str] = Counter()

    def note(self, frame: FrameType, event: str, _argument: object) -> None:
        """Take down one call, as `sys.setprofile` tells of it."""
        code = frame.f_code
        if event != "call" or code.co_name in UNNAMED:
            return
        if code.co_filename == "<string>" and code.co_name == "__init__":
            # The initialiser that `dataclass` writes has no file; what it makes says
            # whose it is.
            made = type(frame.f_locals["self"])
            if made.__module__.partition(".")[0] in PACKAGES:
                self.values[f"{made.__module__}.{made.__qualname__}"] += 1
        elif code.co_filename.startswith(f"{ROOT}/"):
            path = code.co_filename.removeprefix(f"{ROOT}/")
            if path.partition("/")[0] in PACKAGES:
                self.functions[f"{path}:{code.co_qualname}"] += 1

    def row(self, name: str) -> str:
        """Return the figures as a line of the table."""
        files = {function.partition(":")[0] for function in self.functions}
        made = self.values.total()
        return f"{name:10} {len(self.functions):9} {len(files):5} {len(self.values):6} {made:5}"


@contextmanager
def walking() -> Iterator[Walk]:
    """Take down all that is called in the block."""
    walk = Walk()
    sys.setprofile(walk.note)
    try:
        yield walk
    finally:
        sys.setprofile(None)


def letter(folder: Path) -> Walk:
    """From the bytes of a report to its submission and receipt, committed."""
    walk = Walk()
    with postoffice.fresh(folder) as office:
        context = office.intake_context
        for number in (1, 2):  # the first one loads what is loaded once
            raw = postoffice.report(number)
            place = Place("office", "INBOX", 1, number)
            arrival = Arrival(place, postoffice.NOW, len(raw), raw)
            with walking() as walk:
                take_in(context, [arrival], postoffice.NOW)
    return walk


def edition(_folder: Path) -> Walk:
    """From the text of the bundled rule to the lines of one unit's quarter."""
    world = World(甲="第一组")
    serial = world.sent("甲", "2026-04-08")
    world.adopted(serial, "宁夏交通信息", "2026-04-20")
    facts = world.facts
    file = ROOT / "scoring/policy/ningxia-transport/2021-03-19.toml"
    text = file.read_text(encoding="utf-8")
    with walking() as walk:
        score(parse_edition(text, file.name), parse_period("2026Q2"), facts)
    return walk


def decision(folder: Path) -> Walk:
    """From the form that accepts a held item to the page that says so."""
    database = _empty(folder)
    fill(database)
    form = {
        "action": "accept",
        "unit": "平罗县交通运输局",
        "phone": "0952-6012345",
        "because": "电话核实",
    }
    untouched = dict.fromkeys(("category", "commission", "own_business", "quality"), "")
    with sample_service(database) as service:
        app = create_app(service)
        app.config["WTF_CSRF_ENABLED"] = False
        client = app.test_client()
        client.post("/sign-in", data={"name": "赵敏", "password": PASSWORD})
        with walking() as walk:
            answer = client.post("/submissions/2026-0013/decide", data=untouched | form)
    assert answer.status_code == 302, "the decision was refused"
    return walk


def notice(folder: Path) -> Walk:
    """From two rows of the outbox to the mail server, which takes both."""
    database = _empty(folder)
    now, unit = notify_tests.START, notify_tests.UNIT
    with database.writing() as conn:
        switches.set_switch(
            conn, switches.SwitchChange(switches.ANSWERING, Answering.ON, now, "王科长")
        )
        for serial in ("2026-0001", "2026-0002"):
            asked = Notice("receipt", unit, serial, {"serial": serial})
            queue(
                conn,
                asked,
                Answerable(may=True, to=unit, because=""),
                now,
                notify_tests.LIMITS,
            )
    context = DispatchContext(
        database=database,
        composer=Composer(SENDER),
        gather=notify_tests.gathered,
        courier=lambda: nullcontext(TakesAll()),
        sender="office@jtt.example",
        pace=Pace(1000, 1000),
        owner="walk",
        clock=notify_tests.Clock(),
    )
    with walking() as walk:
        counts = dispatch(context)
    assert counts.sent == 2, "the messages were not sent"
    return walk


def _empty(folder: Path) -> Database:
    database = open_database(f"sqlite:///{folder / 'walk.sqlite'}")
    with database.writing() as conn:
        metadata.create_all(conn)
    return database


WALKS: dict[str, Callable[[Path], Walk]] = {
    "letter": letter,
    "edition": edition,
    "decision": decision,
    "notice": notice,
}


def main(arguments: list[str]) -> None:
    """Print the table and, if asked, what each walk passed."""
    rows = [f"{'':10} functions files values  made"]
    for name, way in WALKS.items():
        with tempfile.TemporaryDirectory() as folder:
            walk = way(Path(folder))
        rows.append(walk.row(name))
        if "--list" in arguments:
            rows += [f"    {function}" for function in walk.functions]
            rows += [f"    {value} × {made}" for value, made in walk.values.items()]
    print("\n".join(rows))


if __name__ == "__main__":
    main(sys.argv[1:])
