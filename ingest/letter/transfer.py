"""Which bytes does a part carry, whatever its transfer encoding claims?

Transfer encodings lie: base64 over plain text, base64 without padding, an encoding misspelt. Where the
claim does not fit, the bytes are taken as they stand. What the bytes mean is left to the caller.
"""

import binascii
import re

_SPACE = b" \t\r\n"
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/=]")
_URL_SAFE = bytes.maketrans(b"-_", b"+/")
_UU_BEGIN = re.compile(rb"^begin [0-7]{3,4} [^\n]*\n", re.MULTILINE)
_TOLERATED = 50  # one stray byte in so many is noise of a gateway, more means that this is no base64


def undo_transfer(raw: bytes, encoding: str) -> bytes:
    """The bytes that `raw` carries under the transfer encoding `encoding`; never raises (RFC 2045 §6)."""
    name = encoding.strip().strip("\"'").lower()
    if name.startswith("base64") or name == "b":
        return _base64(raw)
    if name.startswith("quoted"):
        return binascii.a2b_qp(raw)
    if name in {"x-uuencode", "uuencode", "uue", "x-uue"}:
        return _uuencoded(raw)
    return raw


def _base64(raw: bytes) -> bytes:
    dense = raw.translate(None, _SPACE)
    strange = len(_NOT_BASE64.findall(dense))
    if strange * _TOLERATED > len(dense):
        return raw  # plain text under a false label
    if strange:
        dense = _NOT_BASE64.sub(b"", dense.translate(_URL_SAFE))
    return b"".join(_group(piece) for piece in dense.split(b"=") if piece)


def _group(piece: bytes) -> bytes:
    """One run of base64 between padding: several may follow one another in a part."""
    if len(piece) % 4 == 1:
        piece = piece[:-1]
    return binascii.a2b_base64(piece + b"=" * (-len(piece) % 4))


def _uuencoded(raw: bytes) -> bytes:
    begin = _UU_BEGIN.search(raw)
    if begin is None:
        return raw
    pieces: list[bytes] = []
    for line in raw[begin.end() :].splitlines():
        if line.strip() in (b"end", b"`", b""):
            break
        try:
            pieces.append(binascii.a2b_uu(line))
        except binascii.Error:
            return raw
    return b"".join(pieces)
