r"""Does one manuscript read the same in every format, and are its forms fields?

tests/letters/files/*.fodt are the sources; LibreOffice 7.4 made the others of them once
(`soffice --headless --convert-to docx manuscript.fodt`; the .xml as `xml:MS Word 2003
XML`).
"""

import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.letter.attachment.archive import FileKind, kind_of
from ingest.letter.attachment.lines import is_head, table_text
from ingest.letter.attachment.markup import html_text
from ingest.letter.attachment.read import read_attachment
from ingest.letter.attachment.rtf import rtf_text
from ingest.screening.seal import mark_in

FILES = Path(__file__).parents[2] / "letters" / "files"
BODY = """\
老龙潭景区公路安防工程竣工
泾源县老龙潭景区公路弯多坡陡，是自驾游热门线路。县交通运输局投资480万元实施安防工程，安装波形护栏13公里，设置凸面镜27面、减速标线64道，在三处长下坡增设避险车道。
工程严格按照公路安全生命防护标准施工，质量抽检合格率100%，4月5日通过竣工验收并投入使用。下一步，县局将加强日常养护，定期检查护栏和标志标线，确保游客平安出行。
报送单位：泾源县交通运输局
撰稿人：冶秀兰
联系电话：0954-5011830
签发人：兰志强
报送时间：4月6日
护栏里程统计如下：
路段	公里
一号坡	5
二号坡	8
以上信息，请审阅。"""
NOTE, BOX, HEADER, FOOTER = (
    "含备用3面。",
    "资料图片由景区提供",
    "交通运输政务信息",
    "泾源县交通运输局办公室编 第1页",
)
HAN = st.text(
    st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=40
)
CELL = st.sampled_from(
    ["撰稿人", "联系电话", "信息标题", "张三", "0951-1234567", "", "道路畅通\n第二行"]
)


def text_of(name: str) -> str:
    return read_attachment((FILES / name).read_bytes()).text or ""


# --- one manuscript -------------------------------------------------------------------


@pytest.mark.parametrize("ending", ["docx", "doc", "rtf", "odt", "xml"])
def test_one_manuscript_reads_the_same_in_every_format(ending: str) -> None:
    assert (
        text_of(f"manuscript.{ending}")
        == f"{BODY}\n\n{NOTE}\n\n{BOX}\n\n{HEADER}\n\n{FOOTER}"
    )


def test_a_pdf_reads_the_same_but_for_the_marks_of_its_notes() -> None:
    body = BODY.replace("27面", "27面¹")
    assert (
        text_of("manuscript.pdf") == f"{body}\n1{NOTE}\n{BOX}\n\n{HEADER}\n\n{FOOTER}"
    )


def test_paragraphs_of_a_pdf_go_on_over_its_lines_and_pages_and_headers_are_read_once() -> (
    None
):
    written = (
        text_of("two-pages.docx")
        .replace("\u3000\u3000", "")
        .replace("信息内容：\n", "信息内容：")
    )
    written = written.replace(
        "群众满意。\n下一步", "群众满意。下一步"
    )  # two paragraphs of a cell
    assert text_of("two-pages.pdf") == written
    assert written.count(HEADER) == 1
    assert "- 1 -" not in written


@pytest.mark.parametrize(
    ("ending", "kind"), [("doc", FileKind.OLE), ("docx", FileKind.DOCX)]
)
def test_m08_a_wps_is_read_as_what_it_is(ending: str, kind: FileKind) -> None:
    raw = (FILES / f"manuscript.{ending}").read_bytes()
    assert kind_of(raw) is kind
    assert (read_attachment(raw).text or "").startswith(BODY)


@pytest.mark.parametrize("ending", ["docx", "doc", "rtf", "odt", "xml", "pdf"])
def test_what_stands_beside_the_body_is_handed_out_by_itself_for_the_seal(
    ending: str,
) -> None:
    assert {HEADER, FOOTER} <= set(
        read_attachment((FILES / f"manuscript.{ending}").read_bytes()).inner
    )


def test_a_mark_in_a_header_seals_though_the_header_is_read_last() -> None:
    w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    line = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name, root, lines in (
            ("document", "document", ["正文"] * 60),
            ("header1", "hdr", ["机密"]),
        ):
            body = "".join(map(line.format, lines))
            package.writestr(
                f"word/{name}.xml", f'<w:{root} xmlns:w="{w}">{body}</w:{root}>'
            )
    found = read_attachment(buffer.getvalue())
    assert (found.text or "").endswith("机密")
    assert mark_in([found.text or "", *found.inner], ["机密"]) is not None


