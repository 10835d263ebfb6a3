"""Reads the body of a posted form: bounded in size, and strict about its encoding."""

from __future__ import annotations

from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request

MAX_FIELDS = 300


class TooLargeError(Exception):
    """The body is larger than any answers to the form."""


class UnreadableError(Exception):
    """The body is not a form: wrong type, wrong encoding, or too many fields."""


async def read_form(request: Request, limit: int) -> dict[str, list[str]]:
    """Return the values of a posted form by field name; the body may have ``limit`` bytes.

    Raises:
        TooLargeError: the body is larger; the rest of it is not read.
        UnreadableError: the body cannot be read as a form.
    """
    content_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if content_type != "application/x-www-form-urlencoded":
        raise UnreadableError(content_type)
    length = request.headers.get("content-length", "")
    if length.isascii() and length.isdigit() and int(length[:20]) > limit:
        raise TooLargeError
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > limit:
                raise TooLargeError
    except ClientDisconnect as error:
        raise UnreadableError("incomplete body") from error
    try:
        return _parse(body.decode("ascii"))
    except ValueError as error:
        raise UnreadableError(type(error).__name__) from error


def _parse(body: str) -> dict[str, list[str]]:
    values: dict[str, list[str]] = {}
    if body:
        for name, value in parse_qsl(
            body,
            keep_blank_values=True,
            strict_parsing=True,
            errors="strict",
            max_num_fields=MAX_FIELDS,
        ):
            values.setdefault(name, []).append(value)
    return values
