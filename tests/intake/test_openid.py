"""Signing in with an OpenID provider: what is believed, and what is not."""

from __future__ import annotations

import base64
import hashlib
import time
from typing import Any

import pytest

from intake.settings.settings import OpenIdProvider
from intake.sign_in.openid import OpenId, OpenIdError, PendingSignIn
from tests.support import openid
from tests.support.openid import Provider

pytestmark = pytest.mark.server

BACK = "https://www.example.org/intake/staff/openid"
ANA = "ana@example.org"
# What may be false of a token, or of what the provider publishes, and why it is then refused.
LIES: dict[str, tuple[dict[str, Any], str]] = {
    "expired": ({"seconds": -4000}, "ExpiredTokenError"),
    "for ever": ({"without": ["exp"]}, "MissingClaimError"),
    "issued in the future": ({"claims": {"iat": 2**40}}, "InvalidClaimError"),
    "for another audience": ({"claims": {"aud": "other"}}, "InvalidClaimError"),
    "for another audience, through us": (
        {"claims": {"aud": "other", "azp": "intake"}},
        "InvalidClaimError",
    ),
    "for several, nobody knows which": ({"claims": {"aud": ["intake", "x"]}}, "MissingClaimError"),
    "from another sign-in": ({"claims": {"nonce": "another"}}, "InvalidClaimError"),
    "without a nonce": ({"without": ["nonce"]}, "MissingClaimError"),
    "of another provider": ({"claims": {"iss": "https://id.evil.org"}}, "InvalidClaimError"),
    "signed by a withdrawn key": ({"withdrawn_key": True}, "InvalidKeyIdError"),
    "signed by a key of the same name": ({"same_kid": True}, "BadSignatureError"),
    "not signed": ({"unsigned": True}, "UnsupportedAlgorithmError"),
    "signed by us": ({"hmac": "the-secret-that-we-share"}, "UnsupportedAlgorithmError"),
    "beside another access token": ({"claims": {"at_hash": "x"}}, "InvalidClaimError"),
    "not verified": ({"claims": {"email_verified": False}}, "has not verified"),
    "with something else": ({"claims": {"email": [ANA]}}, "gave no email address"),
    "about somebody else": (
        {"without": ["email"], "userinfo": {"sub": "eve", "email": ANA}},
        "about another person",
    ),
    "told without TLS": (
        {"without": ["email"], "about": {"userinfo_endpoint": "ftp://127.0.0.1/userinfo"}},
        "publishes no userinfo_endpoint",
    ),
    "from another address": ({"about": {"issuer": "https://id.evil.org"}}, "calls itself"),
    "with keys that are away": ({"about": {"jwks_uri": "http://127.0.0.1:1/"}}, "ConnectionError"),
    "without keys": ({"about": {"jwks_uri": None}}, "publishes no jwks_uri"),
    "with keys in the clear": ({"about": {"jwks_uri": "ftp://x/"}}, "publishes no jwks_uri"),
}


@pytest.fixture
def ours(provider: Provider) -> OpenId:
    """Return the intake's side of it."""
    return OpenId(OpenIdProvider(provider.issuer, "intake", "secret"), BACK)


def _code(provider: Provider, begun: PendingSignIn, address: str = ANA) -> str:
    return openid.query(provider.sign_in(begun.url, address))["code"]


def test_somebody_signs_in_by_the_address_that_the_provider_knows(
    provider: Provider, ours: OpenId
) -> None:
    begun = ours.begin("fr")
    assert (
        ours.finish(_code(provider, begun, "Ana@Example.org"), begun.nonce, begun.verifier) == ANA
    )


def test_an_address_may_be_told_beside_the_token(provider: Provider, ours: OpenId) -> None:
    begun = ours.begin("fr")
    code = _code(provider, begun)
    provider.lie(without=["email"])
    assert ours.finish(code, begun.nonce, begun.verifier) == ANA


@pytest.mark.parametrize("what", LIES)
def test_a_token_is_refused_that_is(provider: Provider, ours: OpenId, what: str) -> None:
    lies, reason = LIES[what]
    begun = ours.begin("fr")
    code = _code(provider, begun)
    provider.lie(**lies)
    with pytest.raises(OpenIdError, match=reason):
        ours.finish(code, begun.nonce, begun.verifier)


def test_a_provider_may_change_its_key_at_any_moment(provider: Provider, ours: OpenId) -> None:
    """Even between two sign-ins of the same process; the one before is believed no longer."""
    for lie, is_believed in (({}, True), ({"new_key": True}, True), ({"same_kid": True}, False)):
        provider.lie()
        begun = ours.begin("fr")
        code = _code(provider, begun)
        provider.lie(**lie)
        if is_believed:
            assert ours.finish(code, begun.nonce, begun.verifier) == ANA
        else:
            with pytest.raises(OpenIdError):
                ours.finish(code, begun.nonce, begun.verifier)


def test_a_code_is_good_for_one_token(provider: Provider, ours: OpenId) -> None:
    begun = ours.begin("fr")
    code = _code(provider, begun)
    ours.finish(code, begun.nonce, begun.verifier)
    with pytest.raises(OpenIdError):
        ours.finish(code, begun.nonce, begun.verifier)


def test_each_sign_in_has_secrets_of_its_own_and_proves_that_it_is_the_same_later(
    ours: OpenId,
) -> None:
    begun = [ours.begin("pt") for _ in range(3)]
    for name in ("state", "nonce", "verifier"):
        values = {getattr(one, name) for one in begun}
        assert len(values) == len(begun)
        assert min(map(len, values)) >= 32
    asked = openid.query(begun[0].url)
    challenge = base64.urlsafe_b64encode(hashlib.sha256(begun[0].verifier.encode()).digest())
    assert asked["code_challenge"] == challenge.rstrip(b"=").decode()
    assert (asked["code_challenge_method"], asked["response_type"]) == ("S256", "code")
    assert (asked["redirect_uri"], asked["ui_locales"]) == (BACK, "pt")


def test_a_provider_that_is_down_is_said_to_be_so_and_soon(
    provider: Provider, ours: OpenId
) -> None:
    begun = ours.begin("en")
    code = _code(provider, begun)
    now = OpenId(OpenIdProvider(openid.DOWN, "intake", None), BACK)
    began = time.monotonic()
    with pytest.raises(OpenIdError, match="ConnectionError"):
        now.begin("en")
    with pytest.raises(OpenIdError, match="ConnectionError"):
        now.finish(code, begun.nonce, begun.verifier)
    assert time.monotonic() - began < 10