@pytest.mark.parametrize(
    "look", ["<w:strike/>", "<w:dstrike/>", '<w:strike w:val="1"/>']
)
def test_what_was_struck_out_of_a_manuscript_is_not_said(look: str) -> None:
    w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    runs = (
        f"<w:r><w:rPr>{look}</w:rPr><w:t>卢静</w:t></w:r>"
        '<w:r><w:rPr><w:strike w:val="0"/></w:rPr><w:t>钭玉琴</w:t></w:r>'
    )
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{w}"><w:p>{runs}</w:p></w:document>',
        )
    assert read_attachment(buffer.getvalue()).text == "钭玉琴"


# --- OpenDocument ---------------------------------------------------------------------


def opened(content: str, mimetype: str = "text", **others: str) -> bytes:
    """An OpenDocument file with this office:body."""
    names = "office style text table draw"
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in names.split()
    )
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("mimetype", f"application/vnd.oasis.opendocument.{mimetype}")
        package.writestr(
            "content.xml",
            f"<office:document-content {spaces}><office:body><office:text>{content}</office:text>"
            "</office:body></office:document-content>",
        )
        for name, text in others.items():
            package.writestr(name.replace("_", "/") + ".xml", text)
    return buffer.getvalue()


def test_an_odt_is_read_without_comments_deletions_and_what_is_hidden() -> None:
    found = read_attachment(
        opened(
            "<text:tracked-changes><text:p>删去</text:p></text:tracked-changes><text:h>标\n  题</text:h>"
            "<text:p>甲<text:s text:c='2'/>乙<text:tab/>丙<text:line-break/><text:span>丁</text:span>"
            "<office:annotation><text:p>批注</text:p></office:annotation>戊</text:p>"
            "<text:list><text:list-item><text:p>一条</text:p></text:list-item></text:list>"
        )
    )
    assert found.text == "标 题\n甲  乙\t丙\n丁戊\n一条"


@pytest.mark.parametrize("mimetype", ["spreadsheet", "presentation"])
def test_other_kinds_of_opendocument_are_named(mimetype: str) -> None:
    found = read_attachment(opened("", mimetype))
    assert (found.text, found.unread) == (None, "ODF表格或演示文稿，未读取其中文字")


def test_an_odt_with_a_password_is_named_and_never_tried() -> None:
    raw = opened("", "text", **{"META-INF_manifest": "<manifest:encryption-data/>"})
    assert read_attachment(raw).unread == "文件已加密，请发送未加密的文件"


# --- RTF ------------------------------------------------------------------------------


def escaped(text: str) -> bytes:
    """GBK as Word writes it: the second byte of a character as a letter where it is
    one.
    """
    out = b""
    for character in text:
        lead, *trail = character.encode("gbk")
        out += b"\\'%02x" % lead
        for byte in trail:
            letter = bytes([byte])
            out += letter if letter.isalnum() else b"\\'%02x" % byte
    return out


@given(HAN)
def test_rtf_says_the_same_however_its_chinese_is_written(text: str) -> None:
    for written in (
        b"\\ansicpg936 " + escaped(text),
        b"\\ansicpg936 "
        + "".join(f"\\u{ord(c) - 65536 * (ord(c) > 32767)}?" for c in text).encode(),
        b"\\ansicpg936\\uc2 "
        + b"".join(b"\\u%d" % ord(c) + b"\\'3f\\'3f" for c in text),
        b"\\ansicpg1252{\\fonttbl{\\f1\\fcharset134 x;}}\\f1 " + escaped(text),
    ):
        assert rtf_text(b"{\\rtf1\\ansi" + written + b"\\par}").text == text


def test_rtf_leaves_out_what_is_no_text_and_joins_the_halves_of_rare_characters() -> (
    None
):
    rtf = (
        r"{\rtf1\ansi\ansicpg936{\fonttbl{\f0 SimSun;}}{\info{\title x}}{\*\generator y;}"
        r"{\pict\pngblip 89504e47}{\field{\*\fldinst PAGE}{\fldrslt 7}}{\v z}{\deleted w}"
        r"\u-10187?\u-9116?\~\'a1\'a1{\*\unknown q}.\line a\bin3 }}}b\par}"
    )
    assert rtf_text(rtf.encode()).text == "7\U0001d464 \u3000.\nab"


RTF_WORDS = (
    rb"{ } \trowd \intbl \cell \row \pard \par {\header {\*\x {\footnote \u20013? \'d6 \'d0 a \uc0 \bin2 \f1"
    rb" {\shp{\*\shpinst{\shptxt \nestcell \v \v0 \plain \~"
).split(b" ")


@given(st.lists(st.sampled_from(RTF_WORDS), max_size=40).map(b" ".join))
def test_p15_any_order_of_words_is_read(words: bytes) -> None:
    text = rtf_text(b"{\\rtf1 " + words).text
    assert text == text.encode("utf-8").decode()


