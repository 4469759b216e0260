# Stadtkaffee: `make help` says what there is.
PYTHON ?= python3
BIN := .venv/bin
.DEFAULT_GOAL := help

help: ## What there is
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 12

run: .venv/installed ## Run the demo shop (PORT=8000 moves it); Ctrl-C ends all of it
	@exec $(BIN)/flask --app shop demo run

reset: .venv/installed ## Discard the demo shop's data
	@$(BIN)/flask --app shop demo reset

test: .venv/checks ## Run the whole test suite
	$(BIN)/pytest -n 2

check: .venv/checks ## Lint, format, types, tests: what CI runs
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest -n 2

test-faults: .venv/checks ## Kill, spoil, load and restart everything: minutes, all of two processors
	$(BIN)/pytest --long tests/faults -n 3 --dist worksteal

bench: .venv/checks ## Measure speed, as ratios within one run; the staff's pages among a million orders
	$(BIN)/python -m tests.bench
	$(BIN)/python -m tests.bench.staff

lock: .venv/checks ## Renew the lock files from pyproject.toml
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --upgrade \
		--no-header --no-annotate --output-file requirements.lock pyproject.toml
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --upgrade \
		--no-header --no-annotate --constraints requirements.lock --group checks \
		--output-file tests/requirements.lock pyproject.toml

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed: PYTHON=python3.12 make $(MAKECMDGOALS)"; exit 1; }
	$(PYTHON) -m venv .venv

.venv/installed: requirements.lock | .venv/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

.venv/checks: tests/requirements.lock .venv/installed
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r tests/requirements.lock
	@touch $@

.PHONY: help run reset test check test-faults bench lock
