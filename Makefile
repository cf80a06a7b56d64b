# Each target does its own set-up: a virtual environment and what it needs, when
# requirements changed. Nothing has to be installed by hand but Python 3.11+ and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PEOPLE ?= 8100
SEED ?= 1
PORT ?= 8000
# The authority that the demo invents; nothing else has one unless it is set.
AUTHORITY ?= 359
EXAMPLE := TRACKER_AUTHORITY=$(AUTHORITY) TRACKER_DATABASE_ID=$(AUTHORITY)
# A server's packages come from requirements.txt alone; the tests need a few more. Both
# files hold every package with its hashes, and `make lock` writes them.
STAMP := $(VENV)/.installed
TEST_STAMP := $(VENV)/.installed-dev
# The style sheets and scripts of the pages, by package-lock.json.
ASSETS := static/vendor/.installed
# What a process has compiled is kept for the next one, also where the shell forbids it:
# the tests start hundreds.
unexport PYTHONDONTWRITEBYTECODE
DOCUMENTATION := -m sphinx -W --keep-going -q -b html -d var/doctrees docs var/help

.PHONY: help demo run test quick properties long lint types bench screens load assets update docs
.PHONY: lock weaknesses map mutants walk hooks release clean

help:  ## what can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

demo: $(STAMP) $(ASSETS)  ## invent an authority, load its files, serve it; PEOPLE=300 SEED=1 DAY=2026-09-21 PORT=8000
	$(EXAMPLE) $(BIN)/flask demo --people $(PEOPLE) --seed $(SEED) $(if $(DAY),--on "$(DAY)")
	@test -d var/help || ! test -x $(BIN)/sphinx-build || $(BIN)/python $(DOCUMENTATION)
	@test "$(SERVE)" = no || exec env $(EXAMPLE) $(BIN)/flask serve --demo --port $(PORT)

# With exec the program ends by itself at Ctrl-C, and make has no interrupt to report.
run: $(STAMP) $(ASSETS)  ## serve what make demo made, on this machine; PORT=8000
	@exec env $(EXAMPLE) $(BIN)/flask serve --demo --port $(PORT)

test: lint types $(ASSETS)  ## lint, types, import contracts and every test
	@$(BIN)/python -m tests.browser.chromium
	@$(BIN)/python -m tests.browser.packages
	$(BIN)/pytest -n auto

quick: $(TEST_STAMP)  ## lint, types and the tests that need no database; SUBJECT=leavers
	@$(BIN)/python -m tests.quick $(SUBJECT)

properties: $(TEST_STAMP)  ## look for new examples against what must always hold
	$(BIN)/pytest -n auto -q --hypothesis-profile searching tests/domain

long: $(TEST_STAMP) $(ASSETS)  ## the checks that take minutes, such as thousands of damaged files
	@$(BIN)/python -m tests.browser.chromium
	@$(BIN)/python -m tests.browser.packages
	@$(BIN)/python -m tests.journeys.clock_library
	@$(BIN)/python -m tests.store.database.servers.chosen_server
	$(BIN)/pytest -n auto -m long
	$(BIN)/python -m tests.mutants

mutants: $(TEST_STAMP)  ## whether the tests notice 500 faults, half of them in pages and actions; var/mutants
	$(BIN)/python -m tests.mutants

lint: $(TEST_STAMP)  ## style and import direction
	$(BIN)/ruff format --check -q .
	$(BIN)/ruff check -q .
	$(BIN)/lint-imports --no-cache

types: $(TEST_STAMP)  ## the types of everything but the tests
	$(BIN)/mypy

bench: $(STAMP)  ## time the hot paths, with their memory; results in var/bench
	$(BIN)/python -m tests.bench

accessibility: $(TEST_STAMP) $(ASSETS)  ## check every page and state; written for the statement
	$(BIN)/python -m tests.browser.accessibility

screens: $(TEST_STAMP) $(ASSETS)  ## pictures of every page into var/screens
	$(BIN)/python -m tests.browser.screens

load: $(TEST_STAMP) $(ASSETS)  ## the pages with 215 people at once; results in var/load
	$(BIN)/python -m tests.load

docs: $(TEST_STAMP)  ## build the documentation, which the pages serve at /help
	$(BIN)/python $(DOCUMENTATION)

map: $(TEST_STAMP)  ## draw the folders of the program into README.md
	$(BIN)/python -m tests.repository.folders

walk: $(TEST_STAMP)  ## draw the way of a row into docs/walk.md
	DRAW=1 $(BIN)/pytest -n 0 tests/web/school/walk

assets: $(ASSETS)  ## install the style sheets and scripts of the pages

update: $(TEST_STAMP)  ## say which pinned packages have a newer version
	$(BIN)/python -m pip list --outdated

weaknesses: $(TEST_STAMP)  ## look the locked packages up in a feed of known weaknesses
	$(BIN)/python -m tests.security.weaknesses

lock: $(TEST_STAMP)  ## pin every package with its hashes; UPGRADE=--upgrade takes newer ones
	$(call compile,requirements)
	$(call compile,requirements-dev) --constraints requirements.txt
	$(call compile,deploy/build) --constraints requirements.txt

hooks: $(TEST_STAMP)  ## check before each commit what make lint types checks
	$(BIN)/pre-commit install

release: $(TEST_STAMP)  ## wheel, source, image, parts and sums into var/release; VERSION=1.2.0
	@BASE="$(BASE)" $(BIN)/python -m tests.release.releasing "$(VERSION)"

clean:  ## remove everything that was made
	rm -rf var $(VENV)

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or newer is needed: make PYTHON=python3.11 …"; exit 2; }
	$(PYTHON) -m venv $(VENV)

$(STAMP): requirements.txt | $(VENV)/bin/python
	@$(call install,requirements.txt)
	@touch $@

$(TEST_STAMP): requirements.txt requirements-dev.txt | $(VENV)/bin/python
	@$(call install,requirements-dev.txt)
	@touch $@ $(STAMP)

$(ASSETS): package.json package-lock.json .npmrc tracker/cli/running/assets.py | $(STAMP)
	@echo "Installing the style sheets and scripts of the pages"
	@$(BIN)/flask assets install
	@touch $@

# One lock for each supported Python and system; no address of a registry is written.
define compile
$(BIN)/uv pip compile --quiet $(UPGRADE) --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-emit-find-links \
		--custom-compile-command "make lock" --output-file $(1).txt $(1).in
endef

# uv installs ten times faster where the machine has it; pip is always there. Neither
# installs a file whose hash is not in the lock.
define install
	echo "Installing $(1)"; \
	if command -v uv >/dev/null 2>&1; \
	then uv pip install -q --require-hashes --python $(BIN)/python -r $(1); \
	else $(BIN)/python -m pip install -q --disable-pip-version-check \
		--require-hashes -r $(1); fi
endef
