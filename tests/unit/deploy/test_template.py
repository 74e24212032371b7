"""The flex templates say of every option what it is, and Dataflow's own types read what they say."""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path

import pytest
import yaml
from apache_beam import __version__ as beam_version
from google.cloud.dataflow_v1beta3 import types

from dataflow import template
from dataflow.launch import completed
from dataflow.options import IngestOptions
from dataflow.pipeline import pipeline_options
from tests.conftest import ROOT

NAMES = ("batch", "streaming")
IMAGE = "region-docker.pkg.dev/project/doctag/ingest@sha256:" + "ab" * 32
DOCKERFILE = (ROOT / "dataflow/Dockerfile").read_text()
RUNBOOK = (ROOT / "docs/operations.md").read_text()


def parameters(name: str) -> dict[str, types.ParameterMetadata]:
    """Return the parameters of a committed template."""
    text = (ROOT / f"deploy/template/{name}.metadata.json").read_text()
    return {parameter.name: parameter for parameter in types.TemplateMetadata.from_json(text).parameters}


def options() -> set[str]:
    """Return the names of all options of ours."""
    return {action.dest for action in template._actions()}


@pytest.mark.parametrize("name", NAMES)
def test_the_committed_metadata_are_in_step_with_the_options(name: str) -> None:
    """An option that is added, renamed or described anew asks for `make template`."""
    committed = (ROOT / f"deploy/template/{name}.metadata.json").read_text()
    assert committed == template.as_json(template.metadata(name)), "run `make template` and commit deploy/template"


@pytest.mark.parametrize("name", NAMES)
def test_dataflow_reads_what_is_written(name: str, tmp_path: Path) -> None:
    """Google's own types take every field and value; a field that they do not know would be refused."""
    assert template.main(["--check", "--image", IMAGE, "--output", str(tmp_path)]) == 0
    text = (tmp_path / f"{name}.json").read_text()
    read = types.ContainerSpec.from_json(text)
    assert (read.image, read.sdk_info.language) == (IMAGE, types.SDKInfo.Language.PYTHON)
    assert json.loads(text)["sdkInfo"] == {"language": "PYTHON"}
    assert read.metadata.streaming == (name == "streaming")
    assert read.metadata.supports_at_least_once == (name == "streaming")
    with pytest.raises(Exception, match="no field named"):
        types.ContainerSpec.from_json(text.replace('"helpText"', '"help"'))


def test_every_option_is_in_a_template() -> None:
    """Nothing that the pipeline takes is out of reach, and nothing is offered that it does not take."""
    offered = {name for each in NAMES for name in parameters(each)}
    assert offered - options() == {"autoscaling_algorithm", "sdk_container_image"}
    assert options() - offered == set()


@pytest.mark.parametrize("name", NAMES)
def test_every_parameter_is_described_and_checked(name: str) -> None:
    """A label, a sentence, a kind, and patterns that a default passes; only what must be given is demanded."""
    for parameter in parameters(name).values():
        assert re.fullmatch(r"[A-Z][\w ,]+", parameter.label), parameter
        assert len(parameter.help_text.split()) >= 3, parameter
        assert parameter.param_type != types.ParameterType.DEFAULT, parameter
        assert parameter.regexes, parameter
        if parameter.default_value:
            assert re.fullmatch(parameter.regexes[0], parameter.default_value), parameter
    demanded = {parameter.name for parameter in parameters(name).values() if not parameter.is_optional}
    assert demanded == {"output", "sdk_container_image"}


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("input", ["gs://b/in", "gs://b/in/**.pdf"], ["/in", "b/in", "gs://"]),
        ("output", ["gs://b/out/"], ["out"]),
        ("api_key_file", ["gs://b/key"], ["gs://b/keys/", "/etc/key"]),
        (
            "service_url",
            ["http://10.0.0.2:8080", "https://doctag.internal"],
            ["doctag.internal", "ftp://x", "http:///"],
        ),
        ("include_text", ["none", "redacted", "full"], ["all", ""]),
        ("batch_documents", ["1", "64"], ["0", "-1", "1.5", "x"]),
        ("read_timeout_s", ["0.5", "120"], ["", "-1", "1s"]),
        ("reasons", ["EMPTY", "EMPTY,SERVICE_ERROR"], ["empty", "EMPTY,"]),
        ("output_topic", ["projects/p/topics/t"], ["t", "projects/p/subscriptions/t"]),
        ("sdk_container_image", [IMAGE, "r/i:tag"], ["r/i", "r/i@sha256:ab"]),
    ],
)
def test_wrong_values_are_refused_before_a_machine_is_started(name: str, good: list[str], bad: list[str]) -> None:
    """What the pattern takes, the pipeline's own parser takes too."""
    pattern = parameters("batch")[name].regexes[0]
    assert [value for value in good if not re.fullmatch(pattern, value)] == []
    assert [value for value in bad if re.fullmatch(pattern, value)] == []
    for value in good if name in options() - {"output_topic"} else ():
        assert str(getattr(pipeline_options([f"--{name}={value}"]).view_as(IngestOptions), name)) in (
            value,
            f"{value}.0",
        )


