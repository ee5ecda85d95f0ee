"""What does a PDF say?

The text layer, page by page. A file without one is a scan and is named so; a password is reported, never
tried.
"""

import pypdfium2

_MOST_PAGES = 200
_LONGEST = 500_000


class LockedPageError(Exception):
    """A PDF that needs a password."""

    def __init__(self) -> None:
        super().__init__("the PDF needs a password; ask the sender for an open copy")


def pdf_text(raw: bytes) -> str:
    """The text layer of a PDF, "" for a scan; raises LockedPageError or PdfiumError."""
    try:
        document = pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError as fault:
        if "password" in str(fault).lower():
            raise LockedPageError from fault
        raise
    try:
        return _pages(document)
    finally:
        document.close()


def _pages(document: pypdfium2.PdfDocument) -> str:
    texts: list[str] = []
    for number in range(min(len(document), _MOST_PAGES)):
        page = document[number]
        layer = page.get_textpage()
        texts.append(str(layer.get_text_bounded()).strip())
        layer.close()
        page.close()
        if sum(map(len, texts)) > _LONGEST:
            break
    return "\n".join(text for text in texts if text)
