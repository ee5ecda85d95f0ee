"""Which lines are labelled, and which of them name who wrote a text?"""

import pytest

from ingest.people.labels import is_label_line, names_writer


@pytest.mark.parametrize(
    ("line", "labelled"),
    [
        ("撰稿人:张三", True),
        ("联系电话", True),
        ("时间紧任务重", False),
        ("单位负责人带队检查", False),
        ("文化建设", False),
    ],
)
def test_a_labelled_line_is_told_from_running_text(line: str, labelled: bool) -> None:  # noqa: FBT001
    assert is_label_line(line) is labelled


@pytest.mark.parametrize(
    ("line", "writes"),
    [
        ("撰稿人：张三", True),
        ("作者:张三", True),
        ("撰稿人  张三  13900000000", True),
        ("宣传事务中心  撰稿人：张三  电话：0951-6076998", True),
        ("宣传事务中心  撰稿人由其指定", False),
        ("文字 已报", False),
        ("联系人：张三", False),
        ("信息员：张三", False),
        ("撰稿人", False),
    ],
)
def test_only_a_label_of_writing_names_a_writer(line: str, writes: bool) -> None:  # noqa: FBT001
    assert names_writer("", f"正文\n{line}") is writes


@pytest.mark.parametrize("label", ["作者", "撰稿人", "【撰稿人】", "（作者）"])
def test_a_label_alone_on_its_line_names_a_writer_if_a_name_stands_below_it(
    label: str,
) -> None:
    assert names_writer(f"道路已抢通。\n{label}\n\n李晓梅")
    assert names_writer(f"{label}\n欧阳晓梅\n道路已抢通。")
    assert not names_writer(f"{label}\n道路已抢通。")
    assert not names_writer(f"道路已抢通。\n{label}")
