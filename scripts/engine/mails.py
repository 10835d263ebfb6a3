"""Shows the emails that the intake of a preview would send: it writes them into a folder."""

from __future__ import annotations

import email
import email.policy
from email.message import EmailMessage
from pathlib import Path

from markupsafe import Markup

ADDRESS = "/_mails/"

_HEADERS = ("From", "To", "Reply-To", "Subject", "Content-Language", "Auto-Submitted")
_PAGE = Markup("""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Emails</title>
<meta name="viewport" content="width=device-width"><meta http-equiv="refresh" content="5">
<style>
body {{ font-family: system-ui, sans-serif; margin: 2rem auto; max-width: 48rem; padding: 0 1rem }}
article {{ border-top: 1px solid; margin-top: 2rem }}
dl {{ display: grid; grid-template-columns: max-content auto; gap: 0 1rem }} dd {{ margin: 0 }}
pre {{ font: inherit; white-space: pre-wrap; overflow-wrap: anywhere }}
</style></head>
<body><h1>Emails that the form would send</h1>
<p>{count}</p>
{mails}
</body></html>
""")
_MAIL = Markup("""<article lang="{language}"><dl>{headers}</dl>
<pre dir="auto">{text}</pre></article>
""")
_HEADER = Markup("<dt>{name}</dt><dd dir='auto'>{value}</dd>")


def page(folder: Path) -> bytes:
    """Return a page with all emails in a folder, the newest first."""
    files = sorted(folder.glob("*.eml"), key=lambda file: file.stat().st_mtime, reverse=True)
    mails = [email.message_from_bytes(f.read_bytes(), policy=email.policy.default) for f in files]
    count = "The preview sends none of them." if mails else "None yet: fill in the form."
    shown = Markup("").join(map(_mail, mails))
    return _PAGE.format(count=count, mails=shown).encode()


def _mail(mail: EmailMessage) -> Markup:
    headers = Markup("").join(
        _HEADER.format(name=name, value=mail[name]) for name in _HEADERS if mail[name]
    )
    text = mail.get_content()
    return _MAIL.format(language=mail["Content-Language"], headers=headers, text=text)
