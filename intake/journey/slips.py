"""Likely slips in the domain of an email address, such as ``gmail.con``."""

from __future__ import annotations

# The domains under which most people have their email; https://en.wikipedia.org/wiki/Webmail
_COMMON = frozenset(
    (
        *("gmail.com", "googlemail.com", "hotmail.com", "hotmail.fr", "outlook.com", "outlook.fr"),
        *("live.com", "live.fr", "msn.com", "yahoo.com", "yahoo.fr", "yahoo.es", "yahoo.com.br"),
        *("yahoo.co.uk", "ymail.com", "icloud.com", "aol.com", "gmx.com", "gmx.net", "gmx.de"),
        *("proton.me", "protonmail.com", "orange.fr", "wanadoo.fr", "free.fr", "laposte.net"),
        *("sapo.pt", "mail.ru", "yandex.ru", "web.de", "libero.it", "zoho.com", "mail.com"),
    )
)
# Endings that do not exist, but are typed for one that does.
_ENDINGS = {
    **dict.fromkeys(("con", "cmo", "ocm", "comm", "vom", "xom", "cpm", "coom", "c0m"), "com"),
    **dict.fromkeys(("ogr", "orgg", "rog", "0rg"), "org"),
    **dict.fromkeys(("nte", "ent", "nett"), "net"),
}
_SHORTEST = 6  # letters: shorter domains are too alike


def likely_address(address: str) -> str:
    """Return the address that someone may have meant; empty if there is no likely slip."""
    local, at, written = address.rpartition("@")
    domain = written.lower()
    name, _, ending = domain.rpartition(".")
    if ending in _ENDINGS:
        domain = f"{name}.{_ENDINGS[ending]}"
    if domain not in _COMMON and len(domain) >= _SHORTEST:
        domain = next((known for known in sorted(_COMMON) if _is_one_slip(domain, known)), domain)
    return "" if domain == written.lower() else local + at + domain


def _is_one_slip(written: str, meant: str) -> bool:
    """Whether one edit turns one word into the other: one letter, or two that are swapped."""
    if abs(len(written) - len(meant)) > 1:
        return False
    start = 0
    while start < min(len(written), len(meant)) and written[start] == meant[start]:
        start += 1
    rest, right = written[start:], meant[start:]
    is_swapped = rest[1::-1] == right[:2] and rest[2:] == right[2:]
    return is_swapped or rest[1:] == right or rest == right[1:] or rest[1:] == right[1:]
