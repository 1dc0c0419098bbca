# Everything runs in .venv; each target sets it up if needed.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
# Nothing here may reach a model hub or send usage data.
export HF_HUB_OFFLINE := 1
export HF_HUB_DISABLE_TELEMETRY := 1
export TOKENIZERS_PARALLELISM := false

.PHONY: setup demo test lint
.DEFAULT_GOAL := setup

setup: $(VENV)/.installed

$(VENV)/.installed: setup.cfg pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[train,modal,dev]"
	touch $@

demo: setup
	$(BIN)/python -m spacy project run all

lint: setup
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

test: lint
	$(BIN)/python -m pytest
