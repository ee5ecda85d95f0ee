# yishiyibao: one command for each thing a newcomer, a developer or a machine wants done.
.DEFAULT_GOAL := help
.PHONY: help demo quick test tests search check style types directions house coverage matrix bench faults reading-report promises lock services clean
.DELETE_ON_ERROR:

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Touched when the environment matches the lock; older than the lock means: install again.
READY := $(VENV)/.ready
ARGS ?=
# Compiled files are kept, whatever the environment says: the tests start the program some hundred times, and
# pytest rewrites its own files anew wherever it may not keep them.
export PYTHONDONTWRITEBYTECODE :=

help: ## what can be done here
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo '  ARGS="…" is handed on, as in: make demo ARGS="--once"'

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo 'make: $(PYTHON) is older than Python 3.11; name a newer one: make PYTHON=python3.12 …' >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || tests/services.sh venv
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile --require-hashes -r requirements.lock
	@# pip would compile on one processor alone; some packages carry samples that no Python can compile.
	@$(BIN)/python -m compileall -q -j 0 $(VENV)/lib >/dev/null || true
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

demo: $(READY) ## the whole service on this machine, with a mailbox of its own
	$(BIN)/yishiyibao demo $(ARGS)

quick: $(READY) check ## while at work: checks, and the tests of values alone
	HYPOTHESIS_PROFILE=quick $(BIN)/pytest -q -m quick --numprocesses 2 --dist worksteal $(ARGS)

test: services style ## everything that must hold: checks, and tests against real servers
	@# Types and directions are asked beside the tests: each keeps one processor busy, and most machines have two.
	@$(MAKE) --no-print-directory --jobs 3 types directions tests

tests: $(READY)
	$(BIN)/pytest --numprocesses 3 --dist worksteal $(ARGS)

search: $(READY) ## a long run: every law with twenty times the examples, other ones in each run
	HYPOTHESIS_PROFILE=search $(BIN)/pytest -m 'law and quick' --timeout 3600 --numprocesses 2 --dist worksteal $(ARGS)

check: style types directions ## style, types, directions of imports

style: $(READY)
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: $(READY)
	$(BIN)/mypy

directions: $(READY)
	$(BIN)/lint-imports

house: $(READY) ## how the code reads, in figures, beside its models (ARGS=--places: where a reader stumbles)
	@$(BIN)/python -m tests.house.measures $(ARGS)

coverage: services $(READY) ## which lines and branches the tests reach, file by file (ARGS=tests/scoring: some tests)
	$(BIN)/coverage erase
	@# Traced code is slow: a test of linear time may fail here, and the figures of all the others stand.
	-$(BIN)/coverage run -m pytest --numprocesses 2 --dist loadfile --timeout 600 $(ARGS)
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

matrix: ## the pure tests on every Python from 3.11 to 3.13 that is installed (ARGS=tests/scoring: some of them)
	@tests/matrix.sh $(ARGS)

bench: $(READY) ## how fast, on this machine
	@tests/services.sh bench
	$(BIN)/python -m tests.bench $(ARGS)

faults: services $(READY) ## what is lost when everything fails, into docs/reports/faults.md (ARGS=kill: one campaign)
	$(BIN)/python -m tests.faults $(ARGS)

reading-report: $(READY) ## how well labelled letters are read, into docs/reading.md (ARGS=FOLDER: foreign mail too)
	$(BIN)/python -m tests.reading $(ARGS)

promises: $(READY) ## which tests hold which promise, into docs/promises.md (ARGS=FILE: a run's JUnit file)
	$(BIN)/python -m tests.house.promises $(ARGS)

services: ## installs the servers the tests run against, where they are missing
	@tests/services.sh

lock: ## works out requirements.lock again (ARGS=--upgrade for newer versions)
	@test -x $(BIN)/uv || { $(PYTHON) -m venv $(VENV) && $(BIN)/python -m pip install --quiet uv; }
	UV_CUSTOM_COMPILE_COMMAND='make lock' $(BIN)/uv pip compile pyproject.toml --quiet --all-extras --universal \
		--python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate $(ARGS) -o requirements.lock
	@! grep -n '://' requirements.lock || { echo 'make lock: requirements.lock names a host (above)' >&2; exit 1; }

clean: ## takes away everything that can be made again
	rm -rf $(VENV) $(VENV)-3.* build dist .coverage .coverage.* .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
