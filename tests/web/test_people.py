"""Does an administrator see, save and erase what is kept of a person, and nobody
else?
"""

from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page

from ledger import journal
from ledger.database import Database
from ledger.submissions import listing
from office.service.parts import Service
from office.use_cases.personal_data import SUBJECT
from office.web.app import create_app, serving
from tests.fixtures.sample.record import PASSWORD

ONE = {"who": "李娜", "unit": "银川市交通运输局"}
PHONE = "0951-6000001"


@pytest.fixture
def apart(service: Service, tmp_path: Path) -> Service:
    """The service with its list of erasures in the test's own folder."""
    settings = service.settings
    privacy = settings.privacy.model_copy(
        update={"erasures_file": tmp_path / "erasures.jsonl"}
    )
    return replace(service, settings=settings.model_copy(update={"privacy": privacy}))


@pytest.fixture
def chief(apart: Service) -> FlaskClient:
    app = create_app(apart)
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    client.post("/sign-in", data={"name": "王主任", "password": PASSWORD})
    return client


def _phones(database: Database) -> set[str]:
    with database.reading() as conn:
        return {
            author.phone for item in listing.listed(conn) for author in item.authors
        }


def test_only_an_administrator_may_look(
    clerk: FlaskClient, viewer: FlaskClient
) -> None:
    for client in (clerk, viewer):
        for address in ("/people", "/people/file?who=李娜"):
            assert client.get(address).status_code == 403
        assert (
            client.post(
                "/people", data=ONE | {"because": "试", "sure": "yes"}
            ).status_code
            == 403
        )


def test_what_is_kept_is_shown_and_saved(chief: FlaskClient) -> None:
    item = chief.get("/submissions/2026-0001").text
    assert 'href="/people?who=%E6%9D%8E%E5%A8%9C&amp;unit=' in item
    page = chief.get("/people", query_string=ONE).text
    assert "09516000001" in page
    assert 'href="/submissions/2026-0001"' in page
    assert "存多久" in page
    assert "一直保存" in page
    saved = chief.get("/people/file", query_string=ONE)
    assert "attachment" in saved.headers["Content-Disposition"]
    assert saved.get_json()["phones"] == ["09516000001"]
    assert "没有查到" in chief.get("/people?who=查无此人").text
    assert "没有查到" in chief.get("/people?who=李娜&unit=没有的单位").text


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        (ONE | {"because": " ", "sure": "yes"}, "请写明理由"),
        (ONE | {"because": "本人要求"}, "请先勾选确认"),
        ({"who": "李娜", "because": "本人要求", "sure": "yes"}, "请先选单位"),
        ({"who": "查无此人", "because": "本人要求", "sure": "yes"}, "没有查到"),
    ],
)
def test_what_is_not_said_is_asked_for_and_nothing_is_changed(
    chief: FlaskClient, database: Database, fields: dict[str, str], said: str
) -> None:
    before = _phones(database)
    assert said in chief.post("/people", data=fields, follow_redirects=True).text
    assert _phones(database) == before


def test_a_list_that_cannot_be_written_is_said_and_nothing_is_changed(
    chief: FlaskClient, database: Database, apart: Service
) -> None:
    apart.settings.privacy.erasures_file.mkdir()
    page = chief.post("/people", data=ONE | {"because": "本人要求", "sure": "yes"}).text
    assert "删除名单的文件读写不了" in page
    assert PHONE in _phones(database)


def test_erasing_takes_the_contact_away_and_says_what_is_beyond_reach(
    chief: FlaskClient, database: Database
) -> None:
    page = chief.post(
        "/people",
        data=ONE | {"because": "本人要求", "sure": "yes"},
        follow_redirects=True,
    ).text
    assert "已删除联系方式" in page
    assert "以前的备份" in page
    assert PHONE not in _phones(database)
    with database.reading() as conn:
        (entry,) = journal.about(conn, SUBJECT)
        assert PHONE not in listing.words_of(conn, "2026-0001").manuscript
    assert (entry.who, entry.because) == ("王主任", "本人要求")


def test_in_a_browser_a_person_is_looked_up_and_erased(
    apart: Service, page: Page
) -> None:
    with serving(apart, "127.0.0.1", 0) as address:
        page.goto(address)
        page.get_by_label("用户名").fill("王主任")
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_role("button", name="登录").click()
        page.goto(f"{address}people")
        page.get_by_label("姓名、电话或邮箱").fill("李娜")
        page.get_by_label("单位").select_option("银川市交通运输局")
        page.get_by_role("button", name="查").click()
        page.get_by_label("理由").fill("本人要求")
        page.get_by_label("我确认").check()
        page.get_by_role("button", name="删除").click()
        page.get_by_text("已删除联系方式").wait_for()
