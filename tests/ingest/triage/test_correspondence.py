"""Which papers are letters, forms and lists, and which titles only tell of them?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.triage.correspondence import lists_items, paper_of


@pytest.mark.parametrize(
    ("title", "paper"),
    [
        ("关于申请增加信息员邮箱的函", "函"),
        ("2026年度信息员备案表", "备案表"),
        ("信息员备案表（修改）.xlsx", "备案表"),
        ("参会人员名单 已更新", "名单"),
        ("会议报名表2份", "报名表"),
        ("关于入选示范县名单有关事项的请示", "请示"),
        ("考核办法反馈意见", "反馈意见"),
        ("对《考核办法》的修改意见", "修改意见"),
        ("红寺堡区参训人员名单", "名单"),
        ("“两会”期间值班表", "值班表"),
        ("关于召开培训会的通知", "通知"),
        ("关于报送信息员名单的函", "函"),
        ("道运中心信息员变更告知", "信息员变更"),
        ("我局联络员调整告知", "联络员调整"),
        ("办公室电话变更", "电话变更"),
        ("信息报送联系人变更事宜", "联系人变更"),
        ("关于信息员交接的告知", "信息员交接"),
        ("关于办公电话停机检修的说明", "说明"),
        ("出租车满意度调查问卷", "调查问卷"),
    ],
)
def test_a_title_that_ends_in_a_papers_name_is_that_paper(
    title: str, paper: str
) -> None:
    assert paper_of(title) == paper


@pytest.mark.parametrize(
    "title",
    [
        "",
        "除雪保畅",
        "盐池县两条公路入选美丽农村路名单",
        "我局收到群众感谢函",
        "中宁县公布农村公路路长名单",
        "传达学习全区安全生产工作会议通知",
        "关于报送3月份政务信息的函",
        "关于报送2篇稿件的函",
        "开具首张道路运输电子发票",
        "公布三家失信企业黑名单",
        "就公交线路优化征求修改意见",
        "政务窗口推行一次性告知",
        "窗口做到一次性告知",
        "造价站开展定额使用调查问卷",
        "公交线路调整贴出公告",
    ],
)
def test_a_title_that_tells_of_a_paper_or_covers_reports_is_none(title: str) -> None:
    assert paper_of(title) == ""


@given(st.text(max_size=60))
def test_what_is_found_stands_in_the_title(title: str) -> None:
    assert paper_of(title) in title


@pytest.mark.parametrize(
    ("title", "lists"),
    [
        ("12月份信息报送计划", True),
        ("2027年一季度政务信息选题计划", True),
        ("信息报送任务分工安排", True),
        ("三季度信息采用情况统计", True),
        ("拟报信息题目", True),
        ("农村公路养护计划", False),
        ("信息系统升级安排", False),
        ("吴忠市制定政务信息工作计划", False),
        ("召开信息工作会议部署报送任务", False),
    ],
)
def test_what_only_plans_or_counts_items_is_a_list_of_them(
    title: str, *, lists: bool
) -> None:
    assert lists_items(title) is lists
