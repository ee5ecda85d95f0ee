"""Are author, contact and signer read as offices write them?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.people.byline import read_byline, read_contact
from ingest.people.person_names import half_width, is_name, phones_in
from ledger.entries.submissions import Author


def authors(*texts: str) -> list[tuple[str, str]]:
    return [(a.name, a.phone) for a in read_byline(texts).authors]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("撰稿人:张三 联系电话:0951-1234567", [("张三", "0951-1234567")]),
        ("撰稿人：张三　联系方式：13900000000", [("张三", "13900000000")]),
        ("撰稿人:张三 13900000000", [("张三", "13900000000")]),
        ("撰稿人张三,手机13900000000", [("张三", "13900000000")]),
        ("撰稿人:张三(13900000000)", [("张三", "13900000000")]),
        ("撰稿人:张三/13900000000", [("张三", "13900000000")]),
        ("撰 稿 人:张三", [("张三", "")]),
        ("撰稿人：张 三", [("张三", "")]),
        ("撰稿人:张三\n联系电话:\n13900000000", [("张三", "13900000000")]),
        ("撰稿人:\n张三", [("张三", "")]),
        ("供稿:银川市局 李四", [("李四", "")]),
        ("供稿通讯员:马丽", [("马丽", "")]),
        ("作者:马建国 来源:盐池县交通局 发布时间:2024-02-23", [("马建国", "")]),
        ("信息员:王强 电话:2061039", [("王强", "2061039")]),
        ("执笔:马力克 6155328", [("马力克", "6155328")]),
        ("撰文_张三 摄影_李四", [("张三", "")]),
        ("联系人:马晓红,电话:2061039", [("马晓红", "2061039")]),
        ("联系人:李四(手机13812345678)", [("李四", "13812345678")]),
        ("联系人:李四 电话:0913—6155328", [("李四", "0913-6155328")]),
        ("撰稿人:张三 电话:0951--6155328转602", [("张三", "0951-6155328转602")]),
        ("撰稿人:张三 电话:1390951O123", [("张三", "13909510123")]),
        (
            "撰稿人:张三、李四 联系电话:13900000000、13800000000",
            [("张三", "13900000000"), ("李四", "13800000000")],
        ),
        ("正文。(李某某  史某某)", [("李某某", ""), ("史某某", "")]),
        ("正文。\n(银川市局 李四 13912345678)", [("李四", "13912345678")]),
        ("正文。\n银川市局 李四 13912345678", [("李四", "13912345678")]),
        ("本报讯(记者 王强 通讯员 赵敏)今日开工", [("王强", ""), ("赵敏", "")]),
        ("○本报讯 通讯员 赵敏 今日开工", [("赵敏", "")]),
        ("张三 李四 文/图", [("张三", ""), ("李四", "")]),
        ("撰稿人:买买提·艾力 电话13900000000", [("买买提·艾力", "13900000000")]),
        ("撰稿人:欧阳建国", [("欧阳建国", "")]),
        ("撰稿人:诺敏", [("诺敏", "")]),
        ("撰稿人:马 晓 红", [("马晓红", "")]),
        ("撰稿人:张三同志", [("张三", "")]),
        ("撰稿人:张三13900000000李四13800000000", [("张三", "13900000000"), ("李四", "13800000000")]),
        ("撰稿人\t张三\t联系电话\t0951-1234567", [("张三", "0951-1234567")]),
        ("撰稿人\n张三\n联系电话\n13900000000", [("张三", "13900000000")]),
        ("撰稿人(签名):张三", [("张三", "")]),
        ("政务信息员:张三 13900000000", [("张三", "13900000000")]),
        ("文/张三 图/李四", [("张三", "")]),
        ("盐池县交通运输局\n张三\n13900000000\n2026年3月10日", [("张三", "13900000000")]),
        ("盐池县交通运输局 张三\n联系电话:13900000000", [("张三", "13900000000")]),
    ],
)
def test_art_16_author_and_contact_are_read(text: str, expected: list[tuple[str, str]]) -> None:
    assert authors(f"银川市连日降雪。\n{text}") == expected


@pytest.mark.parametrize(
    "text",
    [
        "责任编辑:王强 审核:赵敏 签发:钱伟",
        "编辑：王强丨审核：赵敏丨监制：钱伟",
        "初审丨王强 复审丨赵敏 终审丨钱伟",
        "一审:王强 二审:赵敏 三审:钱伟",
        "(责任编辑:王强)",
        "(高速)",
        "(完)",
        "(安全监督科)",
        "信息员培训班在银川举办",
        "工作者:王强先进事迹",
        "撰稿人:\n联系方式:",
        "撰稿:办公室",
        "供稿:盐池县交通运输局",
        "联系电话:0951-1234567",
    ],
)
def test_reviewers_units_and_empty_fields_are_no_authors(text: str) -> None:
    assert authors(f"银川市连日降雪。\n{text}") == []


@pytest.mark.parametrize(
    "text",
    [
        "撰稿人:张三 传真:0951-6155329",
        "撰稿人:张三 QQ:1390000000",
        "撰稿人:张三 日期:20260310",
        "撰稿人:张三 邮编:750001",
    ],
)
def test_fax_chat_and_date_are_no_telephone(text: str) -> None:
    assert authors(text) == [("张三", "")]


def test_another_contacts_number_is_not_the_authors() -> None:
    assert authors("撰稿人:张三 联系人:李四 13900000000") == [("张三", "")]


def test_a_mail_address_is_read() -> None:
    assert read_byline(["撰稿人:张三 邮箱:zs@units.example"]).authors == (
        Author("张三", "", "zs@units.example"),
    )


@pytest.mark.parametrize(
    ("text", "signer"),
    [
        ("签发人:王强", "王强"),
        ("签发：局长 王强", "王强"),
        ("撰稿人:张三 审核人:李明", "李明"),
        ("审核人:李明 签发人:王强", "王强"),
        ("编辑:李明", ""),
    ],
)
def test_art_9_the_signer_is_read(text: str, signer: str) -> None:
    assert read_byline([text]).signer == signer


def test_the_first_text_names_the_author_and_the_next_supplies_the_number() -> None:
    assert authors("撰稿人:张三", "撰稿人:张三 电话:13900000000") == [("张三", "13900000000")]
    assert authors("撰稿人:张三", "撰稿人:李四 电话:13900000000") == [("张三", "")]
    assert authors("请查收", "撰稿人:李四 电话:13900000000") == [("李四", "13900000000")]


def test_a_signature_after_a_very_long_paragraph_is_seen() -> None:
    assert authors("银川市连日降雪。" * 200 + "(李四)") == [("李四", "")]


def test_a_short_answer_may_give_name_and_number_alone() -> None:
    assert read_contact("张三 13900000000") == (Author("张三", "13900000000"),)
    assert read_contact("13900000000") == (Author("", "13900000000"),)
    assert read_contact("收到,谢谢") == ()


@pytest.mark.parametrize(
    ("line", "numbers"),
    [
        ("手机13900000000", ["13900000000"]),
        ("+86 139 0000 0000", ["13900000000"]),
        ("(0951)6155328", ["0951-6155328"]),
        ("0951-6155328-602", ["0951-6155328转602"]),
        ("1390000000012", []),
        ("2061039", ["2061039"]),
        ("投资2061039.5元", []),
        ("20260310", []),
    ],
)
def test_telephone_numbers_are_found(line: str, numbers: list[str]) -> None:
    assert [phone.number for phone in phones_in(half_width(line), local=True)] == numbers


def test_seven_digits_are_a_number_only_where_one_is_asked_for() -> None:
    assert phones_in("2061039") == ()


@pytest.mark.parametrize("word", ["张三", "欧阳建国", "马晓红", "李某某", "王X", "妥进荣", "买买提·艾力"])
def test_names_are_names(word: str) -> None:
    assert is_name(word)


@pytest.mark.parametrize(
    "word", ["高速", "安全", "办公室", "王局长", "银川市局", "养护科", "张", "张三丰年夜饭", "Zhang", ""]
)
def test_other_words_are_none(word: str) -> None:
    assert not is_name(word)


@given(
    st.lists(
        st.one_of(st.text(max_size=200), st.text("撰稿人:张三李四 电话0951-139签发()、\n", max_size=80)),
        max_size=3,
    )
)
def test_any_texts_give_a_byline_of_named_authors(texts: list[str]) -> None:
    byline = read_byline(texts)
    assert all(author.name for author in byline.authors)
    read_contact("\n".join(texts))


@pytest.mark.parametrize(
    "hostile", ["撰稿人:" * 50_000, "(" * 200_000, "0" * 200_000, "张 " * 100_000, "1390000" * 30_000]
)
def test_a_hostile_text_costs_little(hostile: str) -> None:
    assert len(read_byline([hostile]).authors) < 1_000
