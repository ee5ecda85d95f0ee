"""What becomes of the letters when the mailbox's server answers badly?

Three letters lie on a scripted server. First each command that an undisturbed poll
gives is answered in each bad way, then come the lies that are known of real servers;
each once, and in another world for five polls. Then the server mends its ways, a fourth
letter comes, and all four must be recorded and answered once: by the next two polls,
or else by `reconcile --mend`. Where the login was refused a new secret is set. The
notes count entries of the mailbox by what became of them.
"""

import re
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from ingest.poll.polling import poll, reconcile
from ingest.poll.taking import MOST_TRIES
from ledger.faults import ToldError
from tests.faults.findings import Finding
from tests.faults.grounds import Grounds
from tests.fixtures.scripted_imap import Held, Hook, Script, Session, scripted
from tests.ingest.poll.test_lies import LIES, bad, dropped, nonsense, refused, without
from tests.ingest.poll.test_lies import lying as lying_about
from tests.ingest.postoffice import LATER, NOW, Office, fresh, held, odd

_LETTERS = 3
_SECONDS = 0.4
"""How long a server is waited for; the letters are few."""
Spoil = Callable[[Script], None]
Answer = Callable[[Session], list[str]]

_RELEASED = threading.Event()
"""Set once no world needs a silent server any more."""


def silent(_: Session) -> list[str]:
    """Says nothing."""
    _RELEASED.wait(30)
    return []


def dripping(session: Session) -> list[str]:
    """Says a sign now and then."""
    while not _RELEASED.wait(0.05):
        session._file.write(b" ")  # noqa: SLF001
        session._file.flush()  # noqa: SLF001
    return []


def farewell(session: Session) -> list[str]:
    """Takes its leave instead of answering."""
    session.say("* BYE going down")
    return dropped(session)


ANSWERS: Mapping[str, Answer] = {
    "NO": refused,
    "BAD": bad,
    "OK and nothing else": lambda _: ["TAG OK done"],
    "nonsense": lambda _: ["* 9 ((NIL", "TAG OK done"],
    "half a line, then the end": lambda session: dropped(_half(session)),
    "BYE": farewell,
    "the end of the line": dropped,
    "silence": silent,
    "drip": dripping,
}


def _half(session: Session) -> Session:
    session._file.write(b"* 1 FETCH (UID")  # noqa: SLF001
    session._file.flush()  # noqa: SLF001
    return session


def _on(command: str, answer: Answer) -> Spoil:
    def spoil(script: Script) -> None:
        script.hooks[command] = lambda _, session: answer(session)

    return spoil


def _about_two(items: str, answer: Answer) -> Spoil:
    """Whenever `items` of UID 2 are asked for, `answer` is given."""

    def hook(rest: str, session: Session) -> list[str] | None:
        asked = rest.split(" ")[2].split(",")
        return answer(session) if items in rest and "2" in asked else None

    return lambda script: script.hooks.update({"UID FETCH": hook})


def _hooked(command: str, hook: Hook) -> Spoil:
    return lambda script: script.hooks.update({command: hook})


def _sized(factor: float) -> Spoil:
    def spoil(script: Script) -> None:
        two = script.letters[2]
        script.letters[2] = replace(two, size=round(len(two.raw) * factor))

    return spoil


def _examined(line: str, instead: str) -> Spoil:
    """EXAMINE as ever, but for one line."""

    def hook(_: str, session: Session) -> list[str]:
        said = session._examine()  # noqa: SLF001
        return [re.sub(line, instead, each) for each in said]

    return _hooked("EXAMINE", hook)


KNOWN: dict[str, Spoil] = {
    **{
        f"the body of UID 2 is {name}": _hooked("UID FETCH", lying_about(lie))
        for name, lie in LIES.items()
    },
    **{
        f"{items} of UID 2: {how.__name__}": _about_two(items, how)
        for items in ("BODY.PEEK[]", "RFC822.SIZE")
        for how in (refused, bad, dropped, nonsense, silent, dripping)
    },
    **{
        f"the row of UID 2 is missing where {item} is asked for": _hooked(
            "UID FETCH", without(2, item)
        )
        for item in ("RFC822.SIZE", "INTERNALDATE", "BODY.PEEK[]", "BODY.PEEK[HEADER]")
    },
    "the size of UID 2 is said ten times too big": _sized(10),
    "the size of UID 2 is said ten times too small": _sized(0.1),
    "SEARCH leaves out UID 2": _hooked(
        "UID SEARCH", lambda _, __: ["* SEARCH 1 3", "TAG OK done"]
    ),
    "SEARCH says nothing": _hooked(
        "UID SEARCH", lambda _, __: ["* SEARCH", "TAG OK done"]
    ),
    "SEARCH names letters that are not there": _hooked(
        "UID SEARCH", lambda _, __: ["* SEARCH 1 2 3 77 78", "TAG OK done"]
    ),
    "SEARCH is longer than a line may be": _hooked(
        "UID SEARCH", lambda _, __: ["* SEARCH " + "1 2 3 " * 200_000, "TAG OK done"]
    ),
    "EXISTS says 0": _examined(r"\d+ EXISTS", "0 EXISTS"),
    "EXISTS says 30": _examined(r"\d+ EXISTS", "30 EXISTS"),
    "UIDNEXT lies below": _examined("FLAGS .*", "OK [UIDNEXT 1] so"),
    "UIDNEXT lies far above": _examined("FLAGS .*", "OK [UIDNEXT 4000000000] so"),
    "no UIDVALIDITY": _examined("OK .UIDVALIDITY.*", "OK so"),
    "another UIDVALIDITY": _examined("UIDVALIDITY 1", "UIDVALIDITY 7"),
}


