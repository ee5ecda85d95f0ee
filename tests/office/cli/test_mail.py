"""Does mail come in by hand through the same path as by a poll?"""

from __future__ import annotations

import mailbox
import tomllib
from contextlib import closing
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest

from ledger import doubts, mailbox_entries
from ledger.database import open_database
from ledger.doubts import Doubt
from ledger.entries.letters import MailboxEntry, MailboxEntryState, Place
from tests.fixtures.imap import Account, Dovecot
from tests.fixtures.scripted_imap import HOST, Held, Script, scripted
from tests.office.cli.conftest import Call

ROSTER = (
    "name,group,addresses,since\n银川市交通运输局,第一组,yc@units.example,2021-03-19\n"
)
WORDS = (
    "今年春运期间，我局组织干部职工深入客运站场开展安全检查，累计出动执法人员一百二十人次，确保群众平安出行。"
    * 4
)


def letter(title: str, *, sender: str = "yc@units.example", number: int = 1) -> bytes:
    message = EmailMessage()
    message["From"] = sender
    message["To"] = "box@office.example"
    message["Subject"] = f"银川市交通运输局+{title}"
    message["Date"] = "Tue, 10 Mar 2026 10:00:00 +0800"
    message["Message-ID"] = f"<{number}@units.example>"
    message.set_content(f"{WORDS}\n撰稿人：张三 联系电话：13900000001\n第{number}号")
    return message.as_bytes()


@pytest.fixture
def office(rehearsal: Call, tmp_path: Path) -> Call:
    """A rehearsal with one unit on its roster, seen from April."""
    roster = tmp_path / "units.csv"
    roster.write_text(ROSTER, encoding="utf-8")

    def call(*arguments: str) -> object:
        return rehearsal("--now", "2026-04-02T09:00", *arguments)

    assert call("units", "import", str(roster)).code == 0  # type: ignore[attr-defined]
    return call  # type: ignore[return-value]


def test_files_folders_maildirs_and_mboxes_are_taken_in(
    office: Call, tmp_path: Path
) -> None:
    folder = tmp_path / "mail" / "deeper"
    folder.mkdir(parents=True)
    (folder / "one.eml").write_bytes(letter("春运首日保障有力", number=1))
    (folder / "notes.txt").write_bytes(b"no mail")
    box = mailbox.mbox(tmp_path / "mail" / "two.mbox")
    box.add(letter("公路养护全面启动", number=2))
    box.add(letter("超限治理成效明显", number=3))
    box.close()
    maildir = mailbox.Maildir(tmp_path / "mail" / "Maildir")
    maildir.add(letter("智慧交通建设提速", number=4))
    said = office("take", str(tmp_path / "mail"), "--json")
    assert said.code == 0
    assert (said.json()["seen"], said.json()["recorded"]) == (4, 4)
    titles = {item["title"] for item in office("submissions", "list", "--json").json()}
    assert titles == {
        "春运首日保障有力",
        "公路养护全面启动",
        "超限治理成效明显",
        "智慧交通建设提速",
    }


def test_the_same_bytes_taken_again_make_no_new_mailbox_entry(
    office: Call, tmp_path: Path
) -> None:
    file = tmp_path / "one.eml"
    file.write_bytes(letter("春运首日保障有力"))
    office("take", str(file))
    again = office("take", str(file), "--json").json()
    assert (again["seen"], again["skipped"]) == (0, 1)
    (seen,) = office("letters", "list", "--json").json()
    assert (seen["account"], seen["folder"], seen["uidvalidity"]) == (
        "file",
        str(file),
        0,
    )
    assert seen["arrived_at"] == "2026-03-10T10:00:00+08:00"


def test_nothing_is_answered_unless_it_is_asked_for(
    office: Call, tmp_path: Path
) -> None:
    one, two = tmp_path / "one.eml", tmp_path / "two.eml"
    one.write_bytes(letter("春运首日保障有力", number=1))
    two.write_bytes(letter("公路养护全面启动", number=2))
    office("take", str(one))
    assert office("outbox", "list", "--json").json() == []
    office("take", str(two), "--answer")
    mailed = [
        each
        for each in office("outbox", "list", "--json").json()
        if each["state"] != "dropped"
    ]
    assert [(each["kind"], each["to"]) for each in mailed] == [
        ("backlog", "yc@units.example")
    ]  # it is old


