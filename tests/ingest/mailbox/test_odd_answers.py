"""Does intake go on where a server's answers are broken, endless or slow?"""

import socketserver
import threading
from contextlib import suppress
from dataclasses import replace

import pytest

from ingest.mailbox import reading
from ingest.mailbox.account import Security
from ingest.mailbox.faults import TryLaterError
from ingest.mailbox.reading import Mailbox
from tests.fixtures.scripted_imap import Held, Hook, Script, Session, scripted
from tests.ingest.mailbox.correspondence import letter, odd

HIGH = 1_390_000_000


@pytest.mark.parametrize(
    "broken",
    ['"&V4NX!g-"', '"&"', '"&-&"', '"\xd6\xd0\xce\xc4"', '"no end', "NIL", "(", ""],
)
def test_a_folder_with_a_broken_name_hides_no_other(broken: str) -> None:
    def listing(_: str, __: Session) -> list[str]:
        return [
            f'* LIST () "/" {broken}',
            '* LIST (\\Junk) "/" "&V4NXPg-"',
            "TAG OK done",
        ]

    with scripted(Script(hooks={"LIST": listing})) as port, Mailbox(odd(port)) as box:
        assert box.junk_folder() == "垃圾"


def test_more_letters_than_one_line_can_list_are_all_listed() -> None:
    uids = range(HIGH, HIGH + 95_000)
    script = Script(dict.fromkeys(uids, Held(letter())))

    def all_rows(rest: str, _: Session) -> list[str] | None:
        rows = [f"* {number} FETCH (UID {uid})" for number, uid in enumerate(uids, 1)]
        return [*rows, "TAG OK done"] if "*" in rest else None

    script.hooks["UID FETCH"] = all_rows
    with scripted(script) as port, Mailbox(odd(port, timeout=60.0)) as box:
        box.examine("INBOX")
        assert box.uids_above(HIGH) == list(uids)[1:]


def test_an_answer_too_long_for_the_line_is_given_up_and_the_session_begun_anew() -> (
    None
):
    script = Script({n: Held(letter(n)) for n in (3, 9)})
    script.hooks["UID SEARCH"] = lambda _, __: [
        "* SEARCH " + "3 9 " * 300_000,
        "TAG OK done",
    ]
    with scripted(script) as port, Mailbox(odd(port)) as box:
        box.examine("INBOX")
        assert box.uids_above(3) == [9]
        assert [fetched.uid for fetched in box.bodies([3, 9])] == [3, 9]


@pytest.mark.parametrize(
    "envelope", ["NIL", "(NIL NIL)", '("x" "y" "z" NIL NIL NIL NIL NIL NIL NIL)', "7"]
)
def test_an_envelope_that_nobody_asked_for_and_that_is_none_is_passed_over(
    envelope: str,
) -> None:
    script = Script({1: Held(letter(1)), 2: Held(letter(2))})

    def unasked(rest: str, session: Session) -> list[str]:
        said = session._fetch(rest)  # noqa: SLF001
        return [
            each.replace("(UID 2 ", f"(ENVELOPE {envelope} UID 2 ") for each in said
        ]

    script.hooks["UID FETCH"] = unasked
    with scripted(script) as port, Mailbox(odd(port)) as box:
        box.examine("INBOX")
        assert [fetched.raw for fetched in box.bodies([1, 2])] == [letter(1), letter(2)]
        assert [row.size for row in box.list_letters([1, 2])] == [
            len(letter(1)),
            len(letter(2)),
        ]


def dripping(done: threading.Event) -> Hook:
    """Says a sign now and then, never too late for a single wait, and never comes to an
    end.
    """

    def drip(_: str, session: Session) -> list[str]:
        while not done.wait(0.05):
            session._file.write(b" ")  # noqa: SLF001
            session._file.flush()  # noqa: SLF001
        return []

    return drip


def test_a_server_that_drips_is_given_up_after_the_time_for_a_whole_exchange() -> None:
    done = threading.Event()
    script = Script({1: Held(letter())}, hooks={"LOGIN": dripping(done)})
    late = pytest.raises(TryLaterError, match="not complete")
    with scripted(script) as port:
        try:
            with late, Mailbox(odd(port, exchange=0.3)):
                pass
        finally:
            done.set()


def test_a_server_that_drips_when_it_is_left_holds_nobody(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reading, "_LEAVE_WITHIN", 0.2)
    done = threading.Event()
    script = Script({1: Held(letter())}, hooks={"LOGOUT": dripping(done)})
    with scripted(script) as port:
        box = Mailbox(odd(port))
        box.open()
        leaving = threading.Thread(target=box.__exit__, args=(None, None, None))
        leaving.start()
        leaving.join(5)
        held = leaving.is_alive()
        done.set()
        leaving.join()
    assert not held


def test_a_server_that_drips_while_shaking_hands_is_given_up_too() -> None:
    done = threading.Event()

    class Drips(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            self.request.sendall(
                b"\x16\x03\x03\x40\x00"
            )  # a long record of a handshake begins
            with suppress(OSError):
                while not done.wait(0.05):
                    self.request.sendall(b"\x00")

    with socketserver.TCPServer(("127.0.0.1", 0), Drips) as door:
        threading.Thread(target=door.handle_request, daemon=True).start()
        secured = replace(
            odd(door.server_address[1], exchange=0.3), security=Security.TLS
        )
        try:
            with pytest.raises(TryLaterError, match="not complete"), Mailbox(secured):
                pass
        finally:
            done.set()


def test_a_letter_that_drips_is_isolated_and_its_neighbour_read() -> None:
    # Two whole exchanges must run out, each long enough for a busy machine to log in
    # again: two seconds.
    done = threading.Event()
    drip = dripping(done)
    script = Script({1: Held(letter(1)), 2: Held(letter(2))})
    script.hooks["UID FETCH"] = lambda rest, session: (
        drip(rest, session) if "BODY" in rest and "2" in rest.split(" ")[2] else None
    )
    with scripted(script) as port:
        try:
            with Mailbox(odd(port, exchange=1.0)) as box:
                box.examine("INBOX")
                assert [fetched.uid for fetched in box.bodies([1, 2])] == [1]
                assert "not complete" in box.refused[2]
        finally:
            done.set()
