"""What text do these bytes say, whatever their label claims?

A label is believed only if the bytes fit it; unlabelled Chinese is UTF-8 if it is valid
UTF-8 and GB18030 otherwise. What was mended is told in Chinese, and a reading that is
only a guess is marked so (P18, P19, R31). Encoded words and parameters are left to the
modules beside this one.
"""

import re
from typing import NamedTuple

_GB = "gb18030"
_GB_NAMES = frozenset(
    {
        "chinese",
        "csgb2312",
        "cp936",
        "ms936",
        "windows-936",
        "x-cp20936",
        "euc-cn",
        "x-gbk",
        "936",
    }
)
_DISTRUSTED = frozenset(
    {
        "iso-8859-1",
        "iso8859-1",
        "latin1",
        "latin-1",
        "windows-1252",
        "cp1252",
        "us-ascii",
        "ascii",
    }
)
_KNOWN = re.compile(
    r"utf-?(?:7|8|16|16le|16be|16-le|16-be)|hz(?:-gb-2312)?|iso-2022-(?:jp|jp-1|jp-2|kr)|euc-(?:jp|kr)"
    r"|shift-?jis|sjis|cp949|ks-c-5601-1987|koi8-[ru]|iso-?8859-\d{1,2}|(?:windows-|cp)125\d"
)
_NOT_ASCII_BASED = re.compile(r"utf-?7|utf-?16.*|hz.*|iso-2022-.*")
_BREAKS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_UNWANTED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
_HIGH_PAIR = re.compile(rb"[\x80-\xff]{2}")
_LATIN_ONLY = re.compile("[\x00-\xff]*[\x80-\xff]{4}[\x00-\xff]*")
_BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_PYTHONS_NAMES = {"hz-gb-2312": "hz", "ks-c-5601-1987": "cp949", "utf8": "utf-8"}

_SAMPLE = 4_000  # characters looked at when two readings are compared
_SHORT = 12  # bytes: below this a GB text may by chance be valid UTF-8
_MOST_EURO_SIGNS = 64
_LONGEST_LABEL = 40
# Shares of common characters from which on a reading is believed, by how much else
# speaks for it. Bytes that are no Chinese reach 0.17 by chance alone.
_LIKELY, _PLAIN, _CERTAIN = 0.3, 0.5, 0.8
# By their first byte: level 1 of GB 2312, the 3,755 common characters, and its rows of
# punctuation.
_COMMON_ROWS = range(0xB0, 0xD8)
_PUNCTUATION_ROWS = range(0xA1, 0xA4)
_SECOND_BYTE = 0xA1  # the least of GB 2312; below it lie the rarer characters of GBK
_CUT_TAIL = "结尾半个字符已略去"


class Decoded(NamedTuple):
    """A text, whether it is sure, and what was mended to get it (Chinese, shown to the
    office).
    """

    text: str
    sure: bool = True
    repairs: tuple[str, ...] = ()


def clean(text: str) -> str:
    """Make `text` fit to be stored and shown (P15).

    Every line break becomes a line feed; lone surrogates, NUL, other control characters
    except tab, bidirectional controls and invisible marks are removed.
    """
    return _UNWANTED.sub("", _BREAKS.sub("\n", text))


def codec_of(label: str | None) -> str | None:
    """The codec to believe for a charset label, or None for a missing, unknown or
    habitually false one.
    """
    if label is None or len(label) > _LONGEST_LABEL:
        return None
    name = (
        label.strip()
        .lower()
        .removeprefix("charset=")
        .strip("'\" \t;")
        .replace("_", "-")
    )
    name = name.partition("*")[0]  # RFC 2231 §5: a language may follow
    if name in _GB_NAMES or name.startswith(("gb", "cngb")):
        return _GB
    if "big5" in name:
        return "big5hkscs"
    if name in _DISTRUSTED or not _KNOWN.fullmatch(name):
        return None
    return _PYTHONS_NAMES.get(name, name)


def decode_bytes(raw: bytes, label: str | None = None) -> Decoded:
    """The text of `raw` under the charset label `label`, clean; never raises."""
    if label is None and raw.isascii():  # as most header fields are
        return Decoded(clean(raw.decode("ascii")))
    codec = codec_of(label)
    for mark, marked_codec in _BYTE_ORDER_MARKS:
        if raw.startswith(mark):
            codec = marked_codec
    if codec is not None and _NOT_ASCII_BASED.fullmatch(codec):
        text = _decode_strictly(raw, codec)
        if text is not None:
            return _finish(text)
    if raw.isascii():
        return Decoded(clean(raw.decode("ascii")))
    if codec is None:
        return _decode_unlabelled(raw, label)

    text = _decode_gb(raw) if codec == _GB else _decode_strictly(raw, codec)
    if codec == _GB and text is not None and len(raw) > _SHORT:
        # A label of the GB family over valid UTF-8 is wrong where that has far more
        # common characters (M01).
        as_utf8 = _decode_strictly(raw, "utf-8")
        if as_utf8 is not None and common_share(as_utf8) > 2 * common_share(text):
            text = None
    if text is not None:
        return _finish(text)

    # A trusted label that does not fit: read what fits, and say so.
    cut = _decode_without_tail(raw, codec)
    if cut is not None and common_share(cut) > _PLAIN:
        return _finish(cut, _CUT_TAIL)
    found = _decode_unlabelled(raw, None)
    return found._replace(
        repairs=(f"字符集标为{clean(label or codec)}，与内容不符", *found.repairs)
    )


