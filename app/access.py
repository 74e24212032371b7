"""Who may call: API keys, hashed at rest, and identity tokens signed by Google; scopes, and a rate for each caller.

``python -m app.access --id NAME --scopes annotate`` makes a key: it prints the key once, and the line for the file.
"""

from __future__ import annotations

import argparse
import hashlib
import hmac
import json
import secrets
import sys
from collections.abc import Sequence
from typing import Annotated, Any, Literal

import msgspec

from app.errors import ApiError
from app.rates import RateLimiter
from app.settings import Settings, SettingsError, read_file

Scope = Literal["annotate", "metrics", "admin"]
Rate = Annotated[float, msgspec.Meta(gt=0)]
GOOGLE_ISSUERS = ("https://accounts.google.com", "accounts.google.com")  # OpenID Connect discovery document of Google
_ALGORITHMS = ["RS256", "ES256"]  # asymmetric only: a token that names another is forged


class ApiKey(msgspec.Struct, frozen=True, rename="camel", forbid_unknown_fields=True):
    """A key as it stands in the file: `sha256` is that of the key in UTF-8, hexadecimal."""

    id: str
    sha256: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]
    scopes: list[Scope]
    requests_per_second: Rate | None = None


class TokenCaller(msgspec.Struct, frozen=True, rename="camel", forbid_unknown_fields=True):
    """An identity whose tokens are accepted, by its verified e-mail address."""

    email: str
    scopes: list[Scope]
    requests_per_second: Rate | None = None


class AccessFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The content of ``DOCTAG_API_KEYS_FILE``."""

    keys: list[ApiKey] = []
    callers: list[TokenCaller] = []


class Access:
    """Decides on every request.

    Parameters
    ----------
    file : AccessFile or None
        None lets everybody do everything.
    tokens : IdTokens, optional
    """

    def __init__(self, file: AccessFile | None, tokens: IdTokens | None = None) -> None:
        self.demanded = file is not None
        self._keys = file.keys if file else []
        self._callers = {caller.email: caller for caller in file.callers} if file else {}
        self._tokens = tokens
        entries: list[ApiKey | TokenCaller] = [*self._keys, *self._callers.values()]
        self._rates = RateLimiter([entry.requests_per_second for entry in entries])
        self._places = {_name(entry): place for place, entry in enumerate(entries)}

    def check(self, credential: str, scope: Scope) -> str:
        """Let a request pass, or raise.

        Parameters
        ----------
        credential : str
            API key or identity token, empty when none was sent.
        scope : str

        Returns
        -------
        str
            The caller's name, for the log.

        Raises
        ------
        ApiError
            401 when nobody is known by it, 403 when the scope is not theirs, 429 when they call too often.
        """
        if not self.demanded:
            return "anyone"
        entry = self._entry(credential)
        if scope not in entry.scopes:
            raise ApiError(403, f"this caller has no scope {scope!r}; ask for a key that has it")
        wait_s = self._rates.take(self._places[_name(entry)])
        if wait_s:
            raise ApiError(429, f"too many requests; try again after {wait_s} s", retry_after_s=wait_s)
        return _name(entry)

    def _entry(self, credential: str) -> ApiKey | TokenCaller:
        digest = hashlib.sha256(credential.encode("utf-8", "surrogateescape")).hexdigest()
        found = [key for key in self._keys if hmac.compare_digest(key.sha256, digest)]  # all are compared
        if found:
            return found[0]
        email = self._tokens.email(credential) if self._tokens and credential.count(".") == 2 else None
        if email not in self._callers:
            raise ApiError(401, "no valid key or token; send one as 'Authorization: Bearer …' or 'X-Api-Key: …'")
        return self._callers[email]


def _name(entry: ApiKey | TokenCaller) -> str:
    return entry.id if isinstance(entry, ApiKey) else entry.email


class IdTokens:
    """Verifies identity tokens with keys from a file; no connection is opened.

    Parameters
    ----------
    keys : bytes
        A JSON Web Key Set (RFC 7517), as Google publishes it.
    audience, issuers : str, sequence of str
    """

    def __init__(self, keys: bytes, audience: str, issuers: Sequence[str]) -> None:
        import jwt  # noqa: PLC0415 - slow to import, and most deployments use keys alone

        self._jwt = jwt
        self._keys = {key.key_id: key for key in jwt.PyJWKSet.from_dict(json.loads(keys)).keys}
        self._audience = audience
        self._issuers = list(issuers)

    def email(self, token: str) -> str | None:
        """Return the verified e-mail address that a token speaks for, or None when it is not to be believed."""
        try:
            key = self._keys[self._jwt.get_unverified_header(token)["kid"]]
            claims: dict[str, Any] = self._jwt.decode(
                token,
                key,
                algorithms=_ALGORITHMS,
                audience=self._audience,
                issuer=self._issuers,
                options={"require": ["exp", "iat", "aud", "iss", "email"]},
            )
        except (self._jwt.PyJWTError, KeyError):
            return None
        return claims["email"] if claims.get("email_verified") is True else None


def load_access(settings: Settings) -> Access:
    """Read who may call from the files that the settings name.

    Raises
    ------
    SettingsError
        When a file cannot be used, or nobody would be asked for a key though others can reach the service.
    """
    if settings.api_keys_file is None:
        if settings.host not in ("127.0.0.1", "::1", "localhost"):
            raise SettingsError(
                f"listening on {settings.host} without keys is refused; name a file of keys in DOCTAG_API_KEYS_FILE "
                f"(python -m app.access makes one), or listen on 127.0.0.1"
            )
        return Access(None)
    try:
        file = msgspec.json.decode(read_file(settings.api_keys_file), type=AccessFile)
    except msgspec.MsgspecError as error:
        raise SettingsError(f"DOCTAG_API_KEYS_FILE {settings.api_keys_file}: {error}") from error
    if not file.keys and not file.callers:
        raise SettingsError(f"DOCTAG_API_KEYS_FILE {settings.api_keys_file} names nobody; add a key or a caller")
    return Access(file, _load_tokens(settings))


def _load_tokens(settings: Settings) -> IdTokens | None:
    if settings.id_token_keys_file is None:
        return None
    if not settings.id_token_audience:
        raise SettingsError("DOCTAG_ID_TOKEN_KEYS_FILE needs DOCTAG_ID_TOKEN_AUDIENCE, what tokens are made for")
    issuers = [settings.id_token_issuer] if settings.id_token_issuer else GOOGLE_ISSUERS
    try:
        return IdTokens(read_file(settings.id_token_keys_file), settings.id_token_audience, issuers)
    except (ValueError, TypeError, AttributeError) as error:
        raise SettingsError(
            f"DOCTAG_ID_TOKEN_KEYS_FILE {settings.id_token_keys_file} is no JSON Web Key Set"
        ) from error


def main(argv: Sequence[str] | None = None) -> int:
    """Make a key: print it once, and the entry for the file of keys."""
    parser = argparse.ArgumentParser(prog="python -m app.access", description="Make an API key.")
    parser.add_argument("--id", required=True, help="the caller's name, as it will stand in the log")
    parser.add_argument("--scopes", nargs="+", choices=("annotate", "metrics", "admin"), default=["annotate"])
    arguments = parser.parse_args(argv)
    key = secrets.token_urlsafe(32)
    entry = ApiKey(arguments.id, hashlib.sha256(key.encode()).hexdigest(), arguments.scopes)
    print(f"key (shown this once): {key}", file=sys.stderr)  # noqa: T201 - the command's answer
    print(msgspec.json.encode(AccessFile(keys=[entry])).decode())  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