def test_a_path_that_names_nothing_is_refused(office: Call, tmp_path: Path) -> None:
    said = office("take", str(tmp_path / "absent"))
    assert (said.code, said.err.count("\n")) == (2, 1)
    assert "there is no such file or folder" in said.err


def test_a_file_that_is_no_mail_is_refused_and_mail_without_a_telling_name_is_not(
    office: Call, tmp_path: Path
) -> None:
    (tmp_path / "名册.csv").write_bytes("名称,组别\n甲局,第一组\n".encode("gb18030"))
    (tmp_path / "来件").write_bytes(letter("某事"))
    said = office("take", str(tmp_path / "名册.csv"))
    assert (said.code, "is no mail" in said.err, said.err.count("\n")) == (2, True, 1)
    assert office("take", str(tmp_path / "来件"), "--json").json()["recorded"] == 1


def test_a_sealed_letter_shows_nothing_but_where_it_lay(
    office: Call, tmp_path: Path
) -> None:
    file = tmp_path / "one.eml"
    file.write_bytes(letter("某项部署（机密★1年）"))
    assert office("take", str(file), "--json").json()["sealed"] == 1
    (seen,) = office("letters", "list", "--json").json()
    assert set(seen) == {
        "id",
        "account",
        "folder",
        "uidvalidity",
        "uid",
        "state",
        "from",
        "arrived_at",
        "mark",
    }
    said = office("letters", "show", "1", "--original")
    assert (said.code, "no original is kept" in said.err) == (2, True)


def test_a_letter_is_shown_and_handed_out_byte_for_byte(
    office: Call, tmp_path: Path
) -> None:
    file = tmp_path / "one.eml"
    file.write_bytes(letter("春运首日保障有力"))
    office("take", str(file))
    shown = office("letters", "show", "1", "--json").json()
    assert (shown["subject"], shown["serial"]) == (
        "银川市交通运输局+春运首日保障有力",
        "2026-0001",
    )
    assert (
        office("letters", "show", "1", "--original").out.encode() == file.read_bytes()
    )
    said = office("letters", "show", "7")
    assert (said.code, "see `yishiyibao letters list`" in said.err) == (2, True)


def test_a_set_aside_letter_becomes_a_report_when_a_person_says_so(
    office: Call, tmp_path: Path
) -> None:
    chat = EmailMessage()
    chat["From"] = "yc@units.example"
    chat["Subject"] = "请查收"
    chat["Date"] = "Tue, 10 Mar 2026 10:00:00 +0800"
    chat.set_content("见上周电话。")
    file = tmp_path / "chat.eml"
    file.write_bytes(chat.as_bytes())
    assert office("take", str(file), "--json").json()["set_aside"] == 1
    said = office("letters", "take-as-report", "1", "--because", "电话核实")
    assert (said.code, said.out) == (0, "letter 1: recorded 2026-0001\n")
    (seen,) = office("letters", "list", "--json").json()
    assert (seen["state"], seen["role"], seen["serial"]) == (
        "recorded",
        "new",
        "2026-0001",
    )
    (item,) = office("submissions", "list", "--json").json()
    assert (item["unit"], item["letter"]) == ("银川市交通运输局", 1)
    said = office("letters", "take-as-report", "1")
    assert (said.code, "it is recorded, which this does not change" in said.err) == (
        2,
        True,
    )
    said = office("letters", "retry", "9")
    assert (said.code, "there is no such letter" in said.err) == (2, True)


def possible_reports(settings: Path, *numbers: int) -> None:
    """Letters that were set aside and may be reports, as intake writes them."""
    entries = [
        MailboxEntry(
            id=number,
            place=Place("box@host", "INBOX", 7, number),
            state=MailboxEntryState.SET_ASIDE,
            arrived_at=datetime(2026, 3, number, 1, 0, tzinfo=UTC),
            from_address="yc@units.example",
            subject=f"情况{number}",
            reason="correspondence",
            because="没有稿件",
            attachments=("稿件.docx",),
            possible="发件地址在名册上，信中有撰稿人",
            opening="S203线发生山体滑坡",
        )
        for number in numbers
    ]
    url = tomllib.loads(settings.read_text(encoding="utf-8"))["database"]["url"]
    database = open_database(url)
    with database.writing() as conn:
        mailbox_entries.add(conn, entries, datetime(2026, 3, 9, tzinfo=UTC))
    database.close()


