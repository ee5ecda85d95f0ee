"""Does a letter that was made to burst a reader cost that letter only (P14)?

Each is read in a child within its bounds: it ends unreadable with its reason, or its
file does, or it is simply read; and the ordinary letter behind it is read in any case.
"""

import base64
import io
import itertools
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator

import pytest

from ingest.intake.reader import Read, Reader, Unreadable
from ledger.entries.letters import Letter
from tests.ingest.roster import ARRIVED

MIB = 2**20
ORDINARY = b"From: <a@b.example>\r\nSubject: ordinary\r\n\r\nwords"
HEAD = b"From: <a@b.example>\r\nSubject: x\r\nMIME-Version: 1.0\r\n"


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader(1, ("绝密", "机密", "秘密")) as opened:
        yield opened


def read(reader: Reader, raw: bytes) -> Read:
    """What the hostile letter comes to; the ordinary one behind it must be read."""
    hostile, ordinary = reader.read([(raw, ARRIVED), (ORDINARY, ARRIVED)])
    assert isinstance(ordinary, Letter)
    assert ordinary.subject == "ordinary"
    return hostile


def zipped(*members: tuple[str, bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members:
            package.writestr(name, content)
    return written.getvalue()


def with_files(*files: bytes) -> bytes:
    parts = (
        b"--q\r\nContent-Type: application/octet-stream; name=a\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + base64.encodebytes(file)
        for file in files
    )
    return (
        HEAD
        + b"Content-Type: multipart/mixed; boundary=q\r\n\r\n"
        + b"\r\n".join(parts)
        + b"\r\n--q--\r\n"
    )


def grown(*names: str) -> bytes:
    """A zip of a few hundred kilobytes whose members expand to 2 GiB each."""
    squeezer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = squeezer.compress(b" " * MIB) + squeezer.flush(
        zlib.Z_FULL_FLUSH
    )  # a block that stands by itself
    content = block * 2_048 + squeezer.flush()
    written, index = b"", b""
    for name in map(str.encode, names):
        sizes = struct.pack("<III", 0, len(content), 2_048 * MIB)
        fields = (
            struct.pack("<HHHHH", 20, 0, 8, 0, 0)
            + sizes
            + struct.pack("<HH", len(name), 0)
        )
        index += (
            b"PK\x01\x02\x14\x00"
            + fields
            + struct.pack("<HHHII", 0, 0, 0, 0, len(written))
            + name
        )
        written += b"PK\x03\x04" + fields + name + content
    end = struct.pack(
        "<HHHHIIH", 0, 0, len(names), len(names), len(index), len(written), 0
    )
    return written + index + b"PK\x05\x06" + end


def nested_zips(depth: int) -> bytes:
    inner = b"words"
    for _ in range(depth):
        inner = zipped(("a.zip", inner))
    return inner


def laughs() -> bytes:
    """Entities of entities of entities."""
    names = "abcdefghij"
    pairs = itertools.pairwise(names)
    entities = '<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in pairs
    )
    return f'<?xml version="1.0"?><!DOCTYPE d [{entities}]><d xmlns:w="w"><w:p><w:t>&j;</w:t></w:p></d>'.encode()


# Each is made when its test runs: every worker collects this file, and making them all
# takes seconds.
PAST_A_BOUND: dict[str, Callable[[], bytes]] = {
    "20,000 parts": lambda: (
        HEAD
        + b"Content-Type: multipart/mixed; boundary=q\r\n\r\n"
        + b"--q\r\n\r\nx\r\n" * 20_000
    ),
    "200,000 =?": lambda: (
        b"From: <a@b.example>\r\nSubject: " + b"=?" * 200_000 + b"\r\n\r\nx"
    ),
    "200,000 quotes in From": lambda: b"From: " + b'"' * 200_000 + b"\r\n\r\nx",
    "900 nested parts": lambda: (
        HEAD
        + b"".join(
            b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n)
            for n in range(900)
        )
    ),
    "600 files": lambda: with_files(*[b"x"] * 600),
}
BURSTING_FILES: dict[str, Callable[[], bytes]] = {
    "a .docx of 40 MiB": lambda: zipped(
        ("word/document.xml", b"<a>" + b"x" * (40 * MIB) + b"</a>")
    ),
    "an .ofd of 40 MiB": lambda: zipped(
        ("OFD.xml", b"<a/>"), ("Doc_0/Pages/Page_0/Content.xml", b"x" * (40 * MIB))
    ),
    "a .docx of 2 GiB": lambda: grown("word/document.xml"),
    "an .ofd of 2 GiB": lambda: grown("OFD.xml", "Doc_0/Pages/Page_0/Content.xml"),
    "ten zips of 2 GiB in a zip": lambda: zipped(
        *[(f"{n}.zip", grown("a.txt")) for n in range(10)]
    ),
    "a zip of six large files": lambda: zipped(
        *[(f"{n}.txt", b"0" * (15 * MIB)) for n in range(6)]
    ),
    "zips in zips": lambda: nested_zips(20),
    "a billion laughs": lambda: zipped(("word/document.xml", laughs())),
    "200,000 open elements": lambda: zipped(
        ("word/document.xml", b"<w:p xmlns:w='w'>" + b"<w:p>" * 200_000)
    ),
    "a PDF that is its own child": lambda: (
        b"%PDF-1.4\n" + b"1 0 obj<</Kids[1 0 R]>>endobj\n" * 50_000
    ),
    "300,000 open RTF groups": lambda: b"{\\rtf1" + b"{" * 300_000,
}
ODD: dict[str, Callable[[], bytes]] = {
    "five zips of long texts": lambda: with_files(
        *[zipped(*[(f"{n}.txt", b"0" * (15 * MIB)) for n in range(4)])] * 5
    ),
    "60 kB of =?": lambda: (
        b"From: <a@b.example>\r\nSubject: " + b"=?" * 30_000 + b"\r\n\r\nx"
    ),
    "60,000 quotes in From": lambda: b"From: " + b'"' * 60_000 + b"\r\n\r\nx",
    "400,000 open divisions": lambda: (
        HEAD + b"Content-Type: text/html\r\n\r\n" + b"<div>" * 400_000
    ),
    "100,000 open tables": lambda: (
        HEAD + b"Content-Type: text/html\r\n\r\n" + b"<table><tr><td>" * 100_000
    ),
}


@pytest.mark.parametrize("what", PAST_A_BOUND)
def test_p14_a_letter_past_a_bound_is_unreadable_with_its_reason(
    reader: Reader, what: str
) -> None:
    found = read(reader, PAST_A_BOUND[what]())
    assert isinstance(found, Unreadable)
    assert found.reason


@pytest.mark.parametrize("what", BURSTING_FILES)
def test_p14_a_file_that_would_burst_is_named_unread_and_its_letter_is_read(
    reader: Reader, what: str
) -> None:
    found = read(reader, with_files(BURSTING_FILES[what]()))
    assert isinstance(found, Letter)
    (file,) = found.attachments
    assert file.text is None
    assert file.unread


@pytest.mark.parametrize("what", ODD)
def test_p14_a_hostile_head_or_page_is_read_within_its_bounds(
    reader: Reader, what: str
) -> None:
    assert isinstance(read(reader, ODD[what]()), Letter)
