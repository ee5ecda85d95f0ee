"""Is the page of promises what `make promises` would write, and does it tell how a test
ended?
"""

import re
from pathlib import Path

from tests.house.promises import PAGE, outcomes, page


def test_the_page_of_promises_names_the_tests_there_are() -> None:
    written = re.sub(r"(?m)^(- `[^`]+`) \w+$", r"\1", PAGE.read_text("utf-8"))
    assert written == page({}), "run make promises"


def test_one_failed_example_of_a_test_is_what_the_page_tells_of_it(
    tmp_path: Path,
) -> None:
    run = tmp_path / "run.xml"
    case = '<testcase classname="tests.a.test_b" name="test_c[{}]">{}</testcase>'
    run.write_text(
        f"<t>{case.format(1, '<failure/>')}{case.format(2, '<skipped/>')}{case.format(3, '')}</t>",
        "utf-8",
    )
    assert outcomes(run) == {"tests/a/test_b.py::test_c": "failure"}
