"""Is every kind of manuscript read by its content, and every other named with its
reason?
"""

import struct
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.letter.attachment.archive import (
    Archive,
    BurstingArchiveError,
    FileKind,
    kind_of,
)
from ingest.letter.attachment.markup import html_text
from ingest.letter.attachment.read import FileText, read_attachment
from ingest.letter.attachment.winmail import inflate_rtf

FILES = Path(__file__).parents[2] / "letters" / "files"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TEXT = "银川公路管理中心春运信息"


def zipped(members: dict[str, bytes | str]) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def word_xml(body: str, root: str = "document") -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{root} xmlns:w="{W}" xmlns:mc="m">{body}</w:{root}>'


def docx(body: str, **others: str) -> bytes:
    parts = {
        f"word/{name}.xml": word_xml(xml, "ftr" if name.startswith("footer") else "hdr")
        for name, xml in others.items()
    }
    return zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": word_xml(body),
            **parts,
        }
    )


def p(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def tnef(*attributes: tuple[int, int, int, bytes]) -> bytes:
    """A winmail.dat of attributes, each as (level, name, type, data)."""
    start = struct.pack("<IH", 0x223E9F78, 1)
    return start + b"".join(
        struct.pack("<BHHI", level, name, kind, len(data))
        + data
        + struct.pack("<H", sum(data) & 0xFFFF)
        for level, name, kind, data in attributes
    )


# --- what is read ---------------------------------------------------------------------


def test_a_docx_is_read_with_its_table_in_order_and_box_header_and_footer_after_the_body() -> (
    None
):
    row = "<w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr>"
    table = f"<w:tbl>{row.format(p('单位'), p('篇数'))}{row.format(p('银川局'), p('3'))}</w:tbl>"
    box = f"<w:p><w:r><w:txbxContent>{p('签发人：王五')}</w:txbxContent></w:r></w:p>"
    found = read_attachment(
        docx(
            p(TEXT) + table + box + p("落款"), header1=p("机关简报"), footer1=p("共1页")
        )
    )
    assert found == FileText(
        f"{TEXT}\n单位\t篇数\n银川局\t3\n\n落款\n\n签发人：王五\n\n机关简报\n\n共1页",
        inner=("签发人：王五", "机关简报", "共1页"),
    )


def test_tracked_insertions_are_read_and_deletions_are_not() -> None:
    body = (
        "<w:p><w:r><w:t>完成除雪</w:t></w:r><w:del><w:r><w:delText>100</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>120</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>旧处</w:t></w:r></w:moveFrom>"
        "<w:r><w:t>公里</w:t><w:tab/><w:instrText>PAGE</w:instrText></w:r></w:p>"
    )
    assert read_attachment(docx(body)).text == "完成除雪120公里"


def test_a_text_box_written_twice_for_old_programs_is_read_once() -> None:
    box = f"<w:txbxContent>{p('文本框')}</w:txbxContent>"
    body = f"<w:p><w:r><mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
    assert (
        read_attachment(docx(body + "</mc:AlternateContent></w:r></w:p>")).text
        == "文本框"
    )


def test_wordml_in_one_file_is_read_as_word() -> None:
    xml = word_xml(p(TEXT), "wordDocument").replace(
        W, "http://schemas.microsoft.com/office/word/2003/wordml"
    )
    assert read_attachment(xml.encode()).text == TEXT


def test_a_binary_word_file_is_read_piece_by_piece() -> None:
    assert read_attachment((FILES / "report.doc").read_bytes()).text == (
        f"{TEXT}\n陶堃、朱镕：见附件\n单位\t篇数\n银川局\t3\n"
        "Total 120 km cleared\n\n文本框：签发人 王五\n\n机关简报"
    )


def test_a_pdf_is_read_by_its_text_layer() -> None:
    assert read_attachment((FILES / "report.pdf").read_bytes()) == FileText(TEXT)


@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "utf-16", "utf-8-sig"])
def test_a_text_file_is_read_in_any_charset(codec: str) -> None:
    assert (
        read_attachment(f"{TEXT}\r\n陶堃报送".encode(codec)).text == f"{TEXT}\n陶堃报送"
    )


def test_an_html_file_is_read_by_the_charset_it_names() -> None:
    html = f"<html><head><meta charset=gb2312></head><body><p>{TEXT}</p><p>陶堃</p></body></html>"
    assert read_attachment(html.encode("gb18030")).text == f"{TEXT}\n陶堃"


