# Everything on a fresh machine with Python 3.11+ and make. `make` alone lists the targets.
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.installed
# Set, it makes every start compile the program anew: a second each, and tests start it often.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help venv run test lint bench chaos replay format
help:  ## list the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Minsheng needs Python 3.11 or newer; run: make PYTHON=python3.12 …") if sys.version_info < (3, 11) else 0'
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

venv: $(STAMP)  ## set up .venv from requirements.lock

run: $(STAMP)  ## no token: the sandbox with the demo district; with MINSHENG_BOT_TOKEN: Telegram
	@$(BIN)/minsheng up

test: $(STAMP)  ## every test, on SQLite and PostgreSQL
	$(BIN)/python -m pytest -n 3

lint: $(STAMP)  ## ruff, mypy strict, import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(STAMP)  ## let ruff format and fix
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(STAMP)  ## the figures of benchmarks/README.md
	$(BIN)/python -m benchmarks

chaos: $(STAMP)  ## kill the program at every named point and at random, both databases: the long run
	MINSHENG_CHAOS=full $(BIN)/python -m pytest -n 2 tests/chaos

replay: $(STAMP)  ## FILE=messages.jsonl: send each message as a resident of the sandbox
	$(BIN)/python -m benchmarks.replay $(FILE)
