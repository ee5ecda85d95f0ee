"""What becomes of the receipts when the mail server fails at each step of its dialogue?

Two letters are taken in and answered over one connection; at one step, the first time
it comes, the server refuses for now (4xx), refuses for good (5xx), ends the line, falls
silent, or drips a sign at a time. Then it is well again, and the rounds of the next
days go on until nothing waits. Unknown may be only what it was given to the final dot
without a word after it. CONTENT is before it has read any of that: by then the whole
message with its dot has been handed to the network, and nobody can say whether it came.
"""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from functools import partial

from ledger.notice import OutboxState
from notify.delivery.couriers import Couriers
from notify.delivery.smtp import Timeouts
from office.service.parts import mail_server
from tests.faults.findings import Expected, Finding, found_in, receipts_of
from tests.faults.grounds import Grounds
from tests.fixtures.imap import Account
from tests.fixtures.smtp import STEPS, Act

_LETTERS = 2
_QUICK = Timeouts(command=0.7, data=0.7, block=0.7, dot=3)
_ROUNDS, _APART = 12, timedelta(hours=3)
_NO_ANSWER = {Act.DROP, Act.HANG, Act.DRIP}
_ACTS: dict[str, str | Act] = {
    "4xx": "451 4.3.0 not now",
    "5xx": "554 5.7.1 never",
    "the end of the line": Act.DROP,
    "silence": Act.HANG,
    "drip": Act.DRIP,
}


def campaign(grounds: Grounds) -> Iterator[Finding]:
    """Every step by every fault; over TLS, so that there is no STARTTLS."""
    login = grounds.mailbox(_LETTERS)
    for step in STEPS:
        if step == "STARTTLS":
            continue
        for name, act in _ACTS.items():
            found = _failed_at(grounds, login, step, act)
            yield replace(found, case=f"{step}: {name}")


def _failed_at(grounds: Grounds, login: Account, step: str, act: str | Act) -> Finding:
    planned = grounds.smtp.script.planned[step]
    with grounds.house(grounds.url("sqlite"), login) as house:
        server = partial(mail_server, house.service.settings)
        with closing(Couriers(lambda: replace(server(), timeouts=_QUICK))) as quick:
            house.service = replace(house.service, couriers=quick)
            house.poll()
            grounds.smtp.script.plan(step, act, 1)
            first = house.dispatch()
            quick.close()  # which is when QUIT is said
        said = "the round ended" if first.away or first.barred else "the round went on"
        planned.clear()
        for _ in range(_ROUNDS):
            house.hands.now += _APART
            house.dispatch()
        given_whole = step in {"CONTENT", "DOT"}
        expected = Expected(
            _LETTERS,
            unknown=int(given_whole and act in _NO_ANSWER),
            turned_away=int(step == "DOT" and act not in _NO_ANSWER),
        )
        found = found_in(house, expected, "")
        states = [str(entry.state) for entry in receipts_of(house)]
        waiting = states.count(OutboxState.QUEUED)
    return replace(
        found, lost=found.lost + waiting, note=f"{said}; {', '.join(states)}"
    )
