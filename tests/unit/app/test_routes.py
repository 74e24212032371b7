"""Every route answers as the contract says, and every mistake with one shape of error that says what to do."""

import gzip
import io
import json
import logging
import zlib
from typing import Any

import msgspec
import pytest
from flask.testing import FlaskClient

JSON = "application/json"


def post(client: FlaskClient, path: str, body: Any, **headers: str) -> Any:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    return client.post(path, data=data, content_type=headers.pop("content_type", JSON), headers=headers)


def error_of(response: Any, code: int) -> dict[str, Any]:
    """Return the error after checking the one shape."""
    assert response.status_code == code, response.get_data(as_text=True)
    body = response.get_json()
    assert list(body) == ["error"]
    assert list(body["error"]) == ["code", "status", "message", "details"]
    assert body["error"]["code"] == code
    assert all(list(detail) == ["field", "reason"] for detail in body["error"]["details"])
    return body["error"]


def test_annotate_answers_with_every_task(client: FlaskClient) -> None:
    """One document in, one annotation out, with id, text hash and models."""
    answer = post(client, "/v1/documents:annotate", {"document": {"id": "d", "text": "mud weight"}}).get_json()
    assert answer["id"] == "d"
    assert len(answer["textSha256"]) == 64
    assert answer["count"]["words"] == 2
    assert answer["chars"]["words"] == 10
    assert answer["count"]["model"] == {"name": "count", "version": "1", "digest": "sha256:0", "channel": "stable"}
    assert answer["errors"] == {}


def test_features_and_options_reach_the_tasks(client: FlaskClient) -> None:
    """What is not asked for is left out, and options do what they say."""
    body = {"document": {"text": "a b"}, "features": ["count"], "options": {"count": {"times": 3}}}
    answer = post(client, "/v1/documents:annotate", body).get_json()
    assert answer["count"]["words"] == 6
    assert "chars" not in answer
    assert "id" not in answer


def test_a_batch_keeps_order_and_spares_neighbours(client: FlaskClient) -> None:
    """Each wrong document has its error in its place, with its id; the others are annotated."""
    documents = [
        {"id": "a", "text": "x"},
        {"id": "b"},
        {"id": "c", "text": "x" * 1001},
        {"id": "d", "text": "y z", "title": "t"},
        {"id": "e", "text": "y z"},
    ]
    results = post(client, "/v1/documents:batchAnnotate", {"documents": documents}).get_json()["results"]
    assert [result["id"] for result in results] == list("abcde")
    assert [result.get("error", {}).get("code") for result in results] == [None, 422, 413, 422, None]
    assert "documents[1]" in results[1]["error"]["message"]
    assert "title" in results[3]["error"]["message"]
    assert results[4]["count"]["words"] == 2


@pytest.mark.parametrize("escape", ["\\ud800", "\\uDFFF", "\\ud800\\ud83d\\ude00", "\\\\\\ud800"])
def test_half_a_surrogate_pair_costs_nothing(client: FlaskClient, escape: str) -> None:
    """A lone surrogate is read as one replacement character, whole pairs and escaped backslashes as themselves."""
    body = f'{{"documents": [{{"id": "{escape}", "text": "{escape}"}}, {{"id": "good", "text": "x"}}]}}'.encode()
    odd, good = post(client, "/v1/documents:batchAnnotate", body).get_json()["results"]
    expected = json.loads(f'"{escape}"').encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    assert odd["id"] == expected
    assert odd["chars"]["words"] == len(expected)
    assert good["count"]["words"] == 1


def test_an_empty_batch_has_no_results(client: FlaskClient) -> None:
    """Nothing in, nothing out."""
    assert post(client, "/v1/documents:batchAnnotate", {"documents": []}).get_json() == {"results": []}


@pytest.mark.parametrize("options", [{"times": 2}, {"count": {"times": 2}}])
def test_a_task_can_be_called_alone(client: FlaskClient, options: Any) -> None:
    """A task's own call answers with its result; options stand bare or under the task's name."""
    answer = post(client, "/v1/count", {"text": "a b", "options": options}).get_json()
    assert answer["words"] == 4
    assert answer["model"]["name"] == "count"
    assert "fallback" not in answer


