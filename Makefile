.DEFAULT_GOAL := help
SHELL := /bin/sh
MAKEFLAGS += --no-print-directory
PYTHON ?= python3
PORT ?= 8000
ARGS ?=
PY := .venv/bin/python
export PORT

.PHONY: help demo demo-data demo-reset install install-dev python run test test-fast browser bench \
	check lint format types imports migrations house lock

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F':.*## ' '{ split($$1, name, ":"); printf "  make %-12s %s\n", name[1], $$2 }'

## To see it

demo: demo-data ## the whole site with fictional people, on 127.0.0.1 (PORT=8001 for another port)
	@exec $(PY) manage.py demo_serve

demo-data: install ## all of the demo but serving it; safe to run again
	@$(PY) manage.py demo_data

demo-reset: install ## forget the demo's data and start over; then: make demo
	@$(PY) manage.py demo_reset
	@$(PY) manage.py demo_data

## To work on it

install: python
	@$(PYTHON) bin/install.py

install-dev: python ## .venv with what tests and checks need
	@$(PYTHON) bin/install.py dev

python:
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 or newer is needed, and no $(PYTHON) was found." >&2; exit 1; }

run: install-dev ## the development server, with tracebacks and reload
	@$(PY) manage.py demo_data
	@DJANGO_DEBUG=1 exec $(PY) manage.py runserver 127.0.0.1:$(PORT)

test: install-dev ## the whole suite: SQLite with the browser, then PostgreSQL (ARGS="-k words" narrows it)
	@exec $(PY) -m tests.run all $(ARGS)

test-fast: install-dev ## the suite on SQLite, without the browser
	@exec $(PY) -m tests.run fast $(ARGS)

browser: install-dev ## the browser tests alone
	@exec $(PY) -m tests.run browser $(ARGS)

bench: install-dev ## what grows with the data, 250 people who begin a quiz at once, a room that polls, a province
	@$(PY) -m bench
	@$(PY) -m bench.load
	@$(PY) -m bench.phones
	@$(PY) -m bench.province

check: lint types migrations house ## everything but the suite: lint, imports, types, migrations, house rules

lint: imports ## ruff: faults and formatting; and that imports point down
	@.venv/bin/ruff check --no-cache .
	@.venv/bin/ruff format --no-cache --check .

format: install-dev ## let ruff mend what it can
	@.venv/bin/ruff check --no-cache --fix .
	@.venv/bin/ruff format --no-cache .

types: install-dev ## mypy: strict for lib and the pure rules
	@.venv/bin/mypy elearning quizzes certificates tests/run.py tests/postgres.py

imports: install-dev ## dependencies between rooms point down
	@.venv/bin/lint-imports --no-cache

migrations: install-dev ## no model change lacks its migration
	@$(PY) manage.py makemigrations --check --dry-run

house: install-dev ## production settings, locks, licences, templates
	@.venv/bin/pytest --no-migrations tests/test_house.py

lock: install-dev ## pin the dependencies of pyproject.toml anew (ARGS=--upgrade for newer ones)
	@.venv/bin/uv pip compile pyproject.toml --universal --generate-hashes --no-header --quiet $(ARGS) -o requirements.lock
	@.venv/bin/uv pip compile pyproject.toml --extra dev --universal --generate-hashes --no-header --quiet $(ARGS) -c requirements.lock -o requirements-dev.lock
	@.venv/bin/uv pip compile pyproject.toml --extra postgres --extra redis --extra s3 --universal --generate-hashes --no-header --quiet $(ARGS) -c requirements.lock -o requirements-production.lock
	@echo uv | .venv/bin/uv pip compile - --universal --generate-hashes --no-header --quiet $(ARGS) -o requirements-uv.lock
