"""Does `check` find what is amiss before the first letter does, and touch nothing meanwhile (P06)?"""

import json

from tests.walks.letters import report
from tests.walks.shell import Shell

SERVERS = (
    "settings",
    "database",
    "policy",
    "roster",
    "mailbox",
    "provider",
    "smtp",
    "office",
    "templates",
    "answering",
)


def findings(shell: Shell) -> dict[str, tuple[bool, str]]:
    """What was looked at → whether it is in order, and what was found."""
    _, out, err = shell("check", "--json")
    assert err == ""
    return {one["check"]: (one["ok"], one["what"]) for one in json.loads(out)}


def test_p06_a_working_house_is_found_in_order_and_its_mailbox_is_not_touched(shell: Shell) -> None:
    shell.house.deliver(report())
    before = shell.house.flags()

    found = findings(shell)

    assert [found[name][0] for name in SERVERS] == [True] * len(SERVERS)
    assert "1 letters" in found["mailbox"][1]
    assert found["provider"][1] == "dovecot, by its greeting (Dovecot)"
    assert shell.house.flags() == before
    assert shell.house.letters() == ()
    assert "DATA" not in shell.house.smtp.dialogue


def test_each_thing_amiss_is_a_line_of_its_own_with_the_way_out(shell: Shell) -> None:
    shell.change(f'password = "{shell.house.login.password}"', 'password = "wrong"')
    shell.house.smtp.password = "another"
    shell.change(f'user = "{shell.house.login.name}"', 'user = "zwxx"')
    shell.change('address = "', '#address = "')

    found = findings(shell)

    assert [name for name, (ok, _) in found.items() if not ok and name in (*SERVERS, "sender")] == [
        "mailbox",
        "smtp",
        "sender",
        "office",
    ]
    assert "smtp.sender" in found["sender"][1]
    assert shell("check")[0] == 1
