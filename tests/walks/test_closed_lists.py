"""Does a word that the rule does not name earn nothing only where the office chose
that, and is it mended?

From a file to the mail and the printed sheet.
"""

import json

from tests.walks.house import at
from tests.walks.letters import YINCHUAN_OFFICER
from tests.walks.shell import Shell, contents
from tests.walks.test_withdrawing import Office, office

__all__ = ["office"]
HEAD = "serial,leader,level,on,不计分\n"


def handed_in(shell: Shell, *rows: str) -> str:
    return shell.write("instructions.csv", HEAD + "".join(f"{row}\n" for row in rows))


def test_a_leader_the_rule_does_not_name_is_refused_then_kept_then_mapped_after_the_quarter_is_printed(
    office: Office,
) -> None:
    shell, before = office.shell, office.total(office.sheet("2026Q1", at(3, 9)))
    alias, unknown = (
        "2026-0001,某副主席,自治区,2026-03-05,",
        "2026-0002,某司长,部里领导,2026-03-06,",
    )
    record = contents(office.house)
    code, out, err = shell(
        "--now",
        at(3, 9).isoformat(),
        "instructions",
        "import",
        handed_in(shell, alias, unknown),
    )
    assert (code, out) == (2, "")
    assert "row 3: level: 部里领导 is no level of the rule; " in err
    assert (
        "allowed: 自治区领导, 交通运输部领导; to keep the row without points write 是 under 不计分"
        in err
    )
    one = (
        "2026-0002",
        "--leader",
        "某司长",
        "--level",
        "部里领导",
        "--on",
        "2026-03-06",
    )
    said = shell.refused("--now", at(3, 9).isoformat(), "instructions", "add", *one)
    assert "只作记录的，请加 --unscored（不计分）" in said
    named = (*one[:3], "--level", "自治区", *one[5:], "--unscored")
    said = shell.refused("--now", at(3, 9).isoformat(), "instructions", "add", *named)
    assert "不必加 --unscored（不计分），去掉再记" in said
    assert contents(office.house) == record

    file = handed_in(shell, alias, f"{unknown}是")
    said = office.says(at(3, 9), "instructions", "import", file)
    assert "2 of them new" in said
    assert "1 without points (不计分)" in said
    assert office.total(office.sheet("2026Q1", at(3, 9))) == before + 10
    words = office.told(at(3, 9, 17))[YINCHUAN_OFFICER]
    assert "某副主席批示（自治区领导），2026年3月5日：计10分" in words
    assert (
        "某司长批示（部里领导），2026年3月6日：不另计分，因该级领导批示未列入计分表，只登记"
        in words
    )
    (one,) = json.loads(office.says(at(3, 9), "unscored", "list", "--json"))
    assert (one["key"], one["events"], one["not_chosen"]) == (
        "level:部里领导",
        ["instruction:2"],
        0,
    )

    office.publish(at(4, 1))
    put_right = (
        "unscored",
        "map",
        "level:部里领导",
        "--to",
        "部领导",
        "--because",
        "司长属部领导",
    )
    assert "2026年第一季度已经通报" in office.is_refused(at(4, 8), *put_right)
    said = office.says(at(4, 8), *put_right, "--correct")
    assert "level:部里领导: 1 now 部领导" in said
    assert "2026Q1: scored anew" in said
    assert office.total(office.sheet("2026Q1", at(4, 8))) == before + 20
    assert json.loads(office.says(at(4, 8), "unscored", "list", "--json")) == []
    words = office.told(at(4, 8, 17))[YINCHUAN_OFFICER]
    assert (
        "更正为：某司长批示（交通运输部领导），2026年3月6日：计分待通报时确定" in words
    )
    assert "原因：司长属部领导" in words
