"""Does Chinese text come out exactly, whatever the label says and whoever sent it?"""

import base64
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.letter.charset.text import (
    Decoded,
    clean,
    codec_of,
    common_share,
    decode_bytes,
)
from ingest.letter.charset.words import decode_header, decode_parameter

AWKWARD = "朱镕基、陶堃 – 经费5万€𠮷人·三——完"
TITLE = "关于银川公路管理中心春运首日保障工作情况的报告"


def word(text: str, label: str, codec: str, form: str) -> bytes:
    raw = text.encode(codec)
    payload = (
        base64.b64encode(raw)
        if form == "B"
        else b"".join(b"=%02X" % byte for byte in raw)
    )
    return b"=?%s?%s?%s?=" % (label.encode(), form.encode(), payload)


@pytest.mark.parametrize("form", ["B", "Q"])
@pytest.mark.parametrize(
    "label",
    ["gb2312", "GBK", "x-gbk", "gb18030", "GB2312_CHARSET", "cp936", "gb_2312-80"],
)
def test_p18_a_gb_label_of_any_age_decodes_every_gb18030_character(
    label: str, form: str
) -> None:
    assert decode_header(word(AWKWARD, label, "gb18030", form)) == Decoded(AWKWARD)


@pytest.mark.parametrize("form", ["B", "Q"])
def test_p18_the_euro_sign_of_windows_is_read(form: str) -> None:
    raw = "镕".encode("gbk") + b"\x80" + "元".encode("gbk")
    payload = (
        base64.b64encode(raw)
        if form == "B"
        else b"".join(b"=%02X" % byte for byte in raw)
    )
    assert decode_header(b"=?gb2312?%s?%s?=" % (form.encode(), payload)).text == "镕€元"


def test_p19_raw_gbk_and_raw_utf8_are_told_apart_and_the_choice_is_noted() -> None:
    as_gbk, as_utf8 = decode_header(TITLE.encode("gbk")), decode_header(TITLE.encode())
    assert as_gbk == Decoded(TITLE, sure=True, repairs=("未标明字符集，按GB18030读出",))
    assert as_utf8 == Decoded(TITLE, sure=True, repairs=("未标明字符集，按UTF-8读出",))


@pytest.mark.parametrize(
    "label",
    ["unknown-8bit", "x-unknown", "ansi", "", "default", "binary", "iso-8859-1"],
)
def test_p19_a_label_that_says_nothing_is_not_believed(label: str) -> None:
    assert decode_bytes(TITLE.encode("gb18030"), label).text == TITLE
    assert decode_bytes(TITLE.encode(), label).text == TITLE


def test_utf8_under_a_gb_label_is_read_as_utf8_and_noted() -> None:
    found = decode_bytes(TITLE.encode(), "gb2312")
    assert found.text == TITLE
    assert found.repairs[0] == "字符集标为gb2312，与内容不符"


def test_gbk_under_a_utf8_label_is_read_as_gbk() -> None:
    found = decode_bytes(TITLE.encode("gbk"), "utf-8")
    assert (found.text, found.sure) == (TITLE, True)


@pytest.mark.parametrize("text", ["银川", "吴忠市局", "简报", "动态信息"])
def test_short_gbk_text_under_its_own_label_stays_what_it_is(text: str) -> None:
    assert decode_bytes(text.encode("gbk"), "gb2312") == Decoded(text)


def test_big5_and_hz_are_read_under_their_label() -> None:
    assert (
        decode_bytes("臺北市政府公報".encode("big5"), "Big5").text == "臺北市政府公報"
    )
    assert decode_bytes("公路局".encode("hz"), "hz-gb-2312").text == "公路局"


@pytest.mark.parametrize("codec", ["utf-8", "gb18030"])
@pytest.mark.parametrize("label", ["right", "none"])
def test_a_subject_cut_inside_its_last_character_loses_only_that(
    codec: str, label: str
) -> None:
    found = decode_bytes(TITLE.encode(codec)[:-1], codec if label == "right" else None)
    assert found.text == TITLE[:-1]
    assert "结尾半个字符已略去" in found.repairs


def test_western_text_that_tells_the_truth_stays_western() -> None:
    assert (
        decode_bytes("Müller à Genève".encode("latin-1"), "iso-8859-1").text
        == "Müller à Genève"
    )


def test_chinese_read_as_latin_by_a_gateway_is_restored() -> None:
    found = decode_bytes(TITLE.encode("gbk").decode("latin-1").encode("utf-8"), "utf-8")
    assert (found.text, found.repairs) == (TITLE, ("乱码已还原",))


def test_p19_lost_characters_are_counted_and_the_text_is_no_longer_sure() -> None:
    found = decode_bytes(b"\xd2\xf8\xff\xff\xb4\xa8" * 3, "gb2312")
    assert not found.sure
    assert any("无法读出" in repair for repair in found.repairs)


