"""What does the console answer to addresses that nobody was given?"""

import re
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from ledger.database import MOST_NUMBER, record_number
from ledger.periods import UnknownPeriodError, parse_period

HOSTILE = (
    "9" * 30,
    str(MOST_NUMBER + 1),
    "１",
    "0001Q1",
    "9999-12",
    "%00",
    "adoption:" + "9" * 30,
    "letter:" + "9" * 30,
    "remark:" + "9" * 30,
    "../../etc/passwd",
    "x" * 3000,
    "a\r\nSet-Cookie: taken=1",
)
ASKED = (
    "unit",
    "period",
    "page",
    "state",
    "q",
    "kind",
    "lapsed",
    "next",
    "proposed",
    "publication",
    "revision",
)
SAYS_HOW_IT_IS = {"/ready", "/health"}


def test_no_address_of_any_page_is_a_fault_of_the_program(admin: FlaskClient) -> None:
    admin.application.config["PROPAGATE_EXCEPTIONS"] = False
    faults: list[str] = []
    for rule in admin.application.url_map.iter_rules():
        if rule.rule in SAYS_HOW_IT_IS or "sign-out" in rule.rule:
            continue
        for value in HOSTILE:
            said = quote(value, safe="")
            for method in {"GET", "POST"} & (rule.methods or set()):
                address = re.sub(r"<[^>]+>", said, rule.rule)
                if rule.arguments:
                    answer = admin.open(address, method=method, data={})
                elif method == "GET":
                    answer = admin.get(
                        address, query_string=dict.fromkeys(ASKED, value)
                    )
                else:
                    continue
                if answer.status_code >= 500 or "taken" in answer.headers.get(
                    "Set-Cookie", ""
                ):
                    faults.append(f"{method} {rule.rule} {value[:40]}")
    assert faults == []


@pytest.mark.parametrize("name", ASKED)
def test_a_hostile_word_in_a_search_narrows_nothing_or_finds_nothing(
    clerk: FlaskClient, name: str
) -> None:
    for value in HOSTILE:
        answer = clerk.get("/submissions", query_string={name: value})
        assert answer.status_code == 200, (name, value)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("7", 7),
        ("007", 7),
        (str(MOST_NUMBER), MOST_NUMBER),
        (str(MOST_NUMBER + 1), None),
        ("", None),
        ("-1", None),
        ("３", None),
        ("1_000", None),
        (" 1", None),
    ],
)
def test_a_number_of_a_record_is_plain_digits_that_a_database_holds(
    text: str, number: int | None
) -> None:
    assert record_number(text) == number


@pytest.mark.parametrize("code", ["0001", "0001Q1", "1899-12", "9999", "9999Q4"])
def test_at_the_ends_of_time_there_are_no_periods(code: str) -> None:
    with pytest.raises(UnknownPeriodError, match="write 2026-03"):
        parse_period(code)
    assert parse_period("9998Q4").next().code == "9999Q1"
