"""Does every point, and every point that is missing, have an explanation?"""

from datetime import date

from ledger.entries.submissions import SubmissionState
from ledger.scoresheet import as_json, line_json
from scoring.explain import explain_evidence, explain_unit, quarters_of
from tests.scoring.worlds import World, ningxia


def test_an_item_is_explained_with_what_counted_and_what_did_not(met: World) -> None:
    serial = next(iter(met.submissions))
    met.adopted(serial, "宁夏交通信息", "2026-01-20")
    met.adopted(serial, "综合信息", "2026-02-20")
    lines = [
        each.line
        for each in explain_evidence([met.sheet("2026Q1")], f"submission:{serial}")
    ]
    assert [str(line.points) + " " + line.article for line in lines] == [
        "5 11(1)",
        "0 11(2)1",
        "4 11(2)2",
    ]
    assert "只记最高分" in lines[1].because
    assert all(line.concerns(serial) for line in lines)


def test_an_item_is_explained_where_its_events_count_and_where_a_duty_ends_that_it_may_have_done(
    met: World,
) -> None:
    serial = next(iter(met.submissions))
    met.adopted(serial, "宁夏交通信息", "2026-05-20")
    found = quarters_of(ningxia(), met.facts, serial)
    assert [period.code for period in found] == ["2026Q1", "2026Q2", "2026Q4"]


def test_a_unit_hears_why_it_has_not_five(world: World) -> None:
    world.sent("甲", "2026-01-05")
    world.sent("甲", "2026-01-06", "突发")
    world.sent("甲", "2026-01-07", state=SubmissionState.RETURNED)
    explained = explain_unit(world.sheet("2026-01"), world.units["甲"].id)
    assert explained is not None
    assert explained.counted == ()
    reasons = "\n".join(line.because for line in explained.uncounted)
    assert "1月月度报送1篇，应报2篇，未完成，不计基础分" in reasons
    assert "突发类，不计入报送篇数" in reasons
    assert "已退回，不计" in reasons


def test_a_record_leads_to_the_lines_that_rest_on_it_and_to_no_other(
    met: World,
) -> None:
    serial, other = list(met.submissions)[:2]
    number = met.adopted(serial, "宁夏交通信息", "2026-01-20")
    met.adopted(other, "综合信息", "2026-02-20")
    (line,) = explain_evidence([met.sheet("2026Q1")], f"adoption:{number}")
    assert (line.period, line.unit, line.line.serial) == ("2026Q1", "甲", serial)
    of_item = explain_evidence([met.sheet("2026Q1")], f"submission:{serial}")
    assert line in of_item
    assert all(each.line.concerns(serial) for each in of_item)


def test_a_unit_that_is_not_there_has_no_explanation(world: World) -> None:
    assert explain_unit(world.sheet("2026-01"), 99) is None


def test_adoptions_of_a_superseded_item_count_for_its_successor(met: World) -> None:
    old = next(iter(met.submissions))
    new = met.sent("甲", "2026-01-09")
    met.adopted(old, "宁夏交通信息", "2026-01-20")
    met.change(old, state=SubmissionState.SUPERSEDED, superseded_by=new)
    met.adopted(new, "综合信息", "2026-02-20")
    assert met.total("甲", "2026Q1") == 15 + 4
    assert any("替代" in line.because for line in met.of("甲", "2026Q1").lines)


def test_an_adoption_of_a_held_item_waits_with_it(met: World) -> None:
    held = met.sent("甲", "2026-01-09", state=SubmissionState.HELD)
    met.adopted(held, "综合信息", "2026-02-20")
    line = next(
        line for line in met.of("甲", "2026Q1").lines if "综合信息" in line.because
    )
    assert line.points == 0
    assert "待本办核定" in line.because


def test_a_quarter_seen_before_its_end_neither_fines_nor_names_what_still_runs(
    world: World,
) -> None:
    score = world.of("甲", "2026Q1", today=date(2026, 2, 15))
    assert score.total == -5
    assert [entry.because for entry in score.named] == ["1月零报送"]


def test_the_json_of_a_sheet_has_the_keys_and_numbers_of_the_command(
    met: World,
) -> None:
    joint = met.sent("甲", "2026-01-09", others=(met.unit("乙").name,))
    met.adopted(joint, "宁夏交通信息", "2026-01-20", "简讯")
    data = as_json(met.sheet("2026Q1"))
    assert {"period", "edition", "readings", "groups"} <= set(data)
    assert {"id", "text"} == set(data["readings"][0])
    first, second = data["groups"][0]["units"]
    assert {"unit", "total", "share", "rank", "year_to_date", "named", "lines"} <= set(
        first
    )
    assert (first["total"], first["share"], first["rank"]) == ("16", "5.00", 1)
    assert second["total"] == "-9.5"
    assert second["named"] == ["零报送"]
    assert set(first["lines"][0]) == {
        "points",
        "article",
        "because",
        "on",
        "serial",
        "evidence",
        "account",
    }


def test_a_month_has_neither_share_nor_rank(met: World) -> None:
    unit = as_json(met.sheet("2026-02"))["groups"][0]["units"][0]
    assert (unit["share"], unit["rank"], unit["year_to_date"]) == (None, None, "10")


def test_a_line_tells_its_day_and_evidence(met: World) -> None:
    line = line_json(met.of("甲", "2026-01").lines[-1])
    assert line["points"] == "5"
    assert line["on"] == "2026-01-06"
    assert line["evidence"] == ["submission:2026-0001", "submission:2026-0002"]
