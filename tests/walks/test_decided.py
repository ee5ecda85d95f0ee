"""What happens to a letter the machine could not place, once a person has decided?"""

import json

from ledger.entries.letters import SetAside
from ledger.entries.submissions import SubmissionState
from office.service.clock import wall_clock
from tests.walks.house import text_of
from tests.walks.letters import YINCHUAN_OFFICER, Mail, report
from tests.walks.shell import Shell

OTHER = "石嘴山市交通运输局"


def told(shell: Shell) -> list[tuple[str, str]]:
    """Who was told what since this was asked last."""
    shell.house.dispatch()
    return [
        (str(message["To"]), text_of(message)) for message in shell.house.new_mail()
    ]


def test_a_held_letter_is_answered_with_its_question_and_again_when_it_is_decided(
    shell: Shell,
) -> None:
    shell.house.hands.now = wall_clock()
    shell.house.deliver(
        report(1, OTHER, YINCHUAN_OFFICER)
    )  # neither is the other's parent
    shell.house.poll()

    ((to, first),) = told(shell)
    assert to == YINCHUAN_OFFICER
    assert "正待核对" in first
    assert shell.house.only().state is SubmissionState.HELD

    because = "来电核实，系代报"
    code, _, err = shell(
        "submissions", "decide", "2026-0001", "--accept", "--because", because
    )
    assert (code, err) == (0, "")
    shell.house.hands.now = wall_clock()

    ((to, second),) = told(shell)
    assert to == YINCHUAN_OFFICER
    assert "核定并登记" in second
    assert because in second
    assert shell.house.only().unit_id == shell.house.unit(OTHER).id
    assert told(shell) == []


def test_a_held_letter_that_is_returned_is_told_why_and_counts_for_nothing(
    shell: Shell,
) -> None:
    shell.house.hands.now = wall_clock()
    shell.house.deliver(report(1, OTHER, YINCHUAN_OFFICER))
    shell.house.poll()
    told(shell)

    because = "与已报送的信息重复"
    assert (
        shell("submissions", "decide", "2026-0001", "--return", "--because", because)[0]
        == 0
    )
    shell.house.hands.now = wall_clock()

    ((_, words),) = told(shell)
    assert "予以退回" in words
    assert because in words
    month = shell.house.hands.now.strftime("%Y-%m")
    quota = json.loads(shell("quota", month, "--json")[1])
    mine = next(each for each in quota if each["unit"] == OTHER)
    assert (
        next(duty["done"] for duty in mine["duties"] if duty["code"] == "monthly") == 0
    )


def decide(shell: Shell, *options: str) -> None:
    code, _, err = shell("submissions", "decide", "2026-0001", *options)
    assert (code, err) == (0, "")
    shell.house.hands.now = wall_clock()


def test_who_was_told_that_an_item_came_back_is_told_when_it_is_registered_after_all_and_back_again(
    shell: Shell,
) -> None:
    shell.house.hands.now = wall_clock()
    shell.house.deliver(report())
    shell.house.poll()
    told(shell)

    for option, reason, words in (
        ("--return", "与已报送的信息重复", "予以退回"),
        ("--accept", "核对后并不重复", "此前曾予退回，经复核现已登记"),
        ("--return", "单位来电撤回", "予以退回"),
    ):
        decide(shell, option, "--because", reason)
        ((to, second),) = told(shell)
        assert to == YINCHUAN_OFFICER
        assert words in second
        assert reason in second


def test_who_has_a_receipt_is_told_when_the_office_registers_the_item_otherwise(
    shell: Shell,
) -> None:
    shell.house.hands.now = wall_clock()
    shell.house.deliver(report())
    shell.house.poll()
    decide(shell, "--category", "综合", "--because", "内容为综合情况")
    ((_, receipt),) = told(
        shell
    )  # not yet sent when that was decided: it says so itself
    assert "类别：综合" in receipt

    decide(shell, "--category", "调研", "--because", "系专题调研")
    ((to, words),) = told(shell)
    assert to == YINCHUAN_OFFICER
    assert "类别有更正" in words
    assert "类别：调研" in words
    decide(
        shell, "--author", "李小红", "--because", "来电更正"
    )  # nothing of how it counts
    assert told(shell) == []


def test_of_two_decisions_before_the_mail_leaves_only_the_last_is_told(
    shell: Shell,
) -> None:
    shell.house.hands.now = wall_clock()
    shell.house.deliver(report(1, OTHER, YINCHUAN_OFFICER))
    shell.house.poll()
    told(shell)
    decide(shell, "--accept", "--because", "系代报")
    decide(shell, "--return", "--because", "单位来电撤回")
    ((_, words),) = told(shell)
    assert "予以退回" in words


def test_a_letter_set_aside_becomes_a_report_by_one_command(shell: Shell) -> None:
    shell.house.hands.now = wall_clock()
    shell.house.deliver(
        Mail(
            "有关情况", "今年养护工程进展顺利，特此函告。", "somebody@elsewhere.example"
        ).raw
    )
    shell.house.poll()
    (letter,) = shell.house.letters()
    assert letter.reason == SetAside.CORRESPONDENCE
    assert told(shell) == []

    because = "银川市局用个人邮箱报送"
    code, _, err = shell(
        "letters", "take-as-report", str(letter.id), "--because", because
    )

    assert (code, err) == (0, "")
    assert shell.house.only().state is SubmissionState.HELD
    assert told(shell) == []  # a held letter of a stranger is not answered


def test_sealing_by_hand_leaves_no_word_and_names_what_went_out(shell: Shell) -> None:
    shell.house.hands.now = wall_clock()
    shell.house.deliver(report())
    shell.house.poll()
    told(shell)
    title = shell.house.only().title

    code, out, err = shell(
        "submissions", "decide", "2026-0001", "--seal", "--because", "内容涉密"
    )

    assert (code, err) == (0, "")
    (sent,) = shell.house.outbox("receipt")
    assert str(sent.id) in out
    assert title not in repr(
        (shell.house.submissions(), shell.house.letters(), shell.house.outbox())
    )
    assert [shell.house.bytes_of(entry.id) for entry in shell.house.outbox()] == [None]