@pytest.mark.parametrize(
    "piece",
    [
        b"\\'d2\n",
        b"{}",
        b"\\u38134?",
        b"\\trowd\\intbl x\\cell\\row",
        b"a\\'81",
        b"{\\header x}",
    ],
)
@pytest.mark.timeout(60)  # were it quadratic, it would take many minutes
def test_p14_hostile_rtf_is_read_in_bounded_time(piece: bytes) -> None:
    rtf_text(b"{\\rtf1" + piece * 50_000)


# --- forms ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "head",
    [
        "信息标题",
        "撰 稿 人",
        "撰稿人：",
        "联系电话",
        "审核人/签发人",
        "报送单位（盖章）",
        "撰稿人及联系方式",
        "备注",
    ],
)
def test_a_head_says_what_stands_beside_it(head: str) -> None:
    assert is_head(head)


@pytest.mark.parametrize(
    "cell",
    [
        "张三",
        "泾源县交通运输局",
        "0954-5011830",
        "办公室",
        "动态",
        "",
        "撰稿人张三",
        "信息" * 20,
    ],
)
def test_a_value_is_no_head(cell: str) -> None:
    assert not is_head(cell)


@pytest.mark.parametrize(
    ("rows", "lines"),
    [
        (
            [["信息标题", "道路畅通"], ["撰稿人", "张三"]],
            ("信息标题：道路畅通", "撰稿人：张三"),
        ),
        ([["撰 稿 人：", "张三", "电话", "138"]], ("撰稿人：张三", "电话：138")),
        (
            [["信息标题", "撰稿人", "电话"], ["道路畅通", "张三", "138"]],
            ("信息标题：道路畅通", "撰稿人：张三", "电话：138"),
        ),
        (
            [["政务信息报送单", ""], ["撰稿人", "张三"]],
            ("政务信息报送单", "撰稿人：张三"),
        ),
        ([["撰稿人", "张三\n李四"]], ("撰稿人：张三 李四",)),
        ([["签发人", ""], ["撰稿人", "张三"]], ("签发人", "撰稿人：张三")),
        # Statistics and lists of names are no forms.
        ([["单位", "篇数"], ["银川局", "3"]], ("单位\t篇数", "银川局\t3")),
        ([["单位", "篇"], ["银川局", "3"]], ("单位\t篇", "银川局\t3")),
        (
            [["姓名", "电话"], ["张三", "1"], ["李四", "2"]],
            ("姓名\t电话", "张三\t1", "李四\t2"),
        ),
        # Whole reports are set in tables.
        ([["标题\n第一段\n第二段"]], ("标题\n第一段\n第二段",)),
        ([["", "甲", ""], ["", "", ""]], ("\t甲",)),
    ],
)
def test_a_form_becomes_its_fields_and_other_tables_stay_rows(
    rows: list[list[str]], lines: tuple[str, ...]
) -> None:
    assert table_text(rows).lines == lines


@given(st.lists(st.lists(CELL, max_size=5), max_size=4))
def test_no_value_of_a_table_vanishes(rows: list[list[str]]) -> None:
    said = "".join("".join(table_text(rows).lines).split())
    for cell in (cell for row in rows for cell in row):
        if not is_head(cell):
            assert "".join(cell.split()) in said


def test_a_form_in_html_becomes_fields_and_a_layout_stays_lines() -> None:
    form = (
        "<table><tr><td>信息标题</td><td colspan=3><p>道路<br>畅通</p></td></tr>"
        "<tr><th>撰 稿 人</th><td><b>张三</b></td><td>联系电话</td><td>138</td></tr></table>"
    )
    assert html_text(form)[:3] == (
        "信息标题：道路 畅通\n撰稿人：张三\n联系电话：138",
        "",
        3,
    )
    layout = f"<table><tr><td><p>各位领导：</p>{form}<p>落款</p></td></tr></table>"
    assert (
        html_text(layout).text
        == "各位领导：\n信息标题：道路 畅通\n撰稿人：张三\n联系电话：138\n落款"
    )


def test_a_form_in_html_is_read_though_the_plain_form_has_the_same_words() -> None:
    assert html_text("<td>甲<td>乙").text == "甲\n乙"
    assert html_text("<tr><td>甲<td>乙</tr>").text == "甲\n乙"


def test_what_html_hides_is_not_read() -> None:
    html = (
        "<div style='color:red; display: none'>预览</div><p style='display:block'>正文</p>"
        "<span style='mso-hide:all'>x</span>"
    )
    assert html_text(html).text == "正文"
