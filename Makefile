# Everything runs in .venv; each target sets up what it needs.
PYTHON ?= python3.11
# Tests run in as many processes, each with one thread.
WORKERS ?= 2
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --disable-pip-version-check
# Nothing here may reach a model hub or send usage data.
export HF_HUB_OFFLINE := 1
export HF_HUB_DISABLE_TELEMETRY := 1
export TOKENIZERS_PARALLELISM := false

.PHONY: setup demo test lint benchmark
.DEFAULT_GOAL := setup

RELEASED := $(wildcard packages/*.whl)

setup: $(VENV)/.installed

# What training needs, and the released models.
$(VENV)/.training: setup.cfg pyproject.toml $(RELEASED)
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) --editable ".[train]"
	$(if $(RELEASED),$(PIP) --quiet --no-deps --force-reinstall $(RELEASED))
	touch $@

$(VENV)/.installed: $(VENV)/.training
	$(PIP) --quiet --editable ".[train,modal,dev]"
	touch $@

demo: $(VENV)/.training
	$(BIN)/python -m spacy project run all

lint: setup
	$(BIN)/lint-imports
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

# The tests of the page need a browser; .ci/run installs one.
CHROMIUM := $(firstword $(foreach name,chromium chromium-browser google-chrome,$(shell command -v $(name))))

test: lint
	OMP_NUM_THREADS=1 $(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder $(if $(CHROMIUM),,-m "not browser")
	$(if $(CHROMIUM),,@echo "Left out: the page in a browser. With Chromium (apt-get install chromium) it is tested, too.")

# Peers that are not installed are named with the command that installs them.
benchmark: setup
	$(BIN)/python scripts/benchmark_sets.py
	$(BIN)/python scripts/latency.py --presidio --threads 2 --rounds 4
	$(BIN)/python scripts/benchmark.py
	$(BIN)/python scripts/report.py