@pytest.mark.parametrize(
    ("path", "body", "code", "says"),
    [
        ("/v1/documents:annotate", b"{", 400, "not valid json"),
        ("/v1/documents:annotate", b"", 400, "not valid json"),
        ("/v1/documents:annotate", b"\xff\xfe{}", 400, "not valid json"),
        ("/v1/documents:batchAnnotate", b'{"documents":' + b"[" * 90_000, 400, "nested too deeply"),
        ("/v1/documents:annotate", [], 422, "Expected `object`"),
        ("/v1/documents:annotate", {}, 422, "missing required field `document`"),
        ("/v1/documents:annotate", {"document": {"text": 1}}, 422, "document.text"),
        ("/v1/documents:annotate", {"document": {"text": None}}, 422, "document.text"),
        ("/v1/documents:annotate", {"document": {"text": "", "titel": ""}}, 422, "titel"),
        ("/v1/documents:annotate", {"document": {"text": "", "id": "x" * 2000}}, 422, "document.id"),
        ("/v1/documents:annotate", {"document": {"text": ""}, "features": ["size"]}, 422, "features[0]"),
        ("/v1/documents:annotate", {"document": {"text": ""}, "options": {"size": {}}}, 422, "size"),
        ("/v1/documents:annotate", {"document": {"text": ""}, "options": {"count": {"times": 99}}}, 422, "count.times"),
        ("/v1/documents:annotate", {"document": {"text": "x" * 1001}}, 413, "1001 characters, 1000 allowed"),
        ("/v1/documents:batchAnnotate", {"documents": [{"text": ""}] * 6}, 413, "6 documents, 5 allowed"),
        ("/v1/documents:batchAnnotate", b"x" * 100_001, 413, ""),
        ("/v1/count", {"txt": "a"}, 422, "txt"),
        ("/v1/count", {"text": "a", "options": {"count": {"times": 0}}}, 422, "options.count.times"),
        ("/v1/nothing", {}, 404, ""),
    ],
)
def test_wrong_requests_are_told_what_is_wrong(client: FlaskClient, path: str, body: Any, code: int, says: str) -> None:
    """The status fits, the message names the field."""
    assert says in error_of(post(client, path, body), code)["message"]


def test_a_wrong_method_says_which_is_right(client: FlaskClient) -> None:
    """405 carries Allow."""
    response = client.get("/v1/documents:annotate")
    error_of(response, 405)
    assert "POST" in response.headers["Allow"]


@pytest.mark.parametrize("content_type", ["text/plain", "application/xml", "image/png"])
def test_other_content_types_are_refused(client: FlaskClient, content_type: str) -> None:
    """Only JSON and MessagePack are read."""
    error_of(post(client, "/v1/count", b"x", content_type=content_type), 415)


def test_message_pack_in_and_out(client: FlaskClient) -> None:
    """MessagePack is read and answered when asked for."""
    body = msgspec.msgpack.encode({"documents": [{"text": "a b"}, {"text": 1}]})
    response = post(
        client, "/v1/documents:batchAnnotate", body, content_type="application/msgpack", Accept="application/msgpack"
    )
    good, bad = msgspec.msgpack.decode(response.data)["results"]
    assert good["count"]["words"] == 2
    assert bad["error"]["code"] == 422


def test_gzip_in_and_out(client: FlaskClient) -> None:
    """Compressed requests are read, long answers are compressed for those who accept it."""
    body = json.dumps({"documents": [{"text": "a b"}] * 5}).encode()
    headers = {"Content-Encoding": "gzip", "Accept-Encoding": "gzip"}
    response = post(client, "/v1/documents:batchAnnotate", gzip.compress(body), **headers)
    assert response.headers["Content-Encoding"] == "gzip"
    assert len(json.loads(gzip.decompress(response.data))["results"]) == 5


@pytest.mark.parametrize(
    ("body", "encoding", "code"),
    [
        (b"not gzip", "gzip", 400),
        (gzip.compress(b"{}")[:-3], "gzip", 400),
        (gzip.compress(b"{}") + b"more", "gzip", 400),
        (gzip.compress(b" " * 1_000_000), "gzip", 413),
        (zlib.compress(b"{}"), "deflate", 415),
    ],
)
def test_wrong_compression_is_refused(client: FlaskClient, body: bytes, encoding: str, code: int) -> None:
    """Broken, cut, trailing, exploding and unknown encodings each have their status."""
    error_of(post(client, "/v1/count", body, **{"Content-Encoding": encoding}), code)


def test_a_file_is_read_and_annotated(client: FlaskClient) -> None:
    """A raw body is a file; its name comes back as id, its text when asked for."""
    response = client.post("/v1/files:annotate?filename=note.txt&include=text", data=b"Mud weight 1.25 sg\n")
    answer = response.get_json()
    assert answer["id"] == "note.txt"
    assert answer["mimeType"] == "text/plain"
    assert answer["text"].strip() == "Mud weight 1.25 sg"
    assert answer["chars"]["words"] == len(answer["text"])


