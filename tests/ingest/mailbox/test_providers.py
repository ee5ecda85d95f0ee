"""Is mail read from servers with the habits of the great providers (M02)?"""

import re

import pytest

from ingest.mailbox.faults import MisconfiguredError
from ingest.mailbox.reading import Mailbox
from tests.fixtures.imap import Account as Login
from tests.fixtures.imap import Dovecot
from tests.fixtures.scripted_imap import Held, Hook, Script, Session, scripted
from tests.ingest.mailbox.correspondence import NETEASE, letter, odd, real

HIGH = 1_390_000_000
LETTERS = {HIGH + gap: Held(letter(gap)) for gap in (1, 4, 90)}


def refused(_: str, __: Session) -> list[str]:
    return ["TAG BAD the criterion is not understood"]


def everything(_: str, session: Session) -> list[str]:
    """Whatever is asked, all of it, the highest first."""
    found = " ".join(map(str, sorted(session.script.letters, reverse=True)))
    return [f"* SEARCH {found}", "TAG OK done"]


def ascending_only(rest: str, _: Session) -> list[str] | None:
    uids = [int(uid) for uid in re.findall(r"\d+", rest.split(" ")[2])]
    return None if uids == sorted(uids) else ["TAG BAD descending sequence set"]


def netease() -> Script:
    """SELECT and EXAMINE only after ID; no IDLE; UIDVALIDITY 1 for ever; high UIDs with
    gaps.
    """
    return Script(
        dict(LETTERS),
        uidvalidity=1,
        capabilities="IMAP4rev1 ID XLIST",
        needs_id=True,
        greeting=NETEASE,
    )


def qq() -> Script:
    """Criteria ignored; sequence sets must ascend."""
    hooks = {"UID SEARCH": everything, "UID FETCH": ascending_only}
    return Script(
        dict(LETTERS),
        capabilities="IMAP4 IMAP4rev1 ID AUTH=LOGIN NAMESPACE MOVE IDLE UIDPLUS XLIST",
        hooks=hooks,
    )


def coremail() -> Script:
    """An office's own server: ID asked for, no IDLE."""
    greeting = "* OK Coremail System IMap Server Ready(nxjt[0123456789abcdef])"
    return Script(
        dict(LETTERS), capabilities="IMAP4rev1 ID", needs_id=True, greeting=greeting
    )


@pytest.mark.parametrize(
    ("name", "script"),
    [
        ("netease", netease()),
        ("qq", qq()),
        ("coremail", coremail()),
    ],
    ids=["netease", "qq", "coremail"],
)
def test_p23_p24_a_providers_mail_is_read_whole_and_the_provider_told(
    name: str, script: Script
) -> None:
    with scripted(script) as port, Mailbox(odd(port)) as box:
        folder = box.examine("INBOX")
        above = box.uids_above(HIGH + 1)
        bodies = {
            fetched.uid: fetched.raw for fetched in box.bodies([HIGH + 90, HIGH + 4])
        }
        assert box.chosen.provider.name == name
    assert folder.exists == len(LETTERS)
    assert above == [HIGH + 4, HIGH + 90]
    assert bodies == {uid: LETTERS[uid].raw for uid in above}


def test_p24_a_server_that_refuses_the_criterion_is_asked_for_everything() -> None:
    asked = Script(dict(LETTERS), hooks={"UID SEARCH": _refused_once()})
    with scripted(asked) as port, Mailbox(odd(port)) as box:
        box.examine("INBOX")
        assert box.uids_above(HIGH + 4) == [HIGH + 90]


def test_p23_netease_is_introduced_to_before_any_folder_is_opened() -> None:
    script = netease()
    with scripted(script) as port, Mailbox(odd(port)) as box:
        box.examine("INBOX")
        assert not box.can_wait()
    assert script.commands.index("ID") < script.commands.index("EXAMINE")
    assert not any(line.split(" ")[0].isdigit() for line in script.lines)


def test_p23_without_an_introduction_netease_opens_nothing() -> None:
    script = netease()
    script.capabilities = "IMAP4rev1"
    refusal = pytest.raises(MisconfiguredError, match="Unsafe Login")
    with scripted(script) as port, Mailbox(odd(port)) as box, refusal:
        box.examine("INBOX")


def test_dovecot_is_known_by_its_greeting(
    dovecot: Dovecot, mail_account: Login
) -> None:
    with Mailbox(real(dovecot, mail_account)) as box:
        assert box.chosen == box.chosen._replace(because="by its greeting (Dovecot)")
        assert box.chosen.provider.name == "dovecot"


def test_a_server_that_greets_with_nothing_is_known_by_its_answer_to_id() -> None:
    script = coremail()
    script.greeting, script.needs_id = "* OK ready", False
    script.hooks["ID"] = lambda _, __: [
        '* ID ("name" "Coremail" "vendor" NIL)',
        "TAG OK done",
    ]
    with scripted(script) as port, Mailbox(odd(port)) as box:
        assert (box.chosen.provider.name, box.chosen.because) == (
            "coremail",
            "by its answer to ID (Coremail)",
        )


@pytest.mark.parametrize("said", ["* ID NIL", "* OK nothing to say of myself"])
def test_a_server_that_keeps_to_itself_is_read_as_any_other(said: str) -> None:
    script = Script(dict(LETTERS), hooks={"ID": lambda _, __: [said, "TAG OK done"]})
    with scripted(script) as port, Mailbox(odd(port)) as box:
        assert box.examine("INBOX").exists == len(LETTERS)
        assert box.chosen.provider.name == "generic"


def test_qqs_own_folders_are_opened_by_their_readable_name() -> None:
    script = qq()
    with scripted(script) as port, Mailbox(odd(port)) as box:
        assert box.examine("其他文件夹/信息").exists == len(LETTERS)
    (opened,) = [line for line in script.lines if " EXAMINE " in line]
    assert opened.endswith('EXAMINE "&UXZO1mWHTvZZOQ-/&T+Fgbw-"')


def _refused_once() -> Hook:
    """Refuses the first question, and answers every later one with everything."""
    asked = iter([refused])

    def answer(rest: str, session: Session) -> list[str] | None:
        return next(asked, everything)(rest, session)

    return answer