def test_possible_reports_are_listed_newest_first_with_why_and_their_first_words(
    office: Call, settings_file: Path
) -> None:
    possible_reports(settings_file, 1, 2)
    said = office("letters", "list", "--possible", "--json").json()
    assert [each["id"] for each in said] == [2, 1]
    assert said[0]["possible"] == "发件地址在名册上，信中有撰稿人"
    assert (said[0]["opening"], said[0]["dismissed_at"]) == ("S203线发生山体滑坡", None)
    table = office("letters", "list", "--possible").out
    for word in (
        "为什么可能是",
        "yc@units.example",
        "情况2",
        "信中有撰稿人",
        "山体滑坡",
        "稿件.docx",
    ):
        assert word in table
    found = {each["check"]: each for each in office("check", "--json").json()}
    assert found["letters"]["what"].startswith("2 set aside may be reports")
    refused = office("letters", "list", "--possible", "--state", "gone")
    assert (refused.code, "leave --state out" in refused.err) == (2, True)


def test_several_are_dismissed_together_in_the_persons_name_and_ask_no_more(
    office: Call, settings_file: Path
) -> None:
    possible_reports(settings_file, 1, 2, 3)
    said = office("letters", "dismiss", "1", "3", "--because", "培训报名")
    assert (said.code, said.out) == (0, "dismissed: 2\n")
    assert [
        each["id"] for each in office("letters", "list", "--possible", "--json").json()
    ] == [2]
    shown = office("letters", "show", "1", "--json").json()
    assert (shown["state"], shown["dismissed_at"]) == (
        "set-aside",
        "2026-04-02T09:00:00+08:00",
    )
    (entry,) = shown["history"]
    assert (entry["did"], entry["because"]) == ("dismissed: no report", "培训报名")


def test_where_one_of_them_is_not_asked_about_none_is_dismissed(
    office: Call, settings_file: Path
) -> None:
    possible_reports(settings_file, 1, 2)
    assert office("letters", "dismiss", "1").code == 0
    said = office("letters", "dismiss", "2", "1", "9")
    assert (said.code, "letters: 1, 9: not among the possible reports" in said.err) == (
        2,
        True,
    )
    assert [
        each["id"] for each in office("letters", "list", "--possible", "--json").json()
    ] == [2]


def test_closing_names_the_possible_reports_of_its_period(
    office: Call, settings_file: Path
) -> None:
    possible_reports(settings_file, 1)
    refused = office("close", "2026Q1")
    assert (refused.code, "letters 1 of registered addresses wait" in refused.err) == (
        2,
        True,
    )
    forced = ("close", "2026Q1", "--force", "--because", "月底前须报送")
    assert "possible report: letter 1 yc@units.example 情况1" in office(*forced).out
    (letter,) = office(*forced, "--json").json()["possible"]
    assert letter["id"] == 1


def test_a_mailbox_that_is_not_set_up_says_so(office: Call) -> None:
    for command in ("poll", "reconcile"):
        said = office(command)
        assert (said.code, "mailbox.host is empty" in said.err) == (2, True)


MAILBOX = """
[mailbox]
host = "{server.host}"
port = {server.port}
user = "{login.name}"
password = "{password}"
ca_file = "{ca_file}"
junk = ""
"""


def set_up(settings: Path, server: Dovecot, login: Account, **told: str) -> None:
    known = {"password": login.password, "ca_file": str(server.ca_file)} | told
    with settings.open("a", encoding="utf-8") as file:
        file.write(MAILBOX.format(server=server, login=login, **known))


