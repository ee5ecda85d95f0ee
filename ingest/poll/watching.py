"""Is there something to poll before the next poll is due?

A hint only, from the first folder (P27): with or without it the same letters are taken, only sooner.
"""

from collections.abc import Callable

from ingest.poll.polling import logged_in
from ingest.poll.postman import Postman
from ledger import accounts


def watch(postman: Postman, seconds: float, stop: Callable[[], bool]) -> bool:
    """True as soon as letters wait to be polled.

    False after `seconds`, after `stop`, or where IDLE is not offered.

    In the last case the answer comes at once, and the rest of the time is the caller's to sleep. Letters that
    wait although they were just polled make the answer True again: the caller leaves a pause between polls.
    Raises what `poll` raises.
    """
    with logged_in(postman) as box:
        if not box.can_wait:
            return False
        folder = postman.account.folders[0]
        box.look(folder)
        with postman.desk.database.reading() as conn:
            mark = accounts.mark_of(conn, postman.account.name, folder)
        return bool(box.uids_above(mark.floor)) or box.wait(seconds, stop)