def test_an_option_without_help_or_of_unknown_kind_is_refused() -> None:
    """Whoever adds an option is told what the template needs to know."""
    parser = argparse.ArgumentParser()
    with pytest.raises(template.TemplateError, match="--silent has no help"):
        template._parameter(parser.add_argument("--silent"))
    with pytest.raises(template.TemplateError, match="--riddle is of a kind"):
        template._parameter(parser.add_argument("--riddle", help="what it is"))


def test_metadata_that_are_not_in_step_are_told(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """The check names the file and the command that mends it, and writes nothing."""
    assert template.main(["--check", "--metadata", str(tmp_path)]) == 1
    assert capsys.readouterr().out.count("run `make template`") == 2
    assert list(tmp_path.iterdir()) == []
    assert template.main(["--metadata", str(tmp_path)]) == 0
    assert template.main(["--check", "--metadata", str(tmp_path)]) == 0


def test_the_launcher_adds_what_follows_from_the_parameters(tmp_path: Path) -> None:
    """The image's own models and their pins unless others are named; a subscription streams."""
    own = [f"--models_dir={tmp_path / 'models'}", f"--models_lock={tmp_path / 'models.lock'}"]
    assert completed(["--input=gs://b"], tmp_path) == [*own, "--input=gs://b"]
    named = ["--models_dir=gs://b/models", "--output=gs://c"]
    assert completed(named, tmp_path) == named
    stream = ["--models_dir=gs://b", "--text_subscription=projects/doctag/subscriptions/texts"]
    assert completed(stream, tmp_path) == ["--streaming", *stream]
    assert completed(["--streaming", *stream], tmp_path) == ["--streaming", *stream]


def test_beam_in_the_image_is_the_one_that_is_locked() -> None:
    """Beam's boot program and its Python package are of one version, and Python is that of the service's image."""
    locked = re.search(r"^apache-beam==(\S+)", (ROOT / "requirements/pipeline.txt").read_text(), re.MULTILINE)
    assert locked
    assert locked[1] == beam_version
    assert f"ARG BEAM=apache/beam_python3.11_sdk:{beam_version}\n" in DOCKERFILE
    base = re.search(r"^ARG BASE=(\S+)", DOCKERFILE, re.MULTILINE)
    assert base
    assert f"ARG BASE={base[1]}\n" in (ROOT / "Dockerfile").read_text()


def test_the_image_is_both_launcher_and_worker() -> None:
    """The last stage takes Beam's boot program, which workers start with, and the launcher, which Dataflow calls."""
    last = DOCKERFILE.split("FROM ")[-1]
    assert "COPY --from=beam /opt/apache/beam /opt/apache/beam" in last
    launcher = "/opt/google/dataflow/python_template_launcher"
    assert f"COPY --from=launcher {launcher} {launcher}" in last
    assert 'ENTRYPOINT ["/opt/apache/beam/boot"]' in last
    assert "FLEX_TEMPLATE_PYTHON_PY_FILE=/srv/doctag/main.py" in DOCKERFILE


def test_the_runbook_launches_with_parameters_that_exist() -> None:
    """Every parameter in the runbook's launch commands is of its template, and what is demanded is given."""
    commands = re.findall(r"gcloud dataflow flex-template run(.*?)\n(?=\n|```|gcloud)", RUNBOOK, re.DOTALL)
    seen = set()
    for command in commands:
        name = "streaming" if "streaming.json" in command else "batch"
        given = set(re.findall(r"(\w+)=", " ".join(re.findall(r"--parameters[= ]\"?([^\s\"]+)", command))))
        assert given - parameters(name).keys() == set(), command
        assert given >= {"output", "sdk_container_image"}, command
        for flag in ("--service-account-email", "--disable-public-ips", "--max-workers", "--worker-machine-type"):
            assert flag in command
        assert ("--enable-streaming-engine" in command) == (name == "streaming")
        seen.add(name)
    assert seen == set(NAMES)


def test_cloud_build_makes_image_and_templates() -> None:
    """The build of the ingestion job pins its image by digest, writes the specs from it and stores them."""
    build = yaml.safe_load((ROOT / "deploy/template/cloudbuild.yaml").read_text())
    steps = {step["id"]: " ".join(map(str, step["args"])) for step in build["steps"]}
    assert list(steps) == ["base", "image", "run", "push", "specs", "upload"]
    assert "-f dataflow/Dockerfile" in (ROOT / steps["image"].split()[0]).read_text()
    assert "dataflow.template --check" in steps["specs"]
    assert "${_TEMPLATES}/$COMMIT_SHA/" in steps["upload"]
