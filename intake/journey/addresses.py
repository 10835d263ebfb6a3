"""The addresses of drafts and receipts, below that of the intake, in each language."""

from __future__ import annotations

from urllib.parse import urlencode

from intake.journey import names


def of_draft(intake: str, tag: str, id_: str) -> str:
    """Return the address of a draft; those of its pages are below it."""
    return f"{intake}{tag}/draft/{id_}"


def of_receipt(intake: str, tag: str, id_: str) -> str:
    """Return the address of a receipt; those of its documents are below it."""
    return f"{intake}{tag}/receipt/{id_}"


def with_key(address: str, key: str) -> str:
    """Return the address of a receipt, or one below it, as only emails to the sender have it."""
    return f"{address}?{urlencode({names.KEY: key})}"
