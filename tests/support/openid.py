"""A real OpenID provider, oidc-provider-mock, as a process of its own; it can be made to lie."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

import flask
import httpx
import werkzeug.serving
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from tests.support import plain_http
from tests.support.nginx import free_port

_TIMEOUT = 30
DOWN = "http://127.0.0.1:1"  # the issuer that a provider would be which does not run


@dataclass
class Provider:
    """A running provider."""

    port: int
    process: subprocess.Popen[bytes]

    @property
    def issuer(self) -> str:
        """What it calls itself."""
        return f"http://127.0.0.1:{self.port}"

    def lie(self, **lies: Any) -> None:
        """Say what is to be false from now on: see ``_Liar``; without any, nothing is."""
        plain_http.put(f"{self.issuer}/lies", json=lies).raise_for_status()

    def know(self, address: str, **claims: Any) -> None:
        """Let it know somebody by an address, with other claims about them."""
        claims = {"email": address} | claims
        plain_http.put(f"{self.issuer}/users/{address}", json=claims).raise_for_status()

    def sign_in(self, url: str, address: str) -> str:
        """Sign in as a person does on the provider's page; return where the browser is sent."""
        answer = plain_http.post(url, data={"sub": address})
        return str(answer.headers["location"])


def query(url: str) -> dict[str, str]:
    """Return what a query says."""
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}


@contextmanager
def running() -> Iterator[Provider]:
    """Run a provider."""
    port = free_port()
    command = (sys.executable, "-m", "tests.support.openid", str(port))
    environment = os.environ | {"AUTHLIB_INSECURE_TRANSPORT": "1"}
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    provider = Provider(port, process)
    until = time.monotonic() + _TIMEOUT
    while True:
        try:
            plain_http.get(f"{provider.issuer}/jwks")
            break
        except httpx.TransportError:
            assert process.poll() is None, "no provider"
            assert time.monotonic() < until, "the provider does not answer"
            time.sleep(0.05)
    try:
        yield provider
    finally:
        process.kill()
        process.wait(_TIMEOUT)


class _Liar:
    """Lies about what the mock signs and publishes.

    ``claims`` take the place of its own, ``without`` names some that are left out, ``seconds`` is
    added to when a token expires; ``new_key``, ``withdrawn_key``, ``same_kid``, ``unsigned`` and
    ``hmac`` are ways to sign; ``about`` and ``userinfo`` take the place of what it publishes.
    """

    def __init__(self) -> None:
        self.lies: dict[str, Any] = {}
        self.sign = jwt.encode
        self.key = RSAKey.generate_key(2048, {"use": "sig"}, auto_kid=True)

    def encode(
        self, header: dict[str, Any], claims: dict[str, Any], key: Any, algorithms: list[str]
    ) -> str:
        """Make a token, as joserfc does."""
        claims = {name: v for name, v in claims.items() if name not in self.lies.get("without", ())}
        claims |= self.lies.get("claims", {})
        if "seconds" in self.lies:
            claims["exp"] += self.lies["seconds"]
        if "unsigned" in self.lies:
            return f"{_base64({'alg': 'none'})}.{_base64(claims)}."
        if "hmac" in self.lies:
            secret = OctKey.import_key(self.lies["hmac"])
            return self.sign({**header, "alg": "HS256"}, claims, secret, ["HS256"])
        if self.lies.keys() & {"new_key", "withdrawn_key"}:
            header = {**header, "kid": self.key.kid}
        if self.lies.keys() & {"new_key", "withdrawn_key", "same_kid"}:
            key = self.key
        return self.sign(header, claims, key, algorithms)

    def tell(self) -> str:
        """Take over what is to be false from now on."""
        self.lies = flask.request.get_json()
        return ""

    def publish(self, response: flask.Response) -> flask.Response:
        """Change what is published."""
        pages = {"/.well-known/openid-configuration": "about", "/userinfo": "userinfo"}
        lies = self.lies.get(pages.get(flask.request.path, ""))
        if lies:
            response.set_data(json.dumps(json.loads(response.get_data()) | lies))
        if flask.request.path == "/jwks" and "new_key" in self.lies:
            response.set_data(json.dumps({"keys": [self.key.as_dict()]}))
        return response


def _base64(value: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def _serve(port: int) -> None:
    import oidc_provider_mock  # which warns of its own libraries

    liar = _Liar()
    jwt.encode = liar.encode  # type: ignore[assignment]
    app = oidc_provider_mock.app()
    app.add_url_rule("/lies", "lies", liar.tell, methods=["PUT"])
    app.after_request(liar.publish)
    werkzeug.serving.make_server("127.0.0.1", port, app, threaded=True).serve_forever()


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    _serve(int(sys.argv[1]))
