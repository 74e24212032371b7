"""Who may call: keys, scopes, rates and tokens; everything forged is refused with one shape of error."""

import hashlib
import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from flask.testing import FlaskClient

from app.access import load_access, main
from app.factory import create_app
from app.settings import Settings, SettingsError
from tasks.annotate import Annotator
from tests.fakes import WordCount, serving

AUDIENCE = "https://doctag.example.com"
ISSUER = "https://accounts.google.com"
CALLER = "ingest@example-project.iam.gserviceaccount.com"


def entry(name: str, key: str, scopes: list[str], **more: Any) -> dict[str, Any]:
    return {"id": name, "sha256": hashlib.sha256(key.encode()).hexdigest(), "scopes": scopes} | more


@pytest.fixture(scope="module")
def private_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


@pytest.fixture
def settings(tmp_path: Path, private_key: rsa.RSAPrivateKey) -> Settings:
    keys = [
        entry("old", "key-old", ["annotate"]),
        entry("new", "key-new", ["annotate", "metrics"]),
        entry("slow", "key-slow", ["annotate"], requestsPerSecond=1),
    ]
    (tmp_path / "keys.json").write_text(
        json.dumps({"keys": keys, "callers": [{"email": CALLER, "scopes": ["annotate"]}]})
    )
    public = jwt.algorithms.RSAAlgorithm.to_jwk(private_key.public_key(), as_dict=True) | {"kid": "k1", "use": "sig"}
    (tmp_path / "jwks.json").write_text(json.dumps({"keys": [public | {"alg": "RS256"}]}))
    return Settings(
        api_keys_file=tmp_path / "keys.json", id_token_keys_file=tmp_path / "jwks.json", id_token_audience=AUDIENCE
    )


@pytest.fixture
def client(settings: Settings) -> Iterator[FlaskClient]:
    app = create_app(settings, Annotator(serving(WordCount())))
    yield app.test_client()
    app.extensions["doctag"].close()


@pytest.fixture
def token(private_key: rsa.RSAPrivateKey) -> Callable[..., str]:
    def make(key: Any = private_key, algorithm: str = "RS256", kid: str = "k1", **changes: Any) -> str:
        now = int(time.time())
        claims = {"iss": ISSUER, "aud": AUDIENCE, "iat": now, "exp": now + 600, "email": CALLER, "email_verified": True}
        return jwt.encode(claims | changes, key, algorithm, {"kid": kid})

    return make


def count(client: FlaskClient, bearer: str | None = None, **headers: str) -> Any:
    if bearer is not None:
        headers["Authorization"] = f"Bearer {bearer}"
    return client.post("/v1/count", json={"text": "a"}, headers=headers)


@pytest.mark.parametrize("key", ["key-old", "key-new"])
def test_several_keys_hold_at_once(client: FlaskClient, key: str) -> None:
    """While a key is being replaced, old and new both open the door, in either header."""
    assert count(client, key).status_code == 200
    assert count(client, None, **{"X-Api-Key": key}).status_code == 200


@pytest.mark.parametrize("key", [None, "", "wrong", "key-old ", "a.b.c", "\u00e6", "x" * 5000])
def test_without_a_valid_key_nothing_is_done(client: FlaskClient, key: str | None) -> None:
    """401 says how to send one, and does not repeat what was sent."""
    response = count(client, key)
    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"] == "Bearer"
    assert response.get_json()["error"]["status"] == "UNAUTHENTICATED"
    assert not key or key not in response.get_data(as_text=True)


def test_scopes_hold(client: FlaskClient) -> None:
    """A key for annotating does not read metrics; probes and the API's description need none."""
    assert client.get("/metrics", headers={"X-Api-Key": "key-old"}).status_code == 403
    assert client.get("/metrics", headers={"X-Api-Key": "key-new"}).status_code == 200
    for path in ("/healthz", "/readyz", "/openapi.json", "/docs"):
        assert client.get(path).status_code == 200
    assert client.get("/v1/models").status_code == 401


def test_a_caller_above_its_rate_is_told_when_to_come_back(client: FlaskClient) -> None:
    """429 carries Retry-After, and others are not slowed down."""
    answers = [count(client, "key-slow") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 429, 429]
    assert int(answers[1].headers["Retry-After"]) >= 1
    assert count(client, "key-old").status_code == 200


def test_a_signed_token_of_a_known_caller_is_accepted(client: FlaskClient, token: Callable[..., str]) -> None:
    """An identity token opens what its e-mail address may do, and nothing else."""
    assert count(client, token()).status_code == 200
    assert client.get("/metrics", headers={"Authorization": f"Bearer {token()}"}).status_code == 403


@pytest.mark.parametrize(
    "changes",
    [
        {"aud": "https://elsewhere.example.com"},
        {"iss": "https://evil.example.com"},
        {"exp": 1},
        {"email": "stranger@example.com"},
        {"email_verified": False},
        {"kid": "k2"},
        {"key": "secret" * 8, "algorithm": "HS256"},
        {"key": None, "algorithm": "none"},
    ],
)
def test_forged_and_expired_tokens_are_refused(
    client: FlaskClient, token: Callable[..., str], changes: dict[str, Any]
) -> None:
    """Another audience, issuer, time, person, key or algorithm: each is a 401."""
    assert count(client, token(**changes)).status_code == 401


def test_a_token_signed_by_another_key_is_refused(client: FlaskClient, token: Callable[..., str]) -> None:
    """The right key id with the wrong signature is a 401."""
    assert count(client, token(key=rsa.generate_private_key(65537, 2048))).status_code == 401


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "malformed|truncated"),
        ("{}", "names nobody"),
        ('{"keys": [{"id": "a", "sha256": "xyz", "scopes": []}]}', "sha256"),
        ('{"keys": [], "kees": []}', "kees"),
    ],
)
def test_a_wrong_file_of_keys_stops_the_start(settings: Settings, content: str, message: str) -> None:
    """A file that would let nobody or anybody in is told by name."""
    assert settings.api_keys_file
    settings.api_keys_file.write_text(content)
    with pytest.raises(SettingsError, match=message):
        load_access(settings)


def test_the_world_is_not_served_without_keys() -> None:
    """Listening on every address without keys is refused with what to do."""
    with pytest.raises(SettingsError, match="DOCTAG_API_KEYS_FILE"):
        load_access(Settings(host="0.0.0.0"))  # noqa: S104 - what is being refused
    assert not load_access(Settings()).demanded


def test_a_made_key_opens_the_door(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The command prints a file whose key is the one that it shows once."""
    assert main(["--id", "pipeline", "--scopes", "annotate"]) == 0
    printed = capsys.readouterr()
    (tmp_path / "keys.json").write_text(printed.out)
    key = printed.err.rpartition(" ")[2].strip()
    assert key not in printed.out
    assert load_access(Settings(api_keys_file=tmp_path / "keys.json")).check(key, "annotate") == "pipeline"