@pytest.mark.parametrize(
    "rtf",
    [
        rb"{\rtf1\ansi\ansicpg936 "
        + "".join(f"\\'{b:02x}" for b in TEXT.encode("gbk")).encode()
        + rb"\par}",
        rb"{\rtf1\ansi " + "".join(f"\\u{ord(c)}?" for c in TEXT).encode() + rb"\par}",
        rb"{\rtf1\ansi\ansicpg936 " + TEXT.encode("gbk") + rb"\par}",
    ],
)
def test_an_rtf_file_is_read_in_every_way_to_write_chinese(rtf: bytes) -> None:
    assert read_attachment(rtf).text == TEXT


def test_an_ofd_is_read_page_by_page_in_their_order() -> None:
    def page(text: str) -> str:
        code = f"<ofd:TextObject><ofd:TextCode>{text}</ofd:TextCode></ofd:TextObject>"
        return f'<ofd:Page xmlns:ofd="o">{code}</ofd:Page>'

    pages = {
        f"Doc_0/Pages/Page_{number}/Content.xml": page(f"第{number}页")
        for number in (10, 2, 0)
    }
    assert (
        read_attachment(zipped({"OFD.xml": "<OFD/>", **pages})).text
        == "第0页\n\n第2页\n\n第10页"
    )


def test_a_zip_with_gbk_names_is_read_file_by_file() -> None:
    name = "银川局.txt".encode("gbk")
    raw = zipped(
        {
            "x" * (len(name) - 4) + ".txt": TEXT.encode("gbk"),
            "表.xlsx": zipped({"xl/workbook.xml": "<w/>"}),
        }
    )
    raw = raw.replace(b"x" * (len(name) - 4) + b".txt", name)
    found = read_attachment(raw)
    assert found.text == f"【银川局.txt】\n{TEXT}"
    assert found.unread == "表.xlsx：Excel表格，未读取其中文字"


def test_p21_a_winmail_dat_yields_its_body_and_its_files() -> None:
    raw = tnef(
        (1, 0x9007, 6, struct.pack("<II", 936, 0)),
        (1, 0x800C, 2, "银川局报送".encode("gbk") + b"\x00"),
        (2, 0x9002, 6, bytes(14)),
        (2, 0x8010, 1, b"a.txt\x00"),
        (2, 0x800F, 6, TEXT.encode("gbk")),
    )
    found = read_attachment(raw)
    assert (found.text, found.unread, found.inner) == (
        f"银川局报送\n\n【a.txt】\n{TEXT}",
        None,
        ("a.txt", TEXT),
    )


def test_p21_compressed_rtf_is_inflated() -> None:
    # the example of [MS-OXRTFCP] 3.1
    raw = bytes.fromhex(
        "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0"
    )
    assert inflate_rtf(raw) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"


def test_the_name_of_a_kind_is_never_needed() -> None:
    assert kind_of(docx(p("x"))) is FileKind.DOCX
    assert kind_of((FILES / "report.doc").read_bytes()) is FileKind.OLE
    assert kind_of(b"BM means nothing in a text") is FileKind.TEXT
    assert kind_of(b"\n\n%PDF-1.4") is FileKind.PDF


# --- what is named as unread ----------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "because"),
    [
        (b"", "文件为空"),
        ((FILES / "scan.pdf").read_bytes(), "扫描件"),
        ((FILES / "locked.pdf").read_bytes(), "加密"),
        ((FILES / "encrypted.docx").read_bytes(), "加密"),
        (b"\x78\x9f\x3e\x22" + bytes(40), "winmail.dat，请以普通格式重发"),
        (tnef(), "winmail.dat，请以普通格式重发"),
        (b"Rar!\x1a\x07\x00" + bytes(40), ".zip"),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "图片"),
        (zipped({"xl/workbook.xml": "<w/>"}), "Excel"),
        (zipped({"ppt/presentation.xml": "<w/>"}), "PPT"),
        (b"PK\x03\x04" + bytes(40), "损坏"),
        (b"%PDF-1.7 broken", "损坏"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "损坏"),
        (docx("<w:p>"), "损坏"),
        (docx(""), "没有文字"),
        (bytes(range(32)) * 10, "未知格式"),
    ],
)
def test_p21_what_cannot_be_read_is_named_with_its_reason(
    raw: bytes, because: str
) -> None:
    found = read_attachment(raw)
    assert found.text is None
    assert found.unread is not None
    assert because in found.unread