def test_a_poll_prints_its_counts_and_reconcile_finds_all(
    call: Call, settings_file: Path, dovecot: Dovecot, mail_account: Account
) -> None:
    set_up(settings_file, dovecot, mail_account)
    assert call("poll", "--json").json()["seen"] == 0
    dovecot.deliver(mail_account.name, letter("春运首日保障有力"))
    said = call("poll", "--json")
    assert said.json()["seen"] == 1
    assert set(said.json()) == {
        *(
            "seen",
            "recorded",
            "set_aside",
            "sealed",
            "oversize",
            "quarantined",
            "gone",
            "held",
            "seconds",
        )
    }
    assert call("reconcile").code == 0


def test_a_wrong_password_is_one_line_and_after_three_tries_no_more_is_made(
    call: Call, settings_file: Path, dovecot: Dovecot, mail_account: Account
) -> None:
    set_up(settings_file, dovecot, mail_account, password="wrong")
    for _ in range(3):
        said = call("poll")
        assert (said.code, said.err.count("\n")) == (2, 1)
        assert "wrong" not in said.err
    said = call("poll")
    assert (said.code, said.err.count("\n")) == (2, 1)
    assert "no more tries are made" in said.err
    assert call("letters", "list", "--json").json() == []


def test_a_certificate_nobody_vouches_for_is_refused(
    call: Call, settings_file: Path, dovecot: Dovecot, mail_account: Account
) -> None:
    set_up(settings_file, dovecot, mail_account, ca_file="")
    said = call("poll")
    assert (said.code, said.err.count("\n")) == (2, 1)
    assert "ca_file" in said.err


def test_an_unreachable_host_is_one_line(
    call: Call, settings_file: Path, dovecot: Dovecot, mail_account: Account
) -> None:
    set_up(settings_file, dovecot, mail_account)
    text = settings_file.read_text(encoding="utf-8").replace(
        f"port = {dovecot.port}", "port = 1"
    )
    settings_file.write_text(text, encoding="utf-8")
    said = call("poll")
    assert (said.code, said.err.count("\n")) == (2, 1)


def test_check_tells_each_thing_and_exits_1_when_one_is_amiss(
    call: Call, settings_file: Path, dovecot: Dovecot, mail_account: Account
) -> None:
    set_up(settings_file, dovecot, mail_account)
    said = call("check", "--json")
    found = {finding["check"]: finding for finding in said.json()}
    assert said.code == 1
    assert found["mailbox"]["ok"]
    assert found["templates"]["ok"]
    assert not found["smtp"]["ok"]
    assert not found["roster"]["ok"]
    assert "off" in found["answering"]["what"]


def test_a_letter_that_does_not_come_whole_is_named_at_each_try_and_fetched_again_by_retry(
    office: Call, settings_file: Path
) -> None:
    def no_body(rest: str, _: object) -> list[str] | None:
        empty = '* 1 FETCH (UID 7 BODY[] "")'
        return [empty, "TAG OK done"] if "BODY.PEEK[]" in rest else None

    script = Script({7: Held(letter("春运首日保障有力"))}, hooks={"UID FETCH": no_body})
    with scripted(script) as port:
        with settings_file.open("a", encoding="utf-8") as more:
            more.write(
                f'\n[mailbox]\nhost = "{HOST}"\nport = {port}\nsecurity = "none"\n'
                'user = "box"\npassword = "x"\n'
            )
        said = office("poll")
        assert said.code == 0
        assert "INBOX: UID 7 did not come whole, try 1 of 5; it is asked" in said.err
        assert "内容是空的" in said.err
        # As if three more polls had asked in vain.
        url = tomllib.loads(settings_file.read_text(encoding="utf-8"))["database"][
            "url"
        ]
        with closing(open_database(url)) as database, database.writing() as conn:
            place = Place(f"box@{HOST}", "INBOX", 1, 7)
            doubts.note(
                conn, [Doubt(place, "空的", 4)], datetime(2026, 4, 2, tzinfo=UTC)
            )
        assert office("poll").code == 1
        (found,) = office("letters", "list", "--state", "quarantined", "--json").json()
        number = str(found["id"])
        again = office("letters", "retry", number)
        assert (again.code, again.err.count("\n")) == (2, 1)
        assert "still does not give it whole" in again.err

        script.hooks.clear()
        assert office("letters", "retry", number).out == (
            f"letter {number}: recorded 2026-0001\n"
        )