def test_a_file_may_come_in_a_form(client: FlaskClient) -> None:
    """A form with one file is read as that file; without include the text stays out of the answer."""
    answer = client.post("/v1/files:annotate", data={"file": (io.BytesIO(b"Mud weight"), "n.txt")}).get_json()
    assert answer["id"] == "n.txt"
    assert "text" not in answer


@pytest.mark.parametrize(
    ("content", "reason", "code"),
    [(b"", "EMPTY", 422), (b"%PDF-1.7\nrubbish", "DAMAGED", 422), (bytes(range(256)) * 40, "UNSUPPORTED", 415)],
)
def test_a_bad_file_says_why(client: FlaskClient, content: bytes, reason: str, code: int) -> None:
    """The reason code of the extraction stands in the details."""
    error = error_of(client.post("/v1/files:annotate", data=content), code)
    assert error["details"][0]["reason"] == reason


def test_a_form_with_two_files_is_refused(client: FlaskClient) -> None:
    """One call is one file."""
    form = {"a": (io.BytesIO(b"x"), "a.txt"), "b": (io.BytesIO(b"y"), "b.txt")}
    assert "2 files" in error_of(client.post("/v1/files:annotate", data=form), 422)["message"]
    assert "include" in error_of(client.post("/v1/files:annotate?include=all", data=b"x"), 422)["message"]


def test_a_failing_task_is_an_error_without_its_words(client: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    """The other task answers, the call of the task itself is a 500, and nothing of the exception is told."""
    with caplog.at_level(logging.CRITICAL):
        both = post(client, "/v1/documents:annotate", {"document": {"text": "explode"}})
        alone = post(client, "/v1/count", {"text": "explode"})
    assert both.get_json()["chars"]["words"] == 7
    assert both.get_json()["errors"]["count"]["code"] == "TASK_FAILED"
    error_of(alone, 500)
    assert b"secret" not in both.data + alone.data


def test_models_are_listed(client: FlaskClient) -> None:
    """What serves is told with version, digest and labels."""
    models = client.get("/v1/models").get_json()["models"]
    assert [model["task"] for model in models] == ["count", "chars"]
    assert models[0] == {
        "task": "count",
        "name": "count",
        "version": "1",
        "digest": "sha256:0",
        "channel": "stable",
        "labels": ["a"],
        "scores": {},
    }


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_health(client: FlaskClient, path: str) -> None:
    """A loaded service is alive and ready."""
    assert client.get(path).get_json() == {"status": "ok", "missing": []}


def test_request_ids_are_kept_or_made(client: FlaskClient) -> None:
    """A sane id of the caller comes back; anything else is replaced."""
    assert client.get("/healthz", headers={"X-Request-Id": "abc-1"}).headers["X-Request-Id"] == "abc-1"
    made = client.get("/healthz", headers={"X-Request-Id": "<script>"}).headers["X-Request-Id"]
    assert len(made) == 32


def test_every_call_of_the_openapi_page_works_as_its_example(client: FlaskClient) -> None:
    """The document names every route, its references resolve, and its examples are answered."""
    api = client.get("/openapi.json").get_json()
    assert set(api["paths"]) >= {"/v1/count", "/v1/chars", "/v1/documents:annotate", "/v1/files:annotate"}
    for reference in _references(api):
        assert reference.rpartition("/")[2] in api["components"]["schemas"], reference
    for path, methods in api["paths"].items():
        content = methods.get("post", {}).get("requestBody", {}).get("content", {})
        if "example" in content.get(JSON, {}):
            body = json.loads(json.dumps(content[JSON]["example"]))
            assert post(client, path, body).status_code == 200, path


def _references(node: Any) -> list[str]:
    if isinstance(node, dict):
        own = [node["$ref"]] if isinstance(node.get("$ref"), str) else []
        return own + [reference for value in node.values() for reference in _references(value)]
    return [reference for value in node for reference in _references(value)] if isinstance(node, list) else []


@pytest.mark.parametrize("path", ["/", "/docs"])
def test_pages_load_nothing_from_elsewhere(client: FlaskClient, path: str) -> None:
    """A page names no other host, and its policy would stop it."""
    response = client.get(path)
    assert b"http://" not in response.data
    assert b"https://" not in response.data
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]


def test_the_access_log_holds_no_text(client: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    """A request is logged with its route and status, never with what it carried."""
    with caplog.at_level(logging.INFO):
        post(client, "/v1/documents:annotate", {"document": {"text": "verysecretword"}}, **{"X-Request-Id": "r1"})
    record = next(record for record in caplog.records if record.name == "doctag.access")
    assert (record.request_id, record.route, record.status) == ("r1", "/v1/documents:annotate", 200)
    assert "verysecretword" not in caplog.text + str([vars(record) for record in caplog.records])
