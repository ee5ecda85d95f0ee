"""Does a clerk compose an issue and publish it, and confirm what another publication
used?
"""

import io

import docx
import pytest
from flask.testing import FlaskClient

from ledger import issues
from ledger.database import Database
from ledger.entries.events import Adoption
from ledger.events import adoptions
from ledger.submissions import listing

FIRST, SECOND = "2026-0001", "2026-0002"
OWN = "《宁夏交通信息》"


def adopted(
    database: Database, *serials: str, publication: str = OWN
) -> list[Adoption]:
    with database.reading() as conn:
        return [
            one for one in adoptions.of(conn, serials) if one.publication == publication
        ]


def title_of(database: Database, serial: str) -> str:
    with database.reading() as conn:
        found = listing.one(conn, serial)
    assert found is not None
    return found.title


def standing(database: Database) -> list[tuple[str, str, str]]:
    with database.reading() as conn:
        return [
            (item.serial, item.form, item.heading) for item in issues.items(conn, 1)
        ]


@pytest.fixture
def issue(clerk: FlaskClient, database: Database) -> str:
    """An issue of a day later than everything in the sample, with two items that it has
    not used.
    """
    fields = {"publication": "宁夏交通信息", "dated": "2026-03-26", "number": "9"}
    address: str = clerk.post("/issues", data=fields).location
    assert address == "/issues/1"
    clerk.post(f"{address}/items", data={"serials": [FIRST, SECOND], "form": "单条"})
    return address


def test_items_are_ticked_ordered_edited_and_taken_out(
    clerk: FlaskClient, database: Database, issue: str
) -> None:
    assert [serial for serial, _, _ in standing(database)] == [FIRST, SECOND]
    assert (
        "已上移"
        in clerk.post(
            f"{issue}/items/{SECOND}", data={"do": "up"}, follow_redirects=True
        ).text
    )
    fields = {
        "do": "save",
        "heading": "改过的标题",
        "text": "改过的正文。",
        "form": "简讯",
    }
    clerk.post(f"{issue}/items/{FIRST}", data=fields)
    assert standing(database)[1] == (FIRST, "简讯", "改过的标题")
    page = clerk.get(issue).text
    assert page.index("2026-0002") < page.index("改过的标题")
    assert f"原题：{title_of(database, FIRST)}" in page
    clerk.post(f"{issue}/items/{SECOND}", data={"do": "out"})
    assert [serial for serial, _, _ in standing(database)] == [FIRST]


def test_the_paper_is_handed_out_as_docx(
    clerk: FlaskClient, database: Database, issue: str
) -> None:
    answer = clerk.get(f"{issue}/paper")
    assert "attachment" in answer.headers["Content-Disposition"]
    text = [each.text for each in docx.Document(io.BytesIO(answer.data)).paragraphs]
    assert text[0] == "宁夏交通信息"
    assert any(title_of(database, FIRST) in line for line in text)


def test_p34_a_name_and_a_heading_of_several_lines_are_kept_as_one_and_the_paper_is_given(
    clerk: FlaskClient, database: Database
) -> None:
    fields = {"publication": "厅内\r\n专报", "dated": "2026-03-26", "number": "9"}
    refused = clerk.post("/issues", data=fields, follow_redirects=True).text
    assert "没有新编：刊物：办法里没有" in refused
    issue = clerk.post("/issues", data=fields | {"unscored": "y"}).location
    clerk.post(f"{issue}/items", data={"serials": [FIRST], "form": "单条"})
    clerk.post(
        f"{issue}/items/{FIRST}",
        data={"do": "save", "heading": "第一行\r\n第二行", "text": "正文。"},
    )
    assert standing(database)[0][2] == "第一行 第二行"
    assert clerk.get(f"{issue}/paper").status_code == 200
    clerk.post(f"{issue}/publish", data={"read": "yes"})
    assert [
        one.publication
        for one in adopted(database, FIRST, publication="厅内 专报")
        if one.unscored
    ] == ["厅内 专报"]


def test_publishing_asks_to_have_read_it_and_records_the_adoptions(
    clerk: FlaskClient, database: Database, issue: str
) -> None:
    before = len(adopted(database, FIRST, SECOND))
    assert "请先勾选" in clerk.post(f"{issue}/publish", follow_redirects=True).text
    assert len(adopted(database, FIRST, SECOND)) == before
    page = clerk.post(
        f"{issue}/publish", data={"read": "yes"}, follow_redirects=True
    ).text
    assert "2 条采用已登记" in page
    assert len(adopted(database, FIRST, SECOND)) == before + 2
    said = clerk.post(
        f"{issue}/items/{FIRST}", data={"do": "out"}, follow_redirects=True
    ).text
    assert "已经编发，不能再改" in said
    page = clerk.post(
        f"{issue}/withdraw", data={"because": "标题有误"}, follow_redirects=True
    ).text
    assert "2 条采用已取消" in page
    assert len(adopted(database, FIRST, SECOND)) == before


