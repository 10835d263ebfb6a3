"""Interprets a mail server's reply, or its silence: is it about the recipient, or about us?

A server that wants a password, does not take our sender, or finds an email too large or suspicious
refuses *us*: that is fixed here, and says nothing about the address that someone has given.
"""

from __future__ import annotations

import re
import smtplib
from typing import Literal

# What a refusal is about: an address that receives nothing, for good; a recipient who may receive
# it later; or us.
About = Literal["address", "recipient", "us"]

_PERMANENT = range(500, 600)
# Codes that say more than three digits, such as "550 5.1.1 No such user". Source: RFC 3463.
_ENHANCED = re.compile(r"[245]\.(\d{1,3}\.\d{1,3})(?!\d)")
# Other address status, no such mailbox, no such host, bad syntax, moved, null MX, disabled. Not
# 1.7 and 1.8, which are about the sender's address. Source: IANA, SMTP Enhanced Status Codes.
_ADDRESS = {"1.0", "1.1", "1.2", "1.3", "1.6", "1.10", "2.1"}
# Without such a code: no such mailbox, not here, name not allowed. Source: RFC 5321, section 4.2.3.
_ADDRESS_PLAIN = {550, 551, 553}
_TOO_LARGE = {452, 552}


class AwayError(Exception):
    """The server cannot be reached, or refuses us no matter what we send: no email is to blame.

    ``kind`` says so without the server's words, which may quote an address: it may be logged.
    """

    def __init__(self, reason: str, kind: str = "refused") -> None:
        super().__init__(reason)
        self.kind = kind


class BrokenError(Exception):
    """The server hung up or fell silent, ``in_mail`` or before accepting the first line of one."""

    def __init__(self, reason: str, *, in_mail: bool) -> None:
        super().__init__(reason)
        self.in_mail = in_mail


class MailRefusedError(Exception):
    """The server refused one email; ``about`` says what the reason is about."""

    def __init__(self, about: About, reply: str) -> None:
        super().__init__(reply)
        self.about = about


def to_recipient(code: int, text: str) -> About:
    """Return what the refusal of a recipient is about.

    Servers such as Postfix also refuse senders and clients only here.
    """
    if code not in _PERMANENT:
        return "recipient"
    found = _ENHANCED.match(text)
    is_address = found[1] in _ADDRESS if found else code in _ADDRESS_PLAIN
    return "address" if is_address else "us"


def is_about_one_mail(code: int) -> bool:
    """Whether the refusal of our sender is about the size of an email, declared with it."""
    return code in _TOO_LARGE


def reason(error: Exception) -> str:
    """Return the reply of the server, or the network's error."""
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {text_of(as_bytes(error.smtp_error))}"
    return str(error) or type(error).__name__


def kind(error: Exception) -> str:
    """Return the same without anybody's words, which may quote an address."""
    code = f" {error.smtp_code}" if isinstance(error, smtplib.SMTPResponseException) else ""
    return type(error).__name__ + code


def as_bytes(reply: bytes | str) -> bytes:
    """Return a reply as the server sent it."""
    return reply if isinstance(reply, bytes) else reply.encode()


def text_of(reply: bytes) -> str:
    """Return a reply as one line of text."""
    return " ".join(reply.decode("utf-8", "replace").split())
