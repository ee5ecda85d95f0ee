"""Are author, contact and signer read as offices write them?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.people.byline import read_byline, read_contact
from ingest.people.person_names import half_width, is_name, phones_in
from ledger.entries.submissions import Author


def named(text: str) -> list[tuple[str, str]]:
    return authors(f"银川市连日降雪。\n{text}")


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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("撰稿人:张伟、洪涛 电话:0953-6012001", [("张伟", "0953-6012001"), ("洪涛", "")]),
        ("作者:赖国强、李静,联系电话13895670001", [("赖国强", "13895670001"), ("李静", "")]),
        ("撰稿人:马䶮、张堃", [("马䶮", ""), ("张堃", "")]),
        ("撰稿人:马𬭎、从越", [("马𬭎", ""), ("从越", "")]),
        ("撰稿人:金凤、马丽", [("金凤", ""), ("马丽", "")]),
        ("撰稿人:买买提·艾力、迪丽热巴", [("买买提·艾力", ""), ("迪丽热巴", "")]),
        ("撰稿人:张和平、习文", [("张和平", ""), ("习文", "")]),
        ("撰稿人:张 伟 13900000000", [("张伟", "13900000000")]),
        ("撰稿人:张 勇  李 明", [("张勇", ""), ("李明", "")]),
        ("撰稿人：张　勇　　李小军", [("张勇", ""), ("李小军", "")]),
        ("撰稿:张伟 办公室 主任", [("张伟", "")]),
        ("撰稿:办公室副主任张伟", [("张伟", "")]),
        ("撰稿:法规处 仉督(四级主任科员)", [("仉督", "")]),
        ("供稿:盐池县交通运输局洪涛", [("洪涛", "")]),
        ("撰稿人:张伟和李静", [("张伟", ""), ("李静", "")]),
        ("撰稿人李明联系电话13895670011", [("李明", "13895670011")]),
        ("撰稿人:李明☎13895670005", [("李明", "13895670005")]),
        ("撰稿人/电话:李明/13895670006", [("李明", "13895670006")]),
        ("撰稿人电话:13895670006", [("", "13895670006")]),
        ("撰稿人:张伟 电话:0951-6012345转8012", [("张伟", "0951-6012345转8012")]),
        ("撰稿人:张伟 电话:0951-6012345(转8012)", [("张伟", "0951-6012345转8012")]),
        ("撰稿人:张伟 电话:0951-6012345 手机:13900000000", [("张伟", "0951-6012345、13900000000")]),
        ("撰稿人:张伟 13900000000 李静 13800000000", [("张伟", "13900000000"), ("李静", "13800000000")]),
        ("撰稿人:张伟 电话:2061039\n撰稿人:李静", [("张伟", "2061039"), ("李静", "")]),
        (
            "撰稿人:张伟、李静、洪涛 电话:2061039、2061040",
            [("张伟", "2061039"), ("李静", "2061040"), ("洪涛", "")],
        ),
        ("撰稿人:张伟、李静 2061039、2061040、2061041", [("张伟", "2061039、2061040"), ("李静", "2061041")]),
        ("撰稿人:张伟 13900000000\n李静 13800000000", [("张伟", "13900000000"), ("李静", "13800000000")]),
        ("记者:张伟 通讯员:洪涛 摄", [("张伟", "")]),
        ("(记者 张伟 通讯员 洪涛)", [("张伟", ""), ("洪涛", "")]),
        ("(记者 张伟／通讯员 洪涛 摄)", [("张伟", "")]),
        ("(张伟报道)", [("张伟", "")]),
        ("张伟/文字 李静/图片", [("张伟", "")]),
        ("张伟 文 李静 图", [("张伟", "")]),
        ("文/图:张伟", [("张伟", "")]),
        ("(洪涛 张伟)", [("洪涛", ""), ("张伟", "")]),
        ("(赖文静 0954-2067890)", [("赖文静", "0954-2067890")]),
        ("办公室 李明\n2026年3月5日\n电话:0951-6012347", [("李明", "0951-6012347")]),
        ("李明\n2026年3月5日\n电话:0951-6012347", [("李明", "0951-6012347")]),
        ("盐池县交通运输局\n李明 王小芳", [("李明", ""), ("王小芳", "")]),
        ("办公室\n2026年3月10日\n联系电话:0951-6076555", [("", "0951-6076555")]),
        ("联系电话:0951-6076555", [("", "0951-6076555")]),
        ("信息员:王强\n撰稿人:张伟", [("张伟", "")]),
        ("拟稿人:洪涛  科室负责人:张伟  分管领导:李静", [("洪涛", "")]),
        ("第一撰稿人:张伟 第二撰稿人:洪涛", [("张伟", ""), ("洪涛", "")]),
        ("撰稿人是张伟,电话13895671234", [("张伟", "13895671234")]),
        ("见附件。洪涛,13895671234", [("洪涛", "13895671234")]),
        ("电话/传真:0951-6012345", [("", "0951-6012345")]),
        ("联系人:张主任 电话:0951-6012345", [("", "0951-6012345")]),
    ],
)
def test_everybody_who_wrote_is_named_with_every_number_and_nobody_else(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert named(text) == expected
    assert read_byline([f"银川市连日降雪。\n{text}"]).unsure == ""


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("本报讯(张伟 洪涛)", ["张伟", "洪涛"]),
        ("本网讯(通讯员 洪涛)", ["洪涛"]),
        ("宁夏新闻网讯(记者 洪涛)", ["洪涛"]),
        ("宁夏交通讯(李明 王芳)  ", ["李明", "王芳"]),
        ("(时报记者 张伟 通讯员 洪涛)", ["张伟", "洪涛"]),
        ("【全媒体记者 张伟】", ["张伟"]),
        ("【宁夏日报记者张伟 通讯员李静 文/图】", ["张伟", "李静"]),
        ("本报讯 记者张伟报道 ", ["张伟"]),
        ("新华社银川3月9日电(记者 洪涛)", ["洪涛"]),
        ("春运保障有力\n张伟 李静\n", ["张伟", "李静"]),
        ("□ 张伟\n", ["张伟"]),
        ("○本报讯 通讯员 张伟 ", ["张伟"]),
    ],
)
def test_a_news_byline_at_the_head_is_read(head: str, expected: list[str]) -> None:
    byline = read_byline([f"{head}3月9日,银川市除雪保畅,{'出动机械百台,' * 6}道路畅通。\n交通有序。"])
    assert (list(byline.names), byline.unsure) == (expected, "")


@pytest.mark.parametrize(
    "text",
    [
        "记者从自治区交通运输厅获悉,今年公路建设开局良好。",
        "(记者从自治区交通运输厅获悉)",
        "宁夏交通消息(第3期)",
        "如“文/旅融合”项目。",
        "作者认为应当如此。",
        "(高速)",
        "(待续)",
        "值班电话\n应急",
        "感谢各位支持\n敬礼",
        "银川市公路局\n局长 王强",
        "(李明 摄)",
        "报名请联系王强,电话0951-6012345。",
        "据王强报道",
    ],
)
def test_what_only_looks_like_a_byline_names_nobody(text: str) -> None:
    assert named(text) == []


@pytest.mark.parametrize(
    ("line", "names", "said"),
    [
        ("撰稿人:张伟 Zhang", ["张伟"], "“撰稿人”一栏中的“Zhang”没有读懂"),
        ("撰稿人:张伟、小李主任助手们", ["张伟"], "“撰稿人”一栏中的“小李主任助手们”没有读懂"),
        ("撰稿人:张伟等", ["张伟"], "“撰稿人”一栏中的“等”没有读懂"),
        ("撰稿人:张主任", [], "“撰稿人”一栏中的“张主任”没有读懂"),
        ("撰稿人:张伟李静", ["张伟", "李静"], "“撰稿人”一栏中的“张伟”“李静”没有读懂"),
        ("撰稿人:马\ufffd", [], "“撰稿人”一栏中的“马\ufffd”没有读懂"),
        ("撰稿人:张伟 顾问:王强", ["张伟"], "“撰稿人”一栏中的“顾问”没有读懂"),
        ("撰稿人:张伟 联系电话:1389567001", ["张伟"], "“联系电话”一栏中的“1389567001”没有读懂"),
        ("(记者 张伟 通讯员 及其他同志们)", ["张伟"], "署名中的“及其他同志们”没有读懂"),
        ("撰稿人:张伟\n(张伟 李静)", ["张伟"], "落款还有“李静”"),
    ],
)
def test_what_a_line_that_names_authors_leaves_over_is_said(line: str, names: list[str], said: str) -> None:
    byline = read_byline([f"银川市连日降雪。\n{line}"])
    assert (list(byline.names), byline.unsure) == (names, said)


def test_another_author_in_another_text_is_said() -> None:
    byline = read_byline(["撰稿人:张三", "撰稿人:李四 电话:13900000000"])
    assert (byline.names, byline.unsure) == (("张三",), "另一处写的是“李四”")


def test_who_had_another_part_in_it_stands_in_the_evidence() -> None:
    byline = read_byline(["撰稿:张伟 摄影:李静 编辑:王强 签发:马兰"])
    assert byline.names == ("张伟",)
    assert byline.evidence == ("“撰稿”一栏写明", "另有摄影李静、编审王强、签发马兰，不计为撰稿人")


@pytest.mark.parametrize(
    ("name", "expected", "is_sure"),
    [
        ("除雪保畅（撰稿人：马晓梅 15209531234）.docx", [Author("马晓梅", "15209531234")], True),
        ("除雪保畅（马晓梅 15209531234）.docx", [Author("马晓梅", "15209531234")], True),
        ("除雪保畅-马晓梅.docx", [Author("马晓梅")], False),
        ("除雪保畅（定稿）.docx", [], True),
        ("除雪保畅（盐池）.docx", [], True),
        ("除雪保畅.docx", [], True),
    ],
)
def test_the_name_of_a_file_names_the_author_where_no_text_does(
    name: str,
    expected: list[Author],
    is_sure: bool,  # noqa: FBT001 - one of a table's columns
) -> None:
    byline = read_byline(["见附件。", "银川市连日降雪。"], file_names=[name])
    assert (list(byline.authors), not byline.unsure) == (expected, is_sure)
    assert read_byline(["撰稿人:张三"], file_names=[name]).names == ("张三",)


def test_a_number_and_an_address_without_a_name_are_those_of_the_author_another_text_names() -> None:
    alone = "联系电话:13900000000 邮箱:zs@units.example"
    assert read_byline([alone, "撰稿人:张三"]).authors == (Author("张三", "13900000000", "zs@units.example"),)
    assert read_byline(["撰稿人:张三", alone]).authors == (Author("张三", "13900000000", "zs@units.example"),)


@given(
    st.lists(
        st.one_of(st.text(max_size=200), st.text("撰稿人:张三李四 电话0951-139签发()、\n", max_size=80)),
        max_size=3,
    )
)
def test_any_texts_give_a_byline_of_named_authors(texts: list[str]) -> None:
    byline = read_byline(texts)
    assert all(author.name or author.phone or author.email for author in byline.authors)
    read_contact("\n".join(texts))


@pytest.mark.parametrize(
    "hostile", ["撰稿人:" * 50_000, "(" * 200_000, "0" * 200_000, "张 " * 100_000, "1390000" * 30_000]
)
def test_a_hostile_text_costs_little(hostile: str) -> None:
    assert len(read_byline([hostile]).authors) < 1_000
