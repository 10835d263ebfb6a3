"""Signing in with an account elsewhere: OpenID Connect, by a code with PKCE.

What the provider publishes about itself is read again for each sign-in, of which there are a few a
day: so a key that it has withdrawn is believed no longer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import urlsplit

import requests
from authlib.common.security import generate_token
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.jwk import KeySet

from brochure.text import entered
from intake.settings.settings import OpenIdProvider

_TIMEOUT = 5  # seconds for each answer of the provider
_LEEWAY = 60  # seconds that its clock may differ
_SCOPE = "openid email"
# Signatures that only the provider can make: not "none", and not HMAC, whose key we would share.
_SIGNATURES = [f"{kind}{size}" for kind in ("RS", "PS", "ES") for size in (256, 384, 512)]
_SIGNATURES += ["EdDSA", "Ed25519"]
_KINDS_OF_KEYS = {"RSA", "EC", "OKP"}
Answer = dict[str, Any]


class OpenIdError(Exception):
    """The provider is away, or what came from it is not to be believed; the text says why."""


@dataclass(frozen=True)
class PendingSignIn:
    """A sign-in that has begun: where the browser is sent, and what shows later that it is ours."""

    url: str
    state: str
    nonce: str
    verifier: str


class OpenId:
    """Signs in with a provider, which sends browsers back to the address ``back``."""

    def __init__(self, provider: OpenIdProvider, back: str) -> None:
        self._provider, self._back = provider, back

    def begin(self, language: str) -> PendingSignIn:
        """Begin to sign in, with the provider's pages in a language if it has them.

        Raises:
            OpenIdError: the provider is away, or not one.
        """
        about = self.discover()
        nonce, verifier = generate_token(32), generate_token(64)
        with self._session(about) as session:
            url, state = session.create_authorization_url(
                about["authorization_endpoint"],
                state=generate_token(32),
                nonce=nonce,
                code_verifier=verifier,
                ui_locales=language,
            )
        return PendingSignIn(url, state, nonce, verifier)

    def finish(self, code: str, nonce: str, verifier: str) -> str:
        """Return the email address of the person who signed in, given the code from the browser.

        Raises:
            OpenIdError: the provider is away, or its token is expired, for somebody else, from
                another sign-in, not signed by a key that it has now, or names no address.
        """
        about = self.discover()
        try:
            with self._session(about) as session:
                token = session.fetch_token(
                    about["token_endpoint"], code=code, code_verifier=verifier, timeout=_TIMEOUT
                )
                claims = self._claims(about, token, nonce)
                if "email" not in claims:
                    url = self._endpoint(about, "userinfo_endpoint")
                    claims |= self._more_claims(session, url, claims["sub"])
        except OpenIdError:
            raise
        except Exception as error:  # whatever a library finds wrong with it
            raise OpenIdError(f"token refused: {type(error).__name__}") from error
        return _address(claims)

    def discover(self) -> Answer:
        """Return the provider's configuration, which it publishes.

        Raises:
            OpenIdError: it is away, or is not the provider that it should be.
        """
        issuer = self._provider.issuer
        about = _get(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
        if about.get("issuer") != issuer:
            raise OpenIdError(f"the provider calls itself {about.get('issuer')!r}, not {issuer!r}")
        for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
            self._endpoint(about, name)
        return about

    def _endpoint(self, about: Answer, name: str) -> str:
        """Return an address of the provider: HTTPS, unless the issuer itself has another scheme."""
        url, allowed = about.get(name), {"https", urlsplit(self._provider.issuer).scheme}
        if not isinstance(url, str) or urlsplit(url).scheme not in allowed:
            raise OpenIdError(f"the provider publishes no {name}")
        return url

    def _session(self, about: Answer) -> OAuth2Session:
        known = about.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        method = "client_secret_basic" if "client_secret_basic" in known else "client_secret_post"
        return OAuth2Session(
            self._provider.client,
            self._provider.secret,
            token_endpoint_auth_method=method if self._provider.secret else "none",
            scope=_SCOPE,
            redirect_uri=self._back,
            code_challenge_method="S256",
        )

    def _claims(self, about: Answer, token: Answer, nonce: str) -> Answer:
        keys = [
            key
            for key in _get(about["jwks_uri"])["keys"]
            if key.get("kty") in _KINDS_OF_KEYS and key.get("use", "sig") == "sig"
        ]
        decoded = jwt.decode(
            token["id_token"], KeySet.import_key_set({"keys": keys}), algorithms=_SIGNATURES
        )
        expected = {
            "iss": {"essential": True, "value": self._provider.issuer},
            "aud": {"essential": True, "value": self._provider.client},
        }
        params = {
            "nonce": nonce,
            "client_id": self._provider.client,
            "access_token": token.get("access_token"),
        }
        claims = CodeIDToken(decoded.claims, decoded.header, expected, params)
        claims.validate(leeway=_LEEWAY)
        return dict(claims)

    @staticmethod
    def _more_claims(session: OAuth2Session, url: str, subject: str) -> Answer:
        """Return the provider's claims about a person besides those of the token."""
        answer = session.get(url, timeout=_TIMEOUT)
        answer.raise_for_status()
        claims = cast(Answer, answer.json())
        if claims["sub"] != subject:
            raise OpenIdError("the provider answered about another person")
        return claims


def _get(url: str) -> Answer:
    try:
        answer = requests.get(url, timeout=_TIMEOUT)
        answer.raise_for_status()
        found = answer.json()
    except (requests.RequestException, ValueError) as error:
        raise OpenIdError(f"{url}: {type(error).__name__}") from error
    if not isinstance(found, dict):
        raise OpenIdError(f"{url}: not an object")
    return found


def _address(claims: Answer) -> str:
    """Return the address, unless the provider says itself that nobody has verified it."""
    address = claims.get("email")
    if not isinstance(address, str) or not entered.is_email(address):
        raise OpenIdError("the provider gave no email address")
    if claims.get("email_verified", True) not in {True, "true"}:
        raise OpenIdError("the provider has not verified the address")
    return entered.mail_address(address).lower()
