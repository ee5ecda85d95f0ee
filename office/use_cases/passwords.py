"""Is this the password?

Argon2id with the library's defaults (RFC 9106 §4's second choice). Who the users are is
`ledger.users`' affair, how often one may guess is the console's.
"""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST = 8
"""How many characters a new password has at least."""


def hash_password(text: str) -> str:
    """A salted hash in PHC's string form; the same text gives another one each time."""
    return PasswordHasher().hash(text)


def matches(password_hash: str, text: str) -> bool:
    """Whether `text` is the password; an empty hash, that of a name nobody has, matches
    nothing.

    It takes as long to say so, or the time would tell a guesser which names exist.
    """
    hasher = PasswordHasher()
    if not password_hash:
        hasher.hash(text)
        return False
    try:
        return hasher.verify(password_hash, text)
    except (VerificationError, InvalidHashError):
        return False
