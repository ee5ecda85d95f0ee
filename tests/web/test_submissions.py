"""Does the console find items by their words, show where, and hand out register and
sheet?
"""

import io

import openpyxl
from flask.testing import FlaskClient

LIST, REGISTER = "/submissions", "/submissions/register"


def test_the_list_finds_words_of_the_text_and_shows_where_they_stand(
    viewer: FlaskClient,
) -> None:
    page = viewer.get(LIST, query_string={"q": "现报送"}).text
    assert "/submissions/2026-0001" in page
    assert "现报送" in page.partition('id="list"')[2]
    nothing = viewer.get(LIST, query_string={"q": "没有这句话"}).text
    assert "没有找到。查的是标题、正文、附件里的文字、撰稿人、单位和编号" in nothing
    assert "/submissions/2026-0" not in nothing.partition('id="list"')[2]


def test_a_clerk_gets_the_register_of_what_the_list_shows_and_a_viewer_does_not(
    clerk: FlaskClient, viewer: FlaskClient
) -> None:
    shown = {"period": "2026Q1", "state": "recorded", "q": "银川"}
    assert (
        "下载2026年第一季度台账（.xlsx）</a>，只含按上面条件挑出的"
        in clerk.get(LIST, query_string=shown).text
    )
    answer = clerk.get(REGISTER, query_string=shown)
    assert answer.status_code == 200
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    assert book.sheetnames[:2] == ["台账", "按单位"]
    head, *rows = book["台账"].values
    assert {row[head.index("状态")] for row in rows} == {"已登记"}
    assert REGISTER not in viewer.get(LIST, query_string=shown).text
    assert viewer.get(REGISTER, query_string=shown).status_code == 403


def test_a_register_of_nothing_is_not_made_and_the_page_says_what_to_do(
    clerk: FlaskClient,
) -> None:
    nothing = clerk.get(
        REGISTER, query_string={"period": "2020Q1"}, follow_redirects=True
    )
    assert "没有可列进台账的报送件，没有做表。请换一个时段" in nothing.text
    assert clerk.get(REGISTER).status_code == 404


def test_the_sheet_for_the_efficiency_assessment_is_handed_out_where_there_are_shares(
    viewer: FlaskClient,
) -> None:
    assert "/points/2025Q4/efficiency" in viewer.get("/points/2025Q4").text
    answer = viewer.get("/points/2025Q4/efficiency")
    title, about, *_ = openpyxl.load_workbook(io.BytesIO(answer.data))[
        "效能考核"
    ].values
    assert title[0] == "2025年第四季度政务信息效能考核得分表"
    assert "自治区交通运输厅办公室" in str(about[0])
    month = viewer.get("/points/2026-03/efficiency", follow_redirects=True)
    assert "这一期没有效能得分，没有做表。" in month.text
    early = viewer.get("/points/2020/efficiency", follow_redirects=True)
    assert "told bad" in early.text
