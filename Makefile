# doctag: every target is one line in the README; everything is installed into .venv.
SHELL := /bin/bash
.DEFAULT_GOAL := test
PYTHON ?= python3
PORT ?= 8080
SHARED_DATA ?= ../shared/data
INPUT ?= samples/documents
OUTPUT ?= out/ingest
IMAGE ?= doctag:dev

PY := .venv/bin/python
UV := .venv/bin/uv --quiet
COMPILE := $(UV) pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url
PEERS := bentoml fastapi flask litserve mlserver
SETS := requirements.txt requirements/pipeline.txt requirements/training.txt requirements/bench.txt

.PHONY: setup run serve ingest replay test lint bench bundles samples lock clean \
  image image-test template manifests models-lock models-submodule notebooks-submodule

# Models that are not the pinned ones are refused, unless others were named on purpose.
ifeq ($(DOCTAG_MODELS_DIR),)
run serve ingest replay: export DOCTAG_MODELS_LOCK ?= models.lock
endif

.venv/.installer: requirements/installer.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "doctag needs Python 3.11 or newer; name one with PYTHON=python3.12" >&2; exit 2; }
	@echo "setting up .venv"
	@test -x $(PY) || $(PYTHON) -m venv .venv
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/installer.txt
	@touch $@

.venv/.pipeline: requirements/pipeline.txt .venv/.installer
	@echo "installing the service and the pipeline"
	@$(UV) pip install --python $(PY) --require-hashes -r requirements/pipeline.txt
	@touch $@

.venv/.dev: requirements/dev.txt .venv/.pipeline
	@echo "installing what tests and training need"
	@$(UV) pip install --python $(PY) --require-hashes -r requirements/dev.txt
	@touch $@

.venv/.bench: requirements/bench.txt .venv/.dev
	@echo "installing the peers to measure against"
	@$(UV) pip install --python $(PY) --require-hashes -r requirements/bench.txt
	@touch $@

# A peer that cannot be installed is missed in the benchmark's table, with the reason, and stops nothing.
.venv/peers/%/.done: requirements/peers/%.txt .venv/.installer
	@echo "installing the peer $*"
	@mkdir -p .venv/peers
	@$(PY) -m venv --clear --without-pip .venv/peers/$*
	@if $(UV) pip install --python .venv/peers/$*/bin/python --require-hashes -r $< 2>.venv/peers/$*.log; then touch $@; \
	else echo "cannot install $*: see .venv/peers/$*.log" >&2; fi

.venv/deploy/.done: requirements/deploy.txt .venv/.installer
	@echo "installing what checks images and manifests"
	@$(PY) -m venv --without-pip .venv/deploy
	@$(UV) pip install --python .venv/deploy/bin/python --require-hashes -r requirements/deploy.txt
	@touch $@

setup: .venv/.dev  ## install everything that running, training and testing need

run: .venv/.pipeline  ## start the service, ingest the samples, print their tags, stay up until Ctrl-C
	@exec $(PY) -m dataflow.local --input samples/documents --output out/samples --port $(PORT) --stay

serve: .venv/.pipeline  ## serve on PORT until SIGTERM
	@exec $(PY) -m app --port $(PORT)

ingest: .venv/.pipeline  ## tag INPUT (folder, file, gs:// prefix) into OUTPUT, through SERVICE_URL or a service of its own
	@exec $(PY) -m dataflow.local --input '$(INPUT)' --output '$(OUTPUT)' $(if $(SERVICE_URL),--service-url '$(SERVICE_URL)')

replay: .venv/.pipeline  ## try the dead letters in DEAD_LETTERS again, into OUTPUT
	@exec $(PY) -m dataflow.replay --dead_letters '$(DEAD_LETTERS)' --output '$(OUTPUT)' $(if $(REASONS),--reasons '$(REASONS)') $(if $(SERVICE_URL),--service-url '$(SERVICE_URL)')

test: .venv/.dev  ## run all tests
	@$(PY) -m pytest
lint: .venv/.dev  ## ruff and mypy
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy

bench: .venv/.bench $(PEERS:%=.venv/peers/%/.done)  ## measure quality and speed beside the peers, in one run each
	@for name in classification language keywords sensitive pipeline streaming awkward service soak; do echo "== $$name"; $(PY) -m tests.benchmark.$$name || exit 1; done
	@echo "== faults and fuzz, the long forms"
	@FAULT_SECONDS=60 $(PY) -m pytest --timeout 600 tests/integration/test_faults.py
	@FUZZ_CASES=2000 $(PY) -m pytest --timeout 14400 tests/integration/test_fuzz.py

bundles: .venv/.dev  ## rebuild the shipped bundles from SHARED_DATA
	@$(PY) -m tasks.training bundles --data '$(SHARED_DATA)' --output models
	@$(PY) -m tasks.lock --write

samples: .venv/.dev  ## write the sample documents anew
	@$(PY) -m samples.make

lock: .venv/.installer  ## compile the lock files from their .in files
	@$(COMPILE) --output-file requirements/dev.txt requirements/dev.in
	@$(COMPILE) --output-file requirements/installer.txt requirements/installer.in
	@$(COMPILE) --output-file requirements/deploy.txt requirements/deploy.in
	@for peer in $(PEERS); do $(COMPILE) --output-file requirements/peers/$$peer.txt requirements/peers/$$peer.in || exit 1; done
	@for set in $(SETS); do in=$${set%.txt}.in; $(COMPILE) --constraint requirements/dev.txt --output-file $$set $$in || exit 1; done

image:  ## build the image as IMAGE, with the models that models.lock pins
	@deploy/build_image.sh '$(IMAGE)'

image-test: .venv/.dev .venv/deploy/.done  ## build, run, load, stop and replace the image, and run its pod and its pipeline
	@$(PY) -m pytest tests/integration/deploy

template: .venv/.dev  ## write and check the Dataflow templates' metadata, and build and run what is ours of their image
	@$(PY) -m dataflow.template $(if $(CI),--check) $(if $(TEMPLATE_IMAGE),--image '$(TEMPLATE_IMAGE)')
	@$(PY) -m pytest tests/unit/deploy/test_template.py tests/integration/deploy/test_worker_image.py

manifests: .venv/.dev .venv/deploy/.done  ## render the three environments, and check them and the Dockerfile
	@$(PY) -m pytest tests/unit/deploy tests/integration/deploy/test_policies.py

models-lock: .venv/.pipeline  ## pin the models that stand in models/ now
	@$(PY) -m tasks.lock --write

models-submodule:  ## turn models/ into a submodule of REMOTE
	@deploy/models_submodule.sh '$(REMOTE)'

notebooks-submodule:  ## turn notebooks/ into a submodule of REMOTE
	@deploy/models_submodule.sh '$(REMOTE)' notebooks

clean:  ## remove what was installed and written
	@rm -rf .venv out .pytest_cache .mypy_cache .ruff_cache