def test_an_encrypted_zip_and_word_file_are_named_and_never_tried() -> None:
    raw = bytearray(zipped({"a.txt": TEXT}))
    raw[6] |= 1
    raw[raw.index(b"PK\x01\x02") + 8] |= 1
    assert read_attachment(bytes(raw)).unread == "文件已加密，请发送未加密的文件"
    doc = bytearray((FILES / "report.doc").read_bytes())
    doc[doc.index(b"\xec\xa5\xc1\x00") + 11] |= 1
    assert read_attachment(bytes(doc)).unread == "文件已加密，请发送未加密的文件"


# --- what is made to burst ------------------------------------------------------------


def test_p14_a_zip_bomb_is_refused_before_it_bursts() -> None:
    bomb = docx("0" * 40_000_000)
    assert read_attachment(bomb).unread == "压缩包或文件展开后过大，请分开发送"


def test_p14_many_members_together_are_refused_too() -> None:
    raw = zipped({f"{number}.bin": bytes(12_000_000) for number in range(8)})
    with Archive(raw) as archive, pytest.raises(BurstingArchiveError):
        list(map(archive.read, archive.names))
    with pytest.raises(BurstingArchiveError):
        Archive(zipped({str(number): b"" for number in range(2_001)}))


def test_p14_zips_within_zips_end() -> None:
    raw = zipped({"a.txt": TEXT})
    for _ in range(10):
        raw = zipped({"a.zip": raw})
    assert read_attachment(raw).text is None


def test_p14_entities_of_a_hostile_document_are_never_expanded() -> None:
    laughs = (
        '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "'
        + "&a;" * 1_000
        + '"><!ENTITY c SYSTEM "file:///etc/passwd">]>'
    )
    xml = word_xml("<w:p><w:r><w:t>甲&b;&c;乙</w:t></w:r></w:p>").replace(
        "?>", "?>" + laughs, 1
    )
    found = read_attachment(zipped({"word/document.xml": xml}))
    assert "ha" not in (found.text or "")
    assert "root" not in (found.text or "")


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 100_000 + "正文",
        "<table><tr><td>" * 20_000 + "正文",
        "正" + "\n" * 500_000 + "x",
        "正" + "\u3000" * 500_000 + "x",
        "正" + "\u3000\n" * 250_000 + "文",
        "<" * 300_000,
        "<p>正文</p>" * 50_000,
        "<blockquote type=cite>" * 20_000 + "正文",
    ],
)
@pytest.mark.timeout(60)  # were it quadratic, it would take many minutes
def test_p14_hostile_html_is_shown_in_bounded_time(html: str) -> None:
    shown = html_text(html)
    assert "正" not in html or "正" in shown.text + shown.quoted


@pytest.mark.parametrize(
    "old",
    [
        "<s>卢静&nbsp;13895100211</s>",
        "<del>卢静</del>",
        "<strike>卢<b>静</b></strike>",
        '<span style="color:red;text-decoration: line-through">卢静</span>',
        '<span style="text-decoration-line:underline line-through">卢静</span>',
    ],
)
def test_what_a_sender_struck_out_is_not_said(old: str) -> None:
    assert html_text(f"<div>撰稿人：{old}钭玉琴</div>").text == "撰稿人：钭玉琴"


@given(
    st.binary(max_size=300),
    st.sampled_from(
        [
            b"",
            b"PK\x03\x04",
            b"%PDF-",
            b"{\\rtf",
            b"<html>",
            b"<?xml ",
            b"\x78\x9f\x3e\x22",
        ]
    ),
)
def test_p15_any_bytes_are_read_or_named(raw: bytes, magic: bytes) -> None:
    found = read_attachment(magic + raw)
    assert (found.text is None) == (found.unread is not None)
    assert "\x00" not in (found.text or "")
    (found.text or "").encode("utf-8")


@given(st.integers(0, 9_000), st.integers(0, 255))
def test_p15_a_damaged_word_file_is_read_or_named(place: int, byte: int) -> None:
    raw = bytearray((FILES / "report.doc").read_bytes())
    raw[place] = byte
    found = read_attachment(bytes(raw))
    assert (found.text is None) == (found.unread is not None)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_any_text_in_html_is_shown_without_accident(text: str) -> None:
    html_text(f"<p>{text}</p>")
