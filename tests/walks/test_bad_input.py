"""What does the program say to a wrong password, a wrong file, a wrong name - and what
does it leave undone?

Each is one line on standard error that names the file, the key or the row and the way
out (exit code 2), and the record is as it was before.
"""

import json
from importlib import resources

import pytest

from tests.walks.letters import report
from tests.walks.shell import Shell

HEADING = "name,group,since"


def test_p26_a_wrong_password_is_tried_three_times_and_then_no_more_until_it_is_changed(
    shell: Shell,
) -> None:
    shell.house.deliver(report())
    right = shell.house.login.password
    shell.change(f'password = "{right}"', 'password = "wrong"')

    for _ in range(3):
        said = shell.refused("poll")
        assert shell.house.login.name in said
        assert "mailbox.user" in said
    given_up = shell.refused("poll")
    assert "no more tries" in given_up
    assert "mailbox.password" in given_up

    shell.change('password = "wrong"', f'password = "{right}"')
    code, out, _ = shell("poll", "--json")
    assert (code, json.loads(out)["recorded"]) == (0, 1)


def test_an_unreachable_mail_host_is_named_and_nothing_is_lost(shell: Shell) -> None:
    shell.change(f"port = {shell.house.imap.port}", "port = 1")

    said = shell.refused("poll")

    assert "127.0.0.1" in said


def test_a_certificate_nobody_vouches_for_is_refused_and_ca_file_is_the_way_out(
    shell: Shell,
) -> None:
    shell.change(f'ca_file = "{shell.house.imap.ca_file}"', "")

    assert "ca_file" in shell.refused("poll")


@pytest.mark.parametrize("fault", ["password", "certificate"])
def test_a_mail_server_that_cannot_be_used_bars_mail_and_keeps_it_queued(
    shell: Shell, fault: str
) -> None:
    shell.house.deliver(report())
    shell.house.poll()
    if fault == "password":
        shell.house.smtp.password = "another"
    else:
        shell.change(
            f'ca_file = "{shell.house.smtp.ca_file}"\nper_minute', "per_minute"
        )

    code, out, err = shell("dispatch", "--json")

    assert (code, json.loads(out)["later"]) == (2, 1)
    assert "under [smtp]" in err
    assert err.count("\n") == 1
    assert [entry.state.value for entry in shell.house.outbox()] == ["queued"]


def test_an_unknown_setting_is_named_with_those_that_are_known(shell: Shell) -> None:
    shell.change("[smtp]", '[smtp]\nhots = "mail.example"')

    said = shell.refused("units", "list")

    assert "yishiyibao.toml" in said
    assert "smtp.hots" in said
    assert "host" in said


def test_a_folder_that_is_not_there_is_named(shell: Shell) -> None:
    shell.change("[mailbox]", '[mailbox]\nfolders = ["报送"]')

    assert "报送" in shell.refused("poll")


def test_a_malformed_policy_is_refused_by_file_and_key(shell: Shell) -> None:
    source = (
        resources.files("scoring") / "policy/ningxia-transport/2021-03-19.toml"
    ).read_text("utf-8")
    for good, bad, named in (
        ("[joint]", "[joint", "line"),
        (
            'highest = 1, per = "leader"',
            'highest = "one", per = "leader"',
            "selection.instructed.keep[1].highest",
        ),
        ('per = "quarter"\nfull', 'pre = "quarter"\nfull', "conversion.per"),
    ):
        assert good in source
        said = shell.refused(
            "policy", "check", shell.write("2026-01-01.toml", source.replace(good, bad))
        )

        assert "2026-01-01.toml" in said
        assert named in said


def test_a_roster_with_two_units_of_one_name_is_refused_whole_by_row(
    shell: Shell,
) -> None:
    rows = [
        HEADING,
        "甲市交通运输局,第一组,2021-03-19",
        "乙市交通运输局,第一组,2021-03-19",
    ]
    file = shell.write(
        "roster.csv", "\n".join([*rows, "甲市交通运输局,第二组,2021-03-19"]) + "\n"
    )

    said = shell.refused("units", "import", file)

    assert "roster.csv" in said
    assert "row 4" in said
    assert "甲市交通运输局" in said


def test_facts_about_an_unknown_serial_are_refused_whole_by_row(shell: Shell) -> None:
    shell.house.deliver(report())
    shell.house.poll()
    for command, heading, row in (
        ("adoptions", "serial,publication,on", "2026-9999,《宁夏交通信息》,2026-03-20"),
        (
            "instructions",
            "serial,leader,level,on",
            "2026-9999,某副主席,自治区领导,2026-03-20",
        ),
        ("forwardings", "serial,target,on", "2026-9999,区党委办公厅,2026-03-20"),
        ("decisions", "serial,accept,because", "2026-9999,yes,核实"),
    ):
        rows = "\n".join([heading, row.replace("9999", "0001"), row])
        said = shell.refused(command, "import", shell.write("facts.csv", rows + "\n"))

        assert "facts.csv" in said
        assert "row 3" in said
        assert "2026-9999" in said


def test_a_database_that_was_never_made_is_named_with_the_way_to_make_it(
    shell: Shell,
) -> None:
    url = shell.house.service.settings.database.url
    shell.change(
        url, f"sqlite:///{shell.house.settings_file.with_name('empty.sqlite')}"
    )

    code, out, err = shell("letters", "list")

    assert (code, out) == (2, "")
    assert "yishiyibao init" in err
