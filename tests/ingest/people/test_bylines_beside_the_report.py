"""Are people read who are named at one place and reached at another, and words told
from names?
"""

import time

import pytest

from ingest.people.byline import read_byline

_STORY = "9月4日，旅游公路路面大修完工，恢复双向通行，全长27.3公里，比合同工期提前21天，群众出行更加方便。"


def people(text: str) -> list[tuple[str, str]]:
    return [(author.name, author.phone) for author in read_byline([text]).authors]


@pytest.mark.parametrize(
    ("head", "foot", "expected"),
    [
        (
            "本报讯（记者冯立冬通讯员撒彦军）",
            "撒彦军手机：13900000001",
            [("冯立冬", ""), ("撒彦军", "13900000001")],
        ),
        (
            "盐池网讯（特约通讯员 官锦秀）",
            "官锦秀联系电话：13900000001\n责编 常青",
            [("官锦秀", "13900000001")],
        ),
        ("路长夜巡（通讯员 虎志明）\n", "13900000001", [("虎志明", "13900000001")]),
        ("作者：金桥（工程股）\n", "0952-3010000", [("金桥", "0952-3010000")]),
        (
            "本网讯 记者 钟鸣 实习生 蒲晓彤 报道：",
            "钟鸣：13900000001   蒲晓彤：13900000002",
            [("钟鸣", "13900000001"), ("蒲晓彤", "13900000002")],
        ),
        (
            "修路记\n通讯员 骆驰 固原分中心 韦国芳\n",
            "骆驰：0951-6076000\n韦国芳：0954-2663000",
            [("骆驰", "0951-6076000"), ("韦国芳", "0954-2663000")],
        ),
        (
            "本报讯（通讯员 拓成林）",
            "下乡期间有事请打拓成林手机 13900000001。",
            [("拓成林", "13900000001")],
        ),
        (
            "本报讯（通讯员 拓成林）",
            "作者手机 13900000001",
            [("拓成林", "13900000001")],
        ),
        (
            "本报讯（通讯员 拓成林）",
            "撰写：拓成林\n终审：党建宁\n咨询电话：0954-6012000",
            [("拓成林", "0954-6012000")],
        ),
    ],
)
def test_a_number_that_closes_the_text_reaches_those_named_at_its_head(
    head: str, foot: str, expected: list[tuple[str, str]]
) -> None:
    assert people(f"{head}{_STORY}\n\n{foot}") == expected


@pytest.mark.parametrize(
    "foot",
    [
        "报名联系人：李静\n13900000001",
        "监督电话：\n0951-6076000",
        "李静\n13900000001",
        "王强手机：13900000001",
        "群众可拨打服务热线\n0951-6076000",
        "救援电话\n0951-6076000",
        "有意者请拨打报名专线：\n0951-6076000",
        "施工单位 李静\n0951-6076000\n0951-6076001",
    ],
)
def test_a_number_of_somebody_else_is_not_theirs(foot: str) -> None:
    found = people(f"本报讯（通讯员 拓成林）{_STORY}\n\n{foot}")
    assert ("拓成林", "") in found or found == [("拓成林", "")]


@pytest.mark.parametrize(
    ("foot", "expected"),
    [
        ("客服二班  摆玉琴\n13900000001", [("摆玉琴", "13900000001")]),
        ("养护三班 摆玉琴 13900000001", [("摆玉琴", "13900000001")]),
        ("乙班 摆玉琴 13900000001", [("摆玉琴", "13900000001")]),
        ("处内撰稿  晏清和\n处内电话  0951-6076000", [("晏清和", "0951-6076000")]),
        ("局内撰稿 晏清和 0951-6076000", [("晏清和", "0951-6076000")]),
        ("执笔人 上官云（局办公室）\n通联 0953 305 1000", [("上官云", "0953-3051000")]),
        ("拟文：斛律光 电话：0951-3096000", [("斛律光", "0951-3096000")]),
        (
            "接班值班员：贺兰泓   电话：同前（0951-6982000）",
            [("贺兰泓", "0951-6982000")],
        ),
        ("（路网中心值班员 燕南飞 0951-6076000）", [("燕南飞", "0951-6076000")]),
        ("（指挥大厅调度员 燕南飞 0951-6076000）", [("燕南飞", "0951-6076000")]),
        ("您的老朋友 鹿鸣\n办：0952—7211000", [("鹿鸣", "0952-7211000")]),
        ("鹿鸣 敬上\n0952-7211000", [("鹿鸣", "0952-7211000")]),
        (
            "撰稿人还是我（羊祜）。原来的座机已经拆了，今后再告诉您新的号码。",
            [("羊祜", "")],
        ),
        ("撰稿：𫖮之（“𫖮”音蚁）、李㛃", [("𫖮之", ""), ("李㛃", "")]),
        ("撰稿：昝（zǎn）小溪", [("昝小溪", "")]),
        ("撰稿：昝小溪（昝读攒）", [("昝小溪", "")]),
        (
            "作者：黄河清\n      禹海峰\n电话：0951-5061000",
            [("黄河清", "0951-5061000"), ("禹海峰", "")],
        ),
        ("撰稿：张伟\n李静\n王强", [("张伟", ""), ("李静", ""), ("王强", "")]),
        ("供稿：局办公室 张伟\n李静", [("张伟", ""), ("李静", "")]),
        ("作者：哈立新（上一期误登为“哈丽新”，请以本件为准）", [("哈立新", "")]),
        (
            "文：步惊云（旧手机已经不再使用了，请打 0953-5098000）",
            [("步惊云", "0953-5098000")],
        ),
        (
            "获奖作品《灯》作者铁永福，是养路工；《路》由撰稿人闵柔完成。\n信息员：明亮",
            [("明亮", "")],
        ),
    ],
)
def test_offices_posts_courtesies_and_remarks_are_no_names(
    foot: str, expected: list[tuple[str, str]]
) -> None:
    assert people(f"{_STORY}\n\n{foot}") == expected


