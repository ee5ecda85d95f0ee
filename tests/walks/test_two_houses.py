"""Do two of us, wired to each other with every sign of a machine stripped in between,
keep their peace?

Each house is the other's reporting officer. Whatever one sends goes into the other's
mailbox as a person's letter: no Auto-Submitted, no Precedence, no List-Id, another
Message-ID (RFC 3834 §2, P29). Where the words are gone too by which a receipt says that
it is automatic, its number still tells that a machine of our kind wrote it. Where even
that is gone, nothing tells it from a report any more: then what is left are the limits
of a day and of a thread.
"""

import itertools
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest

from ingest.intake.reader import Reader
from ingest.letter.thread import without_tokens
from ledger import roster
from ledger.database import Connection, open_database
from ledger.entries.people import Role
from ledger.notice import OutboxState
from ledger.periods import local_day
from office.service.reminding import remind
from office.settings.reading import load
from office.wiring import assembled
from tests.fixtures.imap import Dovecot
from tests.fixtures.smtp import SmtpServer
from tests.walks.conftest import SETTINGS
from tests.walks.house import OFFICE, Hands, House, at, parsed, text_of
from tests.walks.letters import YINCHUAN, YINCHUAN_OFFICER, report

_names = itertools.count(1)
_RECEIPTS, _OTHERS = 5, 2
"""A day and address, of receipts and of other answers."""
_AUTOMATIC = ("自动回执：", "[", "]")


class Pair:
    """Two houses and the wire between them, which makes persons' letters of their
    messages.
    """

    def __init__(
        self, houses: tuple[House, House], hands: Hands, smtp: SmtpServer
    ) -> None:
        self.houses, self.hands, self.smtp = houses, hands, smtp
        self.bare = False
        """Whether the words by which a message says that it is automatic are taken out
        too.
        """
        self.unnumbered = False
        """Whether its number is taken out besides."""
        self.carried = 0
        self.sent: Counter[tuple[str, str]] = Counter()
        """(day, sender) → messages to the other house."""
        self.numbers = itertools.count(1)

    def addresses(self) -> tuple[str, str]:
        return self.houses[0].login.name, self.houses[1].login.name

    def turn(self) -> int:
        """Both houses read and send once; how many messages the wire carried over."""
        for house in self.houses:
            house.poll()
            house.dispatch()
        fresh, count = self.smtp.messages[self.carried :], 0
        self.carried += len(fresh)
        for message in fresh:
            (to,) = message.recipients
            if to in self.addresses():
                count += 1
                self.sent[f"{self.hands.now:%m-%d}", message.sender] += 1
                self._carry(message.content, to)
        return count

    def _carry(self, content: bytes, to: str) -> None:
        (house,) = (each for each in self.houses if each.login.name == to)
        house.deliver(self._stripped(content))

    def _stripped(self, content: bytes) -> bytes:
        of, message = parsed(content), EmailMessage(policy=SMTP)
        subject, text = str(of["Subject"]), text_of(of)
        if self.bare:
            for sign in _AUTOMATIC:
                subject = subject.replace(sign, " ")
            text = text.replace("本邮件由政务信息报送系统自动发出。", "")
        if self.unnumbered:
            subject = without_tokens(subject)
        message["From"], message["To"], message["Subject"] = (
            str(of["From"]),
            str(of["To"]),
            subject,
        )
        message["Message-ID"] = f"<carried-{next(self.numbers)}@wire.example>"
        message.set_content(text, charset="utf-8", cte="base64")
        return message.as_bytes()


def _officer(conn: Connection, address: str) -> None:
    """The first unit's officer writes from the other house."""
    unit = roster.unit_named(conn, YINCHUAN)
    assert unit is not None
    people = tuple(
        person._replace(address=address)
        if person.address == YINCHUAN_OFFICER
        else person
        for person in unit.people
    )
    assert any(
        person.role is Role.OFFICER and person.address == address for person in people
    )
    roster.save(conn, [replace(unit, people=people)])


