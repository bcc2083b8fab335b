# From a fresh clone with nothing but python3 (3.11 or newer, with venv) and make: `make meeting`, `make test`.
# Each target installs what it needs into .venv first; PYTHON=python3.12 chooses another interpreter.

PYTHON ?= python3
BIN := .venv/bin
INSTALLED := .venv/installed

.PHONY: meeting test test-long lint bench mutation

meeting: $(INSTALLED)
	@$(BIN)/daopai meeting plans/kashgar

test: $(INSTALLED)
	@$(BIN)/python -m pytest -n 2

test-long: $(INSTALLED)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[dev,fast,oracles]"
	@command -v chromedriver >/dev/null || ! command -v apt-get >/dev/null || \
	    timeout 300 apt-get install -y -qq chromium chromium-driver >/dev/null 2>&1 || \
	    echo "no Chromium here: the tests of the page in a browser skip" >&2
	@HYPOTHESIS_PROFILE=long $(BIN)/python -m pytest -n 2 -m "long or not long"

mutation: $(INSTALLED)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[dev,fast,mutation]"
	@$(BIN)/mutmut run

lint: $(INSTALLED)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

bench: $(INSTALLED)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[dev,bench]"
	@$(BIN)/python benchmarks/run.py --date $$(date +%F)

# The stamp is older than pyproject.toml when a dependency may have changed. A .venv whose interpreter is gone is made anew.
$(INSTALLED): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and \
	    "daopai needs Python 3.11 or newer; %s is %s. Try: make PYTHON=python3.12" % (sys.executable, sys.version.split()[0]))'
	@echo "installing into .venv, once ..." >&2
	@$(BIN)/python -c "" 2>/dev/null || $(PYTHON) -m venv --clear .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[dev,fast]"
	@touch $@