@pytest.mark.parametrize(
    "where", ["在文末", "见附件末尾", "附在文后", "详见文末", "列于稿后"]
)
def test_where_the_author_is_told_is_no_name(where: str) -> None:
    assert people(f"调研报告见附件。撰稿人及电话{where}。") == []


@pytest.mark.parametrize(
    ("greeting", "expected"),
    [
        (
            "您好！我是海事港航处曲海洋，电话0951-6076000，现报送信息如下。",
            [("曲海洋", "0951-6076000")],
        ),
        ("老师：本人刁光斗，县局综合股。稿子请审。", [("刁光斗", "")]),
        ("您好，我叫马丽，手机13900000001，新来的。", [("马丽", "13900000001")]),
        ("我是办公室张伟，现报送信息一条。", [("张伟", "")]),
        ("村民王强说：“我是王强，电话13900000001。”", []),
        ("我是上次来信的那位，现报送信息一条。", []),
    ],
)
def test_who_introduces_themselves_is_the_author_of_a_text_that_names_no_other(
    greeting: str, expected: list[tuple[str, str]]
) -> None:
    assert people(f"{greeting}\n{_STORY}") == expected
    if expected:
        assert people(f"{greeting}\n{_STORY}\n撰稿：哈立新")[0][0] == "哈立新"


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (
            "文章由安全科的毋忘和借调来的瞿塘两位同志合写，毋忘6076715，瞿塘13900000001。",
            [("毋忘", "6076715"), ("瞿塘", "13900000001")],
        ),
        (
            "本文由张伟、李静合写，张伟手机13900000001。",
            [("张伟", "13900000001"), ("李静", "")],
        ),
        ("稿子由办公室的张伟和挂职的李静两人合写。", [("张伟", ""), ("李静", "")]),
        (
            "此稿由张伟、李静、王强三位同志共同撰写。",
            [("张伟", ""), ("李静", ""), ("王强", "")],
        ),
        ("本文由路政科的张伟与新来的李静两位老师采写。", [("张伟", ""), ("李静", "")]),
    ],
)
def test_who_wrote_together_by_a_sentence_is_read(
    told: str, expected: list[tuple[str, str]]
) -> None:
    assert people(f"{told}\n{_STORY}") == expected


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("〇九五一—八〇一二六四三", "0951-8012643"),
        ("零九五一八〇一二六四三", "0951-8012643"),
        ("一三九〇〇〇〇〇〇〇一", "13900000001"),
        ("〇九五三 五〇九八八二九", "0953-5098829"),
        ("一八七零九五一零八四六", "18709510846"),
    ],
)
def test_a_number_may_be_written_out(written: str, number: str) -> None:
    assert people(f"{_STORY}\n撰稿：张伟 电话：{written}") == [("张伟", number)]
    assert people(
        f"本人张伟，县局综合股。\n{_STORY}\n本人电话：{written}（办），请勿外传。"
    ) == [("张伟", number)]


@pytest.mark.parametrize(
    "label", ["经办人", "信息员", "报送人", "填表人", "信息联络员"]
)
def test_who_passed_a_text_on_yields_to_another_text_that_says_who_wrote_it(
    label: str,
) -> None:
    byline = read_byline(
        [
            f"{label}：贾如 电话：0954-7019000",
            f"{_STORY}\n撰稿：单于飞 手机：13900000001",
        ]
    )
    assert [(author.name, author.phone) for author in byline.authors] == [
        ("单于飞", "13900000001")
    ]
    assert read_byline([f"{label}：贾如 电话：0954-7019000"]).names == ("贾如",)


def test_a_byline_in_brackets_ends_with_them_and_what_is_counted_behind_is_nobody() -> (
    None
):
    text = f"彭阳交通在线9月27日讯（通讯员：袁喜田）国庆将至，清理边沟41公里，修复护栏84米。{_STORY}"
    byline = read_byline([text])
    assert (byline.names, byline.unsure) == (("袁喜田",), "")
    byline = read_byline([f"（撰稿：张伟）{_STORY}摄影：李静"])
    assert (byline.names, byline.unsure) == (("张伟",), "")


def test_hostile_blanks_before_numbers_are_read_at_once() -> None:
    line = "撰" + " " * 380 + "1390000000"
    text = "\n".join(["撰稿：张伟", *[line] * 30, "张伟" + ":" * 300 + "13900000001"])
    began = time.perf_counter()
    read_byline([text])
    assert time.perf_counter() - began < 0.5
