"""Is every word of a line that names people known for what it is, and none lost?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.people.byline import read_byline
from ingest.people.person_names import half_width
from ingest.people.spread_names import close_up
from ingest.people.words import Known, WordKind, read_words
from ledger.entries.submissions import SEVERAL_PHONES


def kinds(text: str, known: Known | None = None) -> list[tuple[str, str]]:
    return [(word.kind.value, word.text) for word in read_words(text, known or Known())]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("洪涛", [("name", "洪涛")]),
        ("马𬭎", [("name", "马𬭎")]),
        ("买买提·艾力", [("name", "买买提·艾力")]),
        ("张和平", [("name", "张和平")]),
        ("李登科", [("name", "李登科")]),
        ("养护科", [("unit", "养护科")]),
        ("安监科", [("unit", "安监科")]),
        ("办公室", [("unit", "办公室")]),
        ("办公室主任", [("post", "办公室主任")]),
        ("张伟主任", [("name", "张伟"), ("post", "主任")]),
        ("张主任", [("leftover", "张主任")]),
        ("小张", [("leftover", "小张")]),
        ("法规处获悉", [("leftover", "法规处获悉")]),
        ("法规处洪涛", [("unit", "法规处"), ("name", "洪涛")]),
        ("洪涛同志(签字)", [("name", "洪涛"), ("remark", "同志"), ("remark", "签字")]),
        ("张伟和李静", [("name", "张伟"), ("remark", "和"), ("name", "李静")]),
        ("记者张伟", [("role", "记者"), ("name", "张伟")]),
        (
            "宁夏日报记者张伟",
            [("unit", "宁夏日报"), ("role", "记者"), ("name", "张伟")],
        ),
        (
            "李明联系电话13900000000",
            [("name", "李明"), ("remark", "联系电话"), ("phone", "13900000000")],
        ),
        ("0951-6012345(转8012)", [("phone", "0951-6012345转8012")]),
        ("(0951)601 2345", [("phone", "0951-6012345")]),
        ("2061039/40", [("phone", "2061039"), ("phone", "2061040")]),
        ("0951-2061039/2061040", [("phone", "0951-2061039"), ("phone", "2061040")]),
        ("13709541234@qq.com", [("email", "13709541234@qq.com")]),
        ("传真:0951-6012345", [("remark", "传真:0951-6012345")]),
        ("2026年3月10日", [("remark", "2026年3月10日")]),
        ("顾问:王强", [("leftover", "顾问"), ("name", "王强")]),
    ],
)
def test_each_word_is_known_for_what_it_is(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert kinds(text) == expected


def test_the_roster_is_a_hint_of_units_and_people_and_no_filter() -> None:
    known = Known({"盐池", "金凤"}.__contains__, frozenset({"言处长"}))
    assert kinds("盐池 洪涛", known) == [("unit", "盐池"), ("name", "洪涛")]
    assert kinds("言处长", known) == [("name", "言处长")]
    assert kinds("金凤", known) == [("doubtful", "金凤")]
    assert kinds("仉督", known) == [("name", "仉督")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("张 伟", "张伟"),
        ("马 晓 红", "马晓红"),
        ("张 勇  李 明", "张勇  李明"),
        ("巩 俐莎  Tel", "巩俐莎  Tel"),
        ("宣小龙 璩  蕾", "宣小龙 璩蕾"),
        ("银川市局 白 璐 文/图", "银川市局 白璐 文/图"),
        ("马 晓 文", "马晓文"),
        ("张 伟 摄", "张伟 摄"),
        ("图 张 勇 文 李 明", "图 张勇 文 李明"),
        ("局长 王 强 张 小红", "局长 王强 张小红"),
        ("上官 云", "上官云"),
        ("办公室张 伟 洪 涛", "办公室 张伟 洪涛"),
        ("局长王 强", "局长 王强"),
        ("撰稿人张 伟", "撰稿人 张伟"),
        ("张 伟 马 晓 红", "张伟 马晓红"),
        ("联 系 电 话 6076213", "联系电话 6076213"),
        ("撰 稿 人 张 伟", "撰稿人 张伟"),
        ("买买提 · 艾力", "买买提·艾力"),
        ("张 勇 李 明", "张勇 李明"),
        ("张 勇  李小军", "张勇  李小军"),
        ("欧 阳 建 国", "欧阳建国"),
        ("张 伟 13900000000", "张伟 13900000000"),
    ],
)
def test_names_that_are_set_wide_are_closed_up_each_for_itself(
    text: str, expected: str
) -> None:
    assert close_up(text) == expected


_TEXT = st.text(
    "张伟洪䶮𬭎办公室局科主任记者摄文同志和等转0951-6138/、()@ab·：: 　", max_size=60
)


@given(_TEXT)
def test_every_letter_and_digit_belongs_to_exactly_one_word(text: str) -> None:
    line = half_width(text)
    places = [place for word in read_words(line) for place in range(*word.span)]
    assert len(places) == len(set(places))
    assert {place for place, sign in enumerate(line) if sign.isalnum()} <= set(places)


_TOKENS = st.one_of(
    st.sampled_from(
        [
            "张伟",
            "洪涛",
            "马䶮",
            "从越",
            "买买提·艾力",
            "欧阳建国",
            "张 勇",
            "金凤",
            "仉督",
        ]
    ),
    st.sampled_from(
        [
            "13900000000",
            "0951-6012345",
            "0951-6012345转8012",
            "6012346",
            "1389567",
            "8012",
        ]
    ),
    st.sampled_from(
        [
            "办公室",
            "盐池县交通运输局",
            "养护科",
            "主任",
            "副科长",
            "同志",
            "(签字)",
            "摄",
            "文/图",
        ]
    ),
    st.sampled_from(["Zhang", "高速公路建设者", "其他同事们", "张主任", "等", "�"]),
)


@given(
    st.lists(
        st.tuples(_TOKENS, st.sampled_from(["、", " ", "，", "；"])),
        min_size=1,
        max_size=7,
    )
)
def test_no_token_of_a_labelled_author_line_vanishes(
    parts: list[tuple[str, str]],
) -> None:
    value = "".join(token + gap for token, gap in parts)
    byline = read_byline([f"银川市连日降雪。\n撰稿人：{value}"])
    numbers = [
        number
        for author in byline.authors
        for number in author.phone.split(SEVERAL_PHONES)
    ]
    evidence = "".join(byline.evidence)
    for word in read_words(close_up(half_width(value))):
        match word.kind:
            case WordKind.NAME | WordKind.DOUBTFUL:
                assert word.text in byline.names or word.text in evidence
            case WordKind.PHONE:
                assert word.text in numbers or word.text in evidence
            case WordKind.LEFTOVER:
                assert byline.unsure
            case _:
                pass