def test_p15_clean_text_has_no_surrogate_no_nul_no_control_and_no_bidi_mark() -> None:
    assert (
        clean("a\udcd5b\x00c\x07d\u202ee\u2066f\ufeffg\r\nh\ri\u2028j\tk")
        == "abcdefg\nh\ni\nj\tk"
    )


# --- encoded words (RFC 2047) ---------------------------------------------------------


def test_r29_blanks_between_words_vanish_and_charsets_may_alternate() -> None:
    raw = (
        word("银川", "gb2312", "gbk", "B")
        + b"\r\n "
        + word("公路", "utf-8", "utf-8", "Q")
        + b" tail"
    )
    assert decode_header(raw).text == "银川公路 tail"


@pytest.mark.parametrize("codec", ["utf-8", "gb18030"])
@pytest.mark.parametrize("form", ["B", "Q"])
def test_r29_a_character_cut_in_two_by_two_words_is_joined(
    codec: str, form: str
) -> None:
    raw = TITLE.encode(codec)
    halves = [raw[:7], raw[7:20], raw[20:]]
    if form == "B":
        words = [
            b"=?%s?B?%s?=" % (codec.encode(), base64.b64encode(half)) for half in halves
        ]
    else:
        words = [
            b"=?%s?Q?%s?=" % (codec.encode(), b"".join(b"=%02X" % b for b in half))
            for half in halves
        ]
    assert decode_header(b"\r\n ".join(words)) == Decoded(TITLE)


def test_words_of_one_family_under_two_names_are_joined_as_bytes() -> None:
    raw = TITLE.encode("gbk")
    first, second = base64.b64encode(raw[:7]), base64.b64encode(raw[7:])
    assert (
        decode_header(b"=?gb2312?B?%s?= =?GBK?B?%s?=" % (first, second)).text == TITLE
    )


def test_base64_text_cut_anywhere_is_joined_before_it_is_read() -> None:
    payload = base64.b64encode(TITLE.encode("gbk"))
    raw = b"=?gb2312?B?%s?= =?gb2312?B?%s?=" % (payload[:13], payload[13:])
    assert decode_header(raw).text == TITLE


def test_words_without_padding_are_read_each() -> None:
    first, second = (
        base64.b64encode(text.encode("gbk")).rstrip(b"=") for text in ("银川局", "春运")
    )
    assert (
        decode_header(b"=?gb2312?B?%s?= =?gb2312?B?%s?=" % (first, second)).text
        == "银川局春运"
    )


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"=?gb2312?Q?=D2=F8=B4=A8 =B9=AB=C2=B7?=", "银川 公路"),
        (b"=?gb2312?B?0vi0qA==", "银川"),
        (b"=?gb2312?Q?=D2=F8=B4=A8", "银川"),
        (b"=?gb2312?B?0vi0qA==?==?gb2312?B?uavCtw==?=", "银川公路"),
        (b"Re:=?gb2312?B?0vi0qA==?=;x", "Re:银川;x"),
        (b"=?gb2312?B?0vi0\r\n qA==?=", "银川"),
        (b"=?gb2312*zh?B?0vi0qA==?=", "银川"),
        ("银川".encode("gbk") + b" =?utf-8?B?5YWs6Lev?=", "银川 公路"),
        (b"=?UTF-8?B?PT9nYjIzMTI/Qj8wdmkwcUE9PT89?=", "银川"),
        (b"=?utf-8?B??=", ""),
    ],
)
def test_words_written_wrong_are_read_as_meant(raw: bytes, text: str) -> None:
    assert decode_header(raw).text == text


@pytest.mark.parametrize(
    "raw", [b"=?gb2312?B?%%%?=", b"=?gb2312?X?abc?=", b"=?=?=?", b"a =? b ?= c"]
)
def test_r30_a_malformed_word_is_shown_as_it_stands(raw: bytes) -> None:
    assert decode_header(raw).text == raw.decode()


@pytest.mark.parametrize(
    "piece",
    [b"=?", b"=?gb2312?B?", b"=?gb2312?Q?=D2", b"=?a?b?c?= ", b'"', b"=?utf-8?Q?a?= b"],
)
@pytest.mark.long
@pytest.mark.timeout(60)  # were it quadratic, it would take hours
def test_p14_a_hostile_header_is_read_in_linear_time(piece: bytes) -> None:
    assert "\x00" not in decode_header(piece * 200_000).text


# --- parameters (RFC 2231) ------------------------------------------------------------

NAME = "银川局春运首日信息.docx"
PERCENT = "".join(f"%{byte:02X}" for byte in NAME.encode()).encode()
PERCENT_GBK = "".join(f"%{byte:02X}" for byte in NAME.encode("gbk")).encode()


