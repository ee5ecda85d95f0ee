"""How is the next thing made ready while this one is being worked on?

One step ahead and never more: what is ready waits until it is asked for, and nobody works on two at once.
"""

from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar, cast

T = TypeVar("T")


def ahead(items: Iterator[T]) -> Generator[T, None, None]:
    """Each of `items`, the next being made in a thread of its own meanwhile; what it raises is raised here.

    `items` are only ever advanced in that thread. Close the generator, or use it up: then nothing runs on.
    """
    end = object()
    with ThreadPoolExecutor(1, thread_name_prefix="ahead") as worker:
        coming = worker.submit(next, items, cast("T", end))
        while (item := coming.result()) is not end:
            coming = worker.submit(next, items, cast("T", end))
            yield item