def test_a_reader_looks_and_changes_nothing(viewer: FlaskClient, issue: str) -> None:
    page = viewer.get(issue).text
    assert "编发，登记采用" not in page
    assert viewer.get(f"{issue}/paper").status_code == 200
    for address in ("publish", "withdraw", "items", f"items/{FIRST}"):
        assert viewer.post(f"{issue}/{address}").status_code == 403
    assert viewer.get("/issues/99").status_code == 404


def handed_in(
    clerk: FlaskClient, text: str, name: str = "目录.txt", **more: str
) -> str:
    fields = {"publication": "综合信息", "issue": "12", "dated": "2026-03-26"} | more
    file = (io.BytesIO(text.encode()), name)
    return clerk.post(
        "/contents",
        data={**fields, "file": file},
        content_type="multipart/form-data",
        follow_redirects=True,
    ).text


def test_c7_a_list_of_what_the_rule_does_not_name_is_refused_or_taken_without_points(
    clerk: FlaskClient, database: Database
) -> None:
    line = f"1．{title_of(database, FIRST)}……1\n"
    assert "没有“综合信报”这个刊物，是不是《综合信息》？" in handed_in(
        clerk, line, publication="综合信报"
    )
    table = f"title,form\n{title_of(database, FIRST)},头条\n"
    assert "第 2 行的形式（form）办法里没有" in handed_in(clerk, table, "目录.csv")
    assert "100%" in handed_in(clerk, line, publication="某某内参", unscored="y")
    clerk.post("/contents/1/sure")
    (kept,) = adopted(database, FIRST, publication="某某内参")
    assert (kept.unscored, kept.form) == (True, "单条")


def test_a_list_is_handed_in_matched_and_confirmed_line_by_line(
    clerk: FlaskClient, database: Database
) -> None:
    title = title_of(database, FIRST)
    page = handed_in(clerk, f"目录\n1．{title}……1\n2．外省某地公路建设提速增效\n")
    assert "100%" in page
    assert "待确认的采用" in clerk.get("/").text
    assert adopted(database, FIRST, publication="《综合信息》") == []
    page = clerk.post(
        "/contents/1/1", data={"serial": FIRST}, follow_redirects=True
    ).text
    assert f"已登记 {FIRST} 的采用。" in page
    (one,) = adopted(database, FIRST, publication="《综合信息》")
    assert (one.issue, one.form) == ("12", "单条")
    page = clerk.post("/contents/1/2", data={"do": "none"}, follow_redirects=True).text
    assert "不是我们的稿件" in page
    assert "待确认的采用" not in clerk.get("/").text
    assert (
        "已确认为"
        in clerk.post("/contents/1/1", data={"do": "none"}, follow_redirects=True).text
    )


def test_all_that_is_sure_is_confirmed_by_one_button(
    clerk: FlaskClient, database: Database
) -> None:
    titles = [title_of(database, serial) for serial in (FIRST, SECOND)]
    assert "把握在九成五以上的 2 条" in handed_in(clerk, "\n".join(titles))
    assert (
        "登记了 2 条采用" in clerk.post("/contents/1/sure", follow_redirects=True).text
    )
    assert len(adopted(database, FIRST, SECOND, publication="《综合信息》")) == 2


@pytest.mark.parametrize(
    ("text", "name"),
    [("\n", "目录.txt"), ("标题标题", "目录.exe"), ("PK", "目录.docx")],
)
def test_a_file_without_titles_is_refused_in_words(
    clerk: FlaskClient, text: str, name: str
) -> None:
    assert "没有导入" in handed_in(clerk, text, name)
    assert clerk.get("/contents/1").status_code == 404


def test_hostile_titles_are_shown_as_letters(clerk: FlaskClient) -> None:
    page = handed_in(clerk, "<script>alert(1)</script>公路建设")
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_a_serial_that_is_none_settles_nothing(clerk: FlaskClient) -> None:
    handed_in(clerk, "外省某地公路建设提速增效")
    page = clerk.post(
        "/contents/1/1", data={"other": "2026-9999"}, follow_redirects=True
    ).text
    assert "没有这一件" in page
    assert (
        clerk.post(
            "/contents/1/9", data={"do": "none"}, follow_redirects=True
        ).status_code
        == 200
    )
