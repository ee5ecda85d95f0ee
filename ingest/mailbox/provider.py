"""Which quirks does the server of a mailbox have?

Data under `providers/`, chosen by the host's name, else by what the server says of itself, else by what it
offers: an office's own host says nothing of whose software answers. Nothing here makes a mailbox unreadable
when wrong.
"""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files
from typing import NamedTuple

GENERIC = "generic"


class BadProviderError(Exception):
    """A file under providers/ does not have the shape this version reads."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"ingest/mailbox/providers/{name}.toml: {why}; reinstall the package")


@dataclass(frozen=True, slots=True)
class Provider:
    """One kind of server.

    `hosts` are host names or their endings; `greetings` words of its greeting or of its answer to ID;
    `offers` capabilities that tell it from others when all of them are offered. `send_id`: say who we are
    (RFC 2971) where ID is offered; `idle`: believe IDLE where offered; `junk`: names of the junk folder,
    should no folder be marked as such (RFC 6154). `note` (Chinese) tells the office what to look at when
    logging in or opening the folder is refused.
    """

    name: str
    hosts: tuple[str, ...] = ()
    greetings: tuple[str, ...] = ()
    offers: frozenset[str] = frozenset()
    send_id: bool = True
    idle: bool = True
    junk: tuple[str, ...] = ()
    note: str = ""

    def serves(self, host: str) -> bool:
        """Whether `host` is one of this provider's."""
        wanted = host.lower().rstrip(".")
        return any(wanted == known or wanted.endswith(f".{known}") for known in self.hosts)


class Chosen(NamedTuple):
    """A provider, and why it was chosen (English, for `check`)."""

    provider: Provider
    because: str


def choose(host: str, greeting: str = "", named: str = "", offered: Iterable[str] = ()) -> Chosen:
    """The provider by `host`, else by the server's own words, else by what it offers.

    Its words are the `greeting` and what it `named` itself in answer to ID; `offered` are its capabilities.
    """
    known = known_providers()
    if hosting := next((provider for provider in known if provider.serves(host)), None):
        return Chosen(hosting, f"by its host {host}")
    for said, where in ((greeting, "greeting"), (named, "answer to ID")):
        if told := _named_in(said, known):
            return Chosen(told[1], f"by its {where} ({told[0]})")
    has = {capability.upper() for capability in offered}
    fitting = [provider for provider in known if provider.offers and provider.offers <= has]
    if best := max(fitting, key=lambda provider: len(provider.offers), default=None):
        return Chosen(best, f"by what it offers ({' '.join(sorted(best.offers))})")
    return Chosen(_generic(known), "neither host, greeting, answer to ID nor capabilities are known")


def _named_in(said: str, known: tuple[Provider, ...]) -> tuple[str, Provider] | None:
    """The word that gives a provider away, the last one.

    Software is named first and the house after it: 163.com runs on Coremail.
    """
    folded = said.casefold()
    found = [
        (folded.find(word.casefold()), word, provider) for provider in known for word in provider.greetings
    ]
    place, word, provider = max(found, key=lambda each: each[0], default=(-1, "", _generic(known)))
    return None if place < 0 else (word, provider)


def known_providers() -> tuple[Provider, ...]:
    """Every file under providers/, by name. Raises BadProviderError."""
    found = sorted(
        (entry for entry in files("ingest.mailbox.providers").iterdir() if entry.name.endswith(".toml")),
        key=lambda e: e.name,
    )
    return tuple(parse_provider(e.name.removesuffix(".toml"), e.read_text(encoding="utf-8")) for e in found)


def parse_provider(name: str, text: str) -> Provider:
    """One provider from its TOML text.

    A missing key means the default of `Provider`. Raises BadProviderError.
    """
    try:
        table = tomllib.loads(text)
        junk, hosts, greetings, offers = (
            tuple(str(item) for item in table.pop(key, ()))
            for key in ("junk", "hosts", "greetings", "offers")
        )
        provider = Provider(name, hosts, greetings, frozenset(offers), junk=junk, **table)
    except (tomllib.TOMLDecodeError, TypeError) as fault:
        raise BadProviderError(name, str(fault)) from None
    if {type(provider.send_id), type(provider.idle)} != {bool}:
        raise BadProviderError(name, "send_id and idle are true or false")
    return provider


def _generic(known: tuple[Provider, ...]) -> Provider:
    return next((provider for provider in known if provider.name == GENERIC), Provider(GENERIC))
