"""How are a message and its names written on the wire?

The small transformations RFC 5321 and RFC 3461 ask for, and which hosts the wire does not leave this machine
for.
"""

import ipaddress
import re


def stuffed(content: bytes) -> bytes:
    """The message for DATA, ended by CRLF. RFC 5321 §4.5.2: a line that begins with a dot gets another."""
    ended = content if content.endswith(b"\r\n") else content + b"\r\n"
    return re.sub(rb"(?m)^\.", b"..", ended)


def xtext(text: str) -> str:
    """An ESMTP parameter value. RFC 3461 §4: what a parameter may not hold, as +XX."""
    return "".join(c if "!" <= c <= "~" and c not in "+=" else f"+{ord(c):02X}" for c in text)


def on_this_machine(host: str) -> bool:
    """Whether the host is the loopback, by name or number."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
