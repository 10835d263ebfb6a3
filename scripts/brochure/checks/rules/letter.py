"""The letter names parts, and fields of the form, that exist.

Pass: ``part: need``, ``fields: [need]``, with a part and a field of the form that are called so.
Fail: ``part: needs``; ``fields: [the-need]``; ``signature: end`` without such a part.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from brochure.problems import Location, Problem
from brochure.site.form_answers import fields
from brochure.site.site import Site
from brochure.text.suggestions import did_you_mean

ID = "unknown-id"

_FRAME: Location = ("letter", "frame")


def check(site: Site) -> Iterator[Problem]:
    """Yield an error for each unknown name in the frame of the letter."""
    letter = site.content.letter
    if letter is None or letter.frame is None or site.rejected_ids:
        return
    source, frame = site.sources["letter"], letter.frame
    parts = [part.id for part in letter.parts]
    known_fields = [field.id for field in fields(site.content.form)] if site.content.form else []
    named: list[tuple[Location, str, str, Collection[str]]] = [
        (("signature",), frame.signature, "part", parts),
        (("addressee_field",), frame.addressee_field or "", "field", known_fields),
    ]
    for i, place in enumerate(frame.places):
        named.append((("places", i, "part"), place.part, "part", parts))
        named += [(("places", i, "fields"), name, "field", known_fields) for name in place.fields]
    for where, name, what, known in named:
        if name and name not in known:
            message = f'letter: there is no {what} "{name}"'
            hint = did_you_mean(name, known) if known else "Delete this: there are none."
            yield source.problem((*_FRAME, *where), ID, message, hint)