@pytest.mark.parametrize(
    "value",
    [
        b"filename*=UTF-8''" + PERCENT,
        b"filename*=GB2312'zh-cn'" + PERCENT_GBK,
        b"filename*=\"UTF-8''" + PERCENT + b'"',
        b"filename*0*=UTF-8''" + PERCENT[:20] + b";\r\n filename*1*=" + PERCENT[20:],
        b"filename*1*=" + PERCENT[20:] + b"; filename*0*=UTF-8''" + PERCENT[:20],
        b"filename=\"x.doc\"; filename*=utf-8''" + PERCENT,
        b'filename="=?gb2312?B?' + base64.b64encode(NAME.encode("gbk")) + b'?="',
        b"filename==?gb2312?B?" + base64.b64encode(NAME.encode("gbk")) + b"?=",
        b'filename="' + NAME.encode("gbk") + b'"',
        b"filename=" + NAME.encode() + b"; size=3",
        b'filename="' + PERCENT + b'"',
        b'filename="' + PERCENT_GBK + b'"',
        b'FileName="' + NAME.encode("gbk"),
    ],
)
def test_r32_a_file_name_is_read_in_every_form_seen(value: bytes) -> None:
    found = decode_parameter(b"attachment; " + value, "filename")
    assert found is not None
    assert found.text == NAME


def test_a_gbk_file_name_whose_second_byte_is_a_backslash_is_whole() -> None:
    name = "誠信\\".replace("\\", "") + ".doc"
    assert b"\\" in name.encode("gbk")
    found = decode_parameter(
        b'attachment; filename="' + name.encode("gbk") + b'"', "filename"
    )
    assert found is not None
    assert found.text == name


def test_a_missing_parameter_is_none() -> None:
    assert decode_parameter(b"attachment; size=3", "filename") is None


@pytest.mark.parametrize(
    "piece", [b';";"', b'"', b";a=", b";filename*0*=%", b'\\"', b'";a="']
)
@pytest.mark.long
@pytest.mark.timeout(60)  # as above
def test_p14_hostile_parameters_are_read_in_linear_time(piece: bytes) -> None:
    found = decode_parameter(b"attachment" + piece * 100_000, "filename")
    assert found is None or "\x00" not in found.text


# --- any bytes at all -----------------------------------------------------------------

UNCLEAN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
LABELS = st.one_of(
    st.none(),
    st.sampled_from(["gb2312", "utf-8", "big5", "utf-7", "utf-16", "hz", "x"]),
    st.text(),
)
HEADERS = st.one_of(
    st.binary(),
    st.lists(
        st.sampled_from(
            [
                b"=?",
                b"?=",
                b"gb2312?B?",
                b"utf-8?q?",
                b"=",
                b"?",
                b" ",
                b"\xd2\xf8",
                b"0vi0",
                b"\r\n ",
            ]
        )
    ).map(b"".join),
)


@given(st.binary(max_size=400), LABELS)
def test_p15_any_bytes_under_any_label_give_clean_text(
    raw: bytes, label: str | None
) -> None:
    found = decode_bytes(raw, label)
    assert not UNCLEAN.search(found.text)
    assert found.sure or "\ufffd" in found.text or found.repairs


@given(HEADERS)
def test_p15_any_header_gives_one_clean_line(raw: bytes) -> None:
    assert not UNCLEAN.search(decode_header(raw).text)
    assert "\n" not in decode_header(raw).text


@given(
    HEADERS,
    st.sampled_from([b"filename=", b"filename*=", b"filename*0*=", b'filename="']),
)
def test_p15_any_parameter_gives_clean_text(raw: bytes, form: bytes) -> None:
    found = decode_parameter(b"attachment; " + form + raw, "filename")
    assert found is None or not UNCLEAN.search(found.text)


@given(
    st.text(st.characters(codec="gb18030"), min_size=1, max_size=3),
    st.sampled_from("BQ"),
)
def test_what_gb18030_can_write_is_read_back(text: str, form: str) -> None:
    expected = " ".join(clean(text).split("\n")).replace("\t", " ").strip()
    assert decode_header(word(text, "gb18030", "gb18030", form)).text == expected


@given(st.text(max_size=20))
def test_labels_are_looked_up_without_harm(label: str) -> None:
    codec = codec_of(label)
    assert codec is None or "".encode(codec) is not None
    assert 0 <= common_share(label) <= 1


@pytest.mark.parametrize(
    "label",
    ["GB2312", "gb2312*zh-CN", "Gbk", "GB_2312-80", '"gb2312"', "charset=gb2312"],
)
def test_r31_a_label_may_be_in_any_case_and_name_a_language(label: str) -> None:
    assert decode_bytes("朱镕基陶堃".encode("gb18030"), label) == Decoded("朱镕基陶堃")


def test_r33_raw_utf_8_in_a_header_is_read_as_it_stands() -> None:
    assert (
        decode_header("盐池县交通运输局+除雪保畅".encode()).text
        == "盐池县交通运输局+除雪保畅"
    )
