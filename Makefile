# Everything runs in .venv; each target sets it up if needed.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
# Nothing here may reach a model hub or send usage data.
export HF_HUB_OFFLINE := 1
export HF_HUB_DISABLE_TELEMETRY := 1
export TOKENIZERS_PARALLELISM := false

.PHONY: setup demo test lint benchmark
.DEFAULT_GOAL := setup

setup: $(VENV)/.installed

RELEASED := $(wildcard packages/*.whl)

$(VENV)/.installed: setup.cfg pyproject.toml $(RELEASED)
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[train,modal,dev]"
	$(if $(RELEASED),$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --force-reinstall $(RELEASED))
	touch $@

demo: setup
	$(BIN)/python -m spacy project run all

lint: setup
	$(BIN)/lint-imports
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

test: lint
	$(BIN)/python -m pytest

# Peers that are not installed are named with the command that installs them.
benchmark: setup
	$(BIN)/python scripts/benchmark_sets.py
	$(BIN)/python scripts/latency.py --presidio --threads 2 --rounds 4
	$(BIN)/python scripts/benchmark.py
	$(BIN)/python scripts/report.py