def common_share(text: str) -> float:
    """How much of the non-ASCII part of `text` is common Chinese, 0 to 1; 1 where there
    is none.
    """
    foreign = "".join(_NOT_ASCII.findall(text[:_SAMPLE]))
    if not foreign:
        return 1.0
    in_gbk = foreign.encode("gbk", "ignore")
    common = 0
    for first, second in zip(in_gbk[::2], in_gbk[1::2], strict=True):
        if second >= _SECOND_BYTE and (
            first in _COMMON_ROWS or first in _PUNCTUATION_ROWS
        ):
            common += 1
    return common / len(foreign)


def _decode_strictly(raw: bytes, codec: str) -> str | None:
    try:
        return raw.decode(codec)
    except (UnicodeError, LookupError):
        return None


def _decode_gb(raw: bytes) -> str | None:
    """GB18030, with the lone byte 0x80 that Windows writes for the euro sign; None
    where that fits not.
    """
    text = _decode_strictly(raw, _GB)
    if text is not None or b"\x80" not in raw:
        return text
    pieces: list[str] = []
    for _ in range(_MOST_EURO_SIGNS):
        try:
            return "".join(pieces) + raw.decode(_GB)
        except UnicodeDecodeError as fault:
            if raw[fault.start] != 0x80:
                return None
            pieces.append(raw[: fault.start].decode(_GB) + "€")
            raw = raw[fault.start + 1 :]
    return None


def _decode_without_tail(raw: bytes, codec: str) -> str | None:
    """The text if only its last character is cut: clients shorten subjects by bytes."""
    if codec not in {"utf-8", _GB, "big5hkscs"}:
        return None
    for cut in (1, 2, 3):
        text = _decode_strictly(raw[:-cut], codec)
        if text is not None:
            return None if text.isascii() else text
    return None


def _decode_unlabelled(raw: bytes, label: str | None) -> Decoded:
    """The text of bytes whose label is missing or no help: UTF-8, else GB18030, else
    what loses least.
    """
    text = _decode_strictly(raw, "utf-8")
    if text is not None:
        return _finish(text, "未标明字符集，按UTF-8读出")
    is_western = _HIGH_PAIR.search(raw) is None
    if is_western and label is not None and label.strip().lower() in _DISTRUSTED:
        return _finish(
            raw.decode("cp1252", "replace")
        )  # a label that tells the truth for once
    if len(raw) > _SHORT // 2:
        cut = _decode_without_tail(raw, "utf-8")
        if cut is not None:
            return _finish(cut, _CUT_TAIL)
    text = _decode_gb(raw)
    if text is not None:
        found = _finish(text, "未标明字符集，按GB18030读出")
        return found._replace(sure=found.sure and common_share(text) >= _LIKELY)
    cut = _decode_without_tail(raw, _GB)
    if cut is not None and common_share(cut) > _PLAIN:
        return _finish(cut, _CUT_TAIL)
    if is_western:
        return Decoded(
            clean(raw.decode("cp1252", "replace")), sure=False, repairs=("按西文读出",)
        )
    readings = [raw.decode(codec, "replace") for codec in ("utf-8", _GB)]
    return _finish(
        min(
            readings,
            key=lambda reading: (reading.count("\ufffd"), -common_share(reading)),
        )
    )


def _finish(text: str, repair: str = "") -> Decoded:
    """`text` made clean, double-encoded Chinese restored, lost characters counted.

    `repair` is what was mended before (Chinese).
    """
    repairs = [repair] if repair else []
    if len(text) <= _SAMPLE and not text.isascii() and _LATIN_ONLY.fullmatch(text):
        # Perhaps Chinese that some gateway read as Latin-1: read it again.
        raw = text.encode("latin-1")
        again = _decode_strictly(raw, "utf-8") or _decode_strictly(raw, _GB)
        if again is not None and common_share(again) > _CERTAIN:
            text = again
            repairs.append("乱码已还原")
    text = clean(text)
    lost = text.count("\ufffd")
    if lost:
        repairs.append(f"有{lost}个字无法读出")
    return Decoded(text, not lost, tuple(repairs))
