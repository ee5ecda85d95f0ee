"""Of which texts does a document consist, and in which order are they read?

Its body first, whatever the format; then foot- and endnotes, text boxes, headers and
footers, each text once: a header above the heading would be taken for it, and the same
one stands on many pages. A page's number alone is no text.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from ingest.letter.attachment.lines import LineBuilder

PAGE_NUMBER = re.compile(
    r"[-—－–―·\s]{0,9}(?:第\s{0,9})?\d{1,4}\s{0,9}页?(?:\s{0,9}[/／,，]?\s{0,9}(?:共\s{0,9})?\d{1,4}\s{0,9}页?)?[-—－–―·\s]{0,9}"
)
"""A line that says nothing but the number of its page; which one, is different in every
format.
"""


class EncryptedDocumentError(Exception):
    """A document that needs a password."""

    def __init__(self) -> None:
        super().__init__(
            "the document needs a password; ask the sender for an open copy"
        )


class Story(StrEnum):
    """The kinds of text of a document, in the order in which they are read."""

    BODY = "body"
    NOTE = "note"
    BOX = "box"
    HEADER = "header"
    FOOTER = "footer"


@dataclass(frozen=True, slots=True)
class DocumentText:
    """The texts of a document, each with the story it belongs to, in the order of
    reading.

    `whole` are its texts with what was struck out or deleted in its place, none where
    nothing was.
    """

    stories: tuple[tuple[Story, str], ...]
    whole: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """All of it, a blank line between two texts that are not of the body."""
        body = "\n".join(text for story, text in self.stories if story is Story.BODY)
        others = [text for story, text in self.stories if story is not Story.BODY]
        return "\n\n".join(filter(None, (body, *others)))

    @property
    def beside_the_body(self) -> tuple[str, ...]:
        """Text boxes, headers and footers, and `whole`: a mark may stand at the head of
        each.
        """
        beside = (Story.BOX, Story.HEADER, Story.FOOTER)
        return (*(text for story, text in self.stories if story in beside), *self.whole)


class DocumentBuilder:
    """The texts of a document as they are met; one may begin within another, as a box
    in a paragraph does.
    """

    def __init__(self) -> None:
        self._found: list[tuple[Story, str]] = []
        self._open: list[tuple[Story, LineBuilder]] = [(Story.BODY, LineBuilder())]

    @property
    def lines(self) -> LineBuilder:
        """The lines of the text that is read at this moment."""
        return self._open[-1][1]

    def begin(self, story: Story) -> None:
        """Open a text within the one that is read."""
        self._open.append((story, LineBuilder()))

    def end(self) -> None:
        """Close the text that was opened last."""
        story, lines = self._open.pop()
        self._found.append((story, lines.text().strip()))

    def add(self, story: Story, text: str) -> None:
        """Add a whole text."""
        self._found.append((story, text))

    def document(self) -> DocumentText:
        """The document that was built."""
        kept: list[tuple[Story, str]] = []
        for story, text in dict.fromkeys(
            [(Story.BODY, self._open[0][1].text()), *self._found]
        ):
            is_number = story in {Story.HEADER, Story.FOOTER} and PAGE_NUMBER.fullmatch(
                text
            )
            if text.strip() and not is_number:
                kept.append((story, text))
        order = list(Story)
        return DocumentText(tuple(sorted(kept, key=lambda text: order.index(text[0]))))