def campaign(grounds: Grounds) -> Iterator[Finding]:
    """Every command by every answer, then the known lies, then what changes under a
    reader's eyes.
    """
    commands = dict.fromkeys(_commands(grounds))
    for command in commands:
        for name, answer in ANSWERS.items():
            yield _both(grounds, f"{command}: {name}", _on(command, answer))
    for name, spoil in KNOWN.items():
        yield _both(grounds, name, spoil)
    yield from _changed(grounds)
    _RELEASED.set()


def _letters(first: int = 1, last: int = _LETTERS, step: int = 1) -> dict[int, Held]:
    return {number * step: held(number) for number in range(first, last + 1)}


def _commands(grounds: Grounds) -> list[str]:
    script = Script(_letters())
    with scripted(script) as port, fresh(grounds.place()) as office:
        office.poll(odd(port))
    return script.commands


def _both(grounds: Grounds, name: str, spoil: Spoil) -> Finding:
    """Once, and for five polls, as one line."""
    once = _told(grounds, spoil, times=1)
    always = _told(grounds, spoil, times=10_000)
    note = f"once: {once.note}; for five polls: {always.note}"
    if once.note == always.note:
        note = once.note
    return replace(once.and_also(always), case=name, note=note)


def _told(grounds: Grounds, spoil: Spoil, times: int) -> Finding:
    script = Script(_letters())
    with scripted(script) as port, fresh(grounds.place()) as office:
        account = odd(port, timeout=_SECONDS, exchange=2 * _SECONDS)
        spoil(script)
        for name, hook in list(script.hooks.items()):
            script.hooks[name] = _at_most(times, hook)
        said = ""
        for _ in range(1 if times == 1 else MOST_TRIES):
            try:
                polled = office.poll(account)
                said = "UID 2 in doubt" if polled.doubted else ""
            except ToldError as fault:
                said = type(fault).__name__.removesuffix("Error")
        before = _states(office, said)
        script.hooks.clear()
        script.letters = _letters(last=_LETTERS + 1)
        mended = replace(account, secret="another", timeout=30.0, exchange=60.0)
        office.clock.now += LATER
        found = _when_mended(office, mended, before)
    return found


def _when_mended(office: Office, account: object, before: str) -> Finding:
    """Everything is as it should be again: what becomes of four letters?"""
    context = office.poll_context(account)  # type: ignore[arg-type]
    for _ in range(2):
        poll(context)
    after = ""
    if office.submissions < _LETTERS + 1:
        reconcile(context, mend=True)
        after = ", the rest by reconcile --mend"
    sound = reconcile(context).sound
    wanted, receipts = _LETTERS + 1, office.count()
    return Finding(
        "",
        letters=wanted,
        lost=max(0, wanted - office.submissions)
        + max(0, wanted - receipts)
        + (not sound),
        doubled=max(0, office.submissions - wanted) + max(0, receipts - wanted),
        note=before + after,
    )


def _states(office: Office, said: str) -> str:
    """What became of the letters so far, in a few words."""
    counted = Counter(office.states.values())
    told = [f"{count} {state}" for state, count in sorted(counted.items())]
    return ", ".join([*told, *([said] if said else [])]) or "nothing read"


def _at_most(times: int, hook: Hook) -> Hook:
    """The hook, which after so many answers of its own leaves it to the server."""
    left = [times]

    def answer(rest: str, session: Session) -> list[str] | None:
        if not left[0]:
            return None
        # Counted before it speaks: a silent one may never return.
        left[0] -= 1
        said = hook(rest, session)
        if said is None:
            left[0] += 1
        return said

    return answer


class _Change(NamedTuple):
    """What a mailbox looks like to the first polls, and then for good."""

    name: str
    first: dict[int, Held]
    then: dict[int, Held]
    said: str = ""
    """What the counts of entries need to be understood."""


def _changed(grounds: Grounds) -> Iterator[Finding]:
    """Letters that change their numbers, or are kept back, between two polls."""
    four = _letters(last=_LETTERS + 1)
    odd_ones = {2 * number + 1: held(number) for number in four}
    changes = (
        _Change(
            "UID 2 is left out of every answer for a day",
            _letters(1, 1) | _letters(3, 3),
            four,
        ),
        _Change("the mailbox is shown empty for a day", {}, four),
        _Change(
            "the same letters under other UIDs, in the same numbering",
            _letters(step=2),
            odd_ones,
            "three letters have an entry under either number, and one item each",
        ),
    )
    for change in changes:
        script = Script(change.first)
        with scripted(script) as port, fresh(grounds.place()) as office:
            office.poll(odd(port))
            script.letters = change.then
            office.clock.now = NOW + LATER
            office.poll(odd(port))
            found = _when_mended(office, odd(port), _states(office, change.said))
        yield replace(found, case=change.name)
