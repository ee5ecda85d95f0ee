"""Is this text TOML at all, and if not, in which line does it go wrong?

Text in, the document out, or a `PolicyError` that names the line: for what is never closed, the line where
it begins. What the document says is `edition`'s affair.
"""

import tomllib
from decimal import Decimal
from typing import Any

from scoring.language.datum import PolicyError

_END = " (at end of document)"


def document_of(text: str, source: str) -> dict[str, Any]:
    """The document that the text writes, its numbers exact; PolicyError."""
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        what = str(error)
        if what.endswith(_END):
            what = f"{what.removesuffix(_END)} (begun at line {_begun(text)}, open at the end of the file)"
    except RecursionError:
        what = "is nested too deeply"
    except ValueError as error:  # a number with thousands of digits
        what = str(error)
    raise PolicyError(source, "syntax", what)


def _begun(text: str) -> int:
    """The line that begins what is never closed: the one after the longest beginning that is whole."""
    lines = text.splitlines(keepends=True)
    for count in range(len(lines) - 1, 0, -1):
        try:
            tomllib.loads("".join(lines[:count]))
        except ValueError:
            continue
        return count + 1
    return 1
