# `make help` lists the targets. A fresh machine needs Python 3.11 or newer and make; everything else is fetched or built.

PYTHON ?= python3
PORT ?= 8000
DATA ?= var
VENV ?= .venv
SUPPLY ?= var/supply
BIN := $(VENV)/bin
WORKERS_OF_TESTS ?= 2
PYTEST := $(BIN)/python -m pytest
RUNS ?= 50
CHOSEN = $(if $(BASE_URL),--base-url '$(BASE_URL)') $(if $(SUITE),--suite '$(SUITE)') $(if $(DEVICE),--phone '$(DEVICE)') \
	$(if $(BROWSER),--engines '$(BROWSER)') $(if $(VIDEO),--films '$(VIDEO)') $(if $(UPDATE),--update '$(UPDATE)')

.DEFAULT_GOAL := help
.PHONY: help run test check e2e e2e-flakes bench bench-desk drill prove schema format lock runtime dev browser clean audit-deps sbom licences supply bench-worker lighthouse release scale machine previous

help: ## show this list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: runtime ## start the shop with database and sample shop (PORT=8000 DATA=var)
	@APP_ENV=$${APP_ENV:-development} DATA='$(DATA)' $(BIN)/flask --app wsgi serve --port $(PORT) --areas

test: dev browser ## unit, database and browser tests; the house rules are part of `make check`
	@$(PYTEST) -n $(WORKERS_OF_TESTS) tests --ignore tests/rules
	@$(PYTEST) e2e -n $(WORKERS_OF_TESTS)

check: dev ## format, lint (Python, templates, SQL), types, house rules
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy
	@$(BIN)/djlint --lint --quiet app/templates
	@$(BIN)/sqlfluff lint --nocolor --disable-progress-bar sql
	@if command -v npx >/dev/null; then npx --yes htmx.org@4.0.1 upgrade-check ./app/templates; else echo "→ npx is not here: the htmx upgrade check is skipped"; fi
	@$(PYTEST) --quiet tests/rules

e2e: dev browser ## the browser tests, in a shop of their own or at an address; what can be chosen: docs/e2e.md
	@$(PYTEST) e2e -n $(if $(filter smoke,$(SUITE)),0,$(WORKERS_OF_TESTS)) --pictures $(CHOSEN)

e2e-flakes: dev browser ## play the purchase suite RUNS times (50) in a row and count what failed
	@$(BIN)/python tools/flakes.py --runs $(RUNS) -- $(CHOSEN)

lighthouse: dev browser ## measure every page with Lighthouse, write docs/pages.md, judge it by the budgets (PEER=oscar; some minutes)
	@$(BIN)/python bench/lighthouse.py $(if $(PEER),--peer '$(PEER)')

bench: dev ## measure pages, bytes and requests per second
	@$(BIN)/python bench/run.py

bench-desk: dev ## measure the desk's search at a million orders (some minutes)
	@$(BIN)/python bench/desk.py

bench-worker: dev ## measure what a mail server that hangs and 100,000 holds that run out at once cost shoppers
	@$(BIN)/python bench/worker.py

prove: dev ## the long proofs, at their full numbers
	@PROVE=full $(PYTEST) tests/proofs

drill: dev ## dump a shop of a million orders, restore it into an empty cluster and compare (some minutes)
	@$(BIN)/python bench/drill.py

scale: dev ## the shop behind nginx on two instances, PgBouncer and a replica: stories, kills, rolling restarts, a flood (SCALE=full for the long form)
	@SCALE=1 PROVE=$(SCALE) $(PYTEST) tests/proofs/test_scale_out.py

previous: dev browser ## play the browser stories with an earlier release on this schema (RELEASE=a tag or commit)
	@RELEASE='$(RELEASE)' $(PYTEST) tests/proofs/test_previous_release.py

machine: ## boot an empty Debian, put the shop on it by the commands of docs/deploy.md and try it (as root; some minutes)
	@deploy/trial/machine.sh

schema: dev ## write sql/schema.sql and sql/schema.digests from the migrations
	@$(BIN)/python tools/schema.py

format: dev ## format Python
	@$(BIN)/ruff format --quiet . && $(BIN)/ruff check --fix --quiet .

lock: supply ## write the lock files from the pins of pyproject.toml (UPGRADE=--upgrade for the newest of what they pull in)
	@PATH='$(SUPPLY)/bin':"$$PATH" $(SUPPLY)/bin/python tools/lock.py $(UPGRADE)

audit-deps: supply ## look for known vulnerabilities; fails when nobody can be asked and there is no fresh local copy
	@PATH='$(SUPPLY)/bin':"$$PATH" $(SUPPLY)/bin/python tools/audit.py

sbom: supply runtime ## write var/sbom.json (CycloneDX) of what the shop runs on
	@mkdir -p var && $(SUPPLY)/bin/cyclonedx-py environment --pyproject pyproject.toml --output-reproducible --output-file var/sbom.json $(BIN)/python

licences: dev ## write docs/licences.md from what is installed
	@$(BIN)/python tools/licences.py

release: ## write what is built here into RELEASE, for error reports and metrics
	@git describe --tags --always --dirty > RELEASE

clean: ## remove the environment and all local data
	@rm -rf $(VENV) var /dev/shm/sensasiwangi-tests-$$(printf %s '$(CURDIR)' | sha256sum | cut -c 1-8) .pytest_cache .mypy_cache .ruff_cache test-results

supply:
	@$(PYTHON) tools/environment.py $(SUPPLY) supply

runtime:
	@$(PYTHON) tools/environment.py $(VENV)

dev:
	@$(PYTHON) tools/environment.py $(VENV) dev

browser:
	@$(BIN)/python tools/browser.py
