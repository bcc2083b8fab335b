# From a fresh clone with nothing but python3 (3.11 or newer, with venv) and make: `make meeting`, `make test`.
# Each target first installs what it needs, exactly what stands with its hashes in requirements/, and nothing else.
# PYTHON=python3.12 chooses another interpreter; each has its own folder: .venv, .venv-python3.12.

PYTHON ?= python3
VENV := .venv$(addprefix -,$(filter-out python3,$(notdir $(PYTHON))))
OLDEST := .venv-oldest
# A wheel is what its hash says; building one would run what no hash stands for.
PIP := -m pip --disable-pip-version-check install --quiet
LOCKED := $(PIP) --require-hashes --only-binary :all: --requirement

.PHONY: meeting test test-long test-laws test-attack test-oldest lint bench mutation lock upgrade
.DELETE_ON_ERROR:

meeting: $(VENV)/dev.txt
	@$(VENV)/bin/daopai meeting plans/kashgar

test: $(VENV)/dev.txt
	@$(VENV)/bin/python -m pytest -n 2

# First the default tests and the slow ones, their schedules held by the certificate's checker; then the long ones, and all that draw,
# with examples of their own: what draws nothing would only say the same again.
CERTIFIED := $(VENV)/bin/python -m pytest -n 2 -m "not long and not attack" --certify=10000
test-long: $(VENV)/all.txt
	@command -v chromedriver >/dev/null || ! command -v apt-get >/dev/null || \
	    timeout 300 apt-get install -y -qq chromium chromium-driver >/dev/null 2>&1 || \
	    echo "no Chromium here: the tests of the page in a browser skip" >&2
	@$(CERTIFIED)
	@HYPOTHESIS_PROFILE=long $(VENV)/bin/python -m pytest -n 2 --dist worksteal -m "(long or hypothesis) and not attack"

# The same kinds in a fraction of the time: a tenth of the examples, thirteen weeks of a year.
test-laws: export LONG_SCALE ?= 0.1
test-laws: CERTIFIED := true
test-laws: test-long

# Kills, full disks, writers at once, mutated inputs, environments: an hour on two cores. ATTACK_SEED=7 draws other
# attacks, ATTACK_SCALE=0.1 a tenth of them; what was found stands in docs/reliability.md.
test-attack: $(VENV)/all.txt
	@$(VENV)/bin/python -m pytest -n 2 --dist worksteal -m attack

# The lower bounds of pyproject.toml: the oldest release of each, on the oldest Python.
test-oldest: $(OLDEST)/oldest.txt
	@$(OLDEST)/bin/python -m pytest -n 2

mutation: $(VENV)/all.txt
	@$(VENV)/bin/python tests/mutation/run.py $(if $(SAMPLE),--sample $(SAMPLE)) $(if $(SEED),--seed $(SEED)) \
		$(if $(PART),--part $(PART)) $(if $(LOG),--log $(LOG))

lint: $(VENV)/dev.txt
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .
	@$(VENV)/bin/mypy

bench: $(VENV)/all.txt
	@$(VENV)/bin/python benchmarks/run.py --date $$(date +%F)

# What is installed is told by copies of the files that it was installed from. A .venv of another lock, or whose
# interpreter is gone, is made anew, so that nothing of an earlier one stays.
$(VENV)/dev.txt: requirements/dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and \
	    "daopai needs Python 3.11 or newer; %s is %s. Try: make PYTHON=python3.12" % (sys.executable, sys.version.split()[0]))'
	@echo "installing into $(@D), once ..." >&2
	@{ cmp -s $< $@ && $(@D)/bin/python -c ""; } 2>/dev/null || $(PYTHON) -m venv --clear $(@D)
	@$(@D)/bin/python $(LOCKED) $<
	@$(@D)/bin/python $(PIP) --no-deps --no-build-isolation --editable .
	@cp $< $@

$(VENV)/all.txt: requirements/all.txt $(VENV)/dev.txt
	@$(VENV)/bin/python $(LOCKED) $<
	@$(VENV)/bin/python -c "from schedule.engine.compiled import keep; keep()"
	@cp $< $@

$(OLDEST)/oldest.txt: requirements/oldest.txt pyproject.toml
	@echo "installing the oldest of everything into $(@D), once ..." >&2
	@python3.11 -m venv --clear $(@D)
	@$(@D)/bin/python $(LOCKED) $<
	@$(@D)/bin/python $(PIP) --no-deps --no-build-isolation --editable .
	@cp $< $@

# `make lock` writes requirements/ anew after a change of pyproject.toml and keeps every version that still fits;
# `make upgrade` takes the newest of everything. One resolution for all platforms and Pythons stands in all.txt and holds
# run.txt and dev.txt to its versions.
COMPILE := .venv-lock/bin/uv --quiet pip compile --no-config --universal --python-version 3.11 --fork-strategy fewest \
    --only-binary :all: --generate-hashes --annotation-style line --custom-compile-command "make lock"

lock: .venv-lock/lock.txt
	@$(COMPILE) $(UPGRADE) pyproject.toml --all-extras --output-file requirements/all.txt
	@$(COMPILE) pyproject.toml --constraint requirements/all.txt --output-file requirements/run.txt
	@$(COMPILE) pyproject.toml --extra dev --extra fast --extra recovery --constraint requirements/all.txt --output-file requirements/dev.txt
	@$(COMPILE) $(UPGRADE) pyproject.toml --extra dev --extra all --resolution lowest-direct \
	    --output-file requirements/oldest.txt
	@$(COMPILE) $(UPGRADE) --group lock --output-file requirements/lock.txt

upgrade:
	@$(MAKE) --no-print-directory lock UPGRADE=--upgrade

.venv-lock/lock.txt: requirements/lock.txt
	@$(PYTHON) -m venv --clear $(@D)
	@$(@D)/bin/python $(LOCKED) $<
	@cp $< $@