@pytest.fixture
def pair(
    tmp_path: Path,
    begun_file: Path,
    dovecot: Dovecot,
    smtp_server: SmtpServer,
    reader: Reader,
) -> Iterator[Pair]:
    hands = Hands(at(3, 2))
    logins = [
        dovecot.add_user(f"pair{next(_names)}@jtt.example", "shou-quan-ma-0123")
        for _ in range(2)
    ]
    files = [tmp_path / name / "yishiyibao.toml" for name in ("a", "b")]
    for path, login in zip(files, logins, strict=True):
        path.parent.mkdir()
        shutil.copyfile(begun_file, path.parent / "office.sqlite")
        url = f"sqlite:///{path.parent / 'office.sqlite'}"
        told = SETTINGS.format(
            office=OFFICE, url=url, imap=dovecot, login=login, smtp=smtp_server
        )
        told += (
            f"[intake]\nreceipts_per_day = {_RECEIPTS}\nanswers_per_day = {_OTHERS}\n"
        )
        path.write_text(told, encoding="utf-8")
    databases = [open_database(load(path).database.url) for path in files]
    with (
        assembled(load(files[0]), databases[0], hands) as one,
        assembled(load(files[1]), databases[1], hands) as two,
    ):
        houses = tuple(
            House(
                replace(service, reader=reader),
                hands,
                path,
                login,
                dovecot,
                smtp_server,
            )
            for service, path, login in zip((one, two), files, logins, strict=True)
        )
        for house in houses:
            house.assess_only(3)  # reminders of other units are no part of the talk
        houses[0].write(lambda conn: _officer(conn, logins[1].name))
        houses[1].write(lambda conn: _officer(conn, logins[0].name))
        yield Pair((houses[0], houses[1]), hands, smtp_server)
    for database in databases:
        database.close()


def _three_days(pair: Pair, start: datetime, rounds: int) -> None:
    """Four times a day the two talk until neither has anything to say, or so many
    rounds are over.
    """
    for step in range(12):
        pair.hands.now = start + timedelta(hours=6 * step)
        for _ in range(rounds):
            if pair.turn() == 0:
                break


def _most_of_a_day(house: House) -> Counter[str]:
    """Of each kind, the most that went to one address on one day."""
    sent = Counter(
        (entry.kind, entry.to, local_day(entry.settled_at))
        for entry in house.outbox()
        if entry.state is OutboxState.SENT and entry.settled_at is not None
    )
    most: Counter[str] = Counter()
    for (kind, _to, _day), count in sent.items():
        most[kind] = max(most[kind], count)
    return most


def test_p29_a_report_between_two_houses_ends_in_one_receipt(pair: Pair) -> None:
    one, two = pair.houses
    one.deliver(report(sender=two.login.name))

    _three_days(pair, at(3, 2, 9), rounds=6)

    assert pair.sent == {("03-02", one.login.name): 1}


def test_p29_reminders_between_two_houses_start_no_conversation(pair: Pair) -> None:
    pair.hands.now = at(3, 19)
    for house in pair.houses:
        remind(house.service, pair.hands.now)

    _three_days(pair, at(3, 19, 9), rounds=6)

    assert set(pair.sent) == {("03-19", house.login.name) for house in pair.houses}
    assert max(pair.sent.values()) <= _OTHERS


@pytest.mark.long
@pytest.mark.parametrize("start", ["a report", "reminders"])
def test_p29_a_receipts_number_alone_ends_the_conversation(
    pair: Pair, start: str
) -> None:
    pair.bare = True
    one, two = pair.houses
    pair.hands.now = at(3, 19)
    if start == "a report":
        one.deliver(report(sender=two.login.name))
    else:
        for house in pair.houses:
            remind(house.service, pair.hands.now)

    _three_days(pair, at(3, 19, 9), rounds=_RECEIPTS + 3)

    assert all(_most_of_a_day(house)["receipt"] <= 1 for house in pair.houses)
    assert sum(pair.sent.values()) <= 4


@pytest.mark.long
@pytest.mark.parametrize("start", ["a report", "reminders"])
def test_p29_two_houses_that_cannot_know_each_other_for_machines_stay_within_the_limits(
    pair: Pair, start: str
) -> None:
    pair.bare = pair.unnumbered = True
    one, two = pair.houses
    pair.hands.now = at(3, 19)
    if start == "a report":
        one.deliver(report(sender=two.login.name))
    else:
        for house in pair.houses:
            remind(house.service, pair.hands.now)

    _three_days(pair, at(3, 19, 9), rounds=_RECEIPTS + 3)

    for house in pair.houses:
        most = _most_of_a_day(house)
        assert most["receipt"] == _RECEIPTS, (
            "the limit is what stops them, or this proves nothing"
        )
        assert most["receipts-digest"] <= 1
        assert (
            sum(most[kind] for kind in ("hint", "oversize", "receipt-held")) <= _OTHERS
        )
        threads = Counter(
            (entry.serial, local_day(entry.queued_at))
            for entry in house.outbox()
            if entry.serial and entry.state is OutboxState.SENT
        )
        assert max(threads.values()) <= 2
