# The commands of the project. A machine needs Python 3.11 or newer, make and git: the rest is
# installed into .venv/ the first time, from lock files with hashes. `make help` lists the commands.
#
#   make build ARGS="--site-dir /tmp/site"     pass arguments to the target's command
#   make build PYTHON=/opt/python/bin/python3  the Python to create .venv with

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help serve build check audit note test-quick coverage test soak mutants lint format bench wheel lock world clean

VENV  := .venv
BIN   := $(VENV)/bin
SITE  := $(VENV)/site-is-installed
TESTS := $(VENV)/tests-are-installed
PYTEST := $(BIN)/python -m pytest
PIP   := $(BIN)/python -m pip --disable-pip-version-check --quiet install
# A lock file names everything. With --no-deps pip installs that and looks for nothing newer: it
# stops where a package asks for another one with an extra, once that other one has a new release.
LOCKED := $(PIP) --require-hashes --no-deps --requirement
LOCK  := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --fork-strategy fewest \
         --generate-hashes --no-emit-index-url --custom-compile-command "make lock" $(ARGS)

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' Makefile

serve: $(SITE) ## Preview the site on this machine, rebuilt on every edit
	@$(BIN)/brochure serve $(ARGS)

build: $(SITE) ## Build the site into site/
	@$(BIN)/brochure build $(ARGS)

check: $(SITE) ## Report every problem of content and translations, with file and line
	@$(BIN)/brochure check $(ARGS)

audit: $(SITE) ## Check the HTML that `make build` has written to site/
	@$(BIN)/brochure audit site $(ARGS)

note: $(SITE) ## Note what translations were made from, and apply confirmations
	@$(BIN)/brochure note $(ARGS)

test-quick: $(TESTS) ## Run the tests that need no browser, no server and no seconds
	@TESTS=quick $(PYTEST) --numprocesses 3 $(ARGS)

coverage: $(TESTS) ## Run the same, and fail if they reach less than 95 % of the lines and branches
	@TESTS=quick $(PYTEST) --numprocesses 3 --cov --cov-report= --cov-fail-under=95 $(ARGS)

test: lint $(TESTS) ## Run lint and the tests, and report each test that could not run
	@$(BIN)/python -m tests.support.install
	@$(PYTEST) --numprocesses 4 $(ARGS)

soak: lint $(TESTS) ## Run every round, page, language and look; takes three quarters of an hour
	@TESTS=soak $(BIN)/python -m tests.support.install
	@TESTS=soak $(PYTEST) --numprocesses 4 $(ARGS)

mutants: $(TESTS) ## Change the code in 800 places, one at a time, and report what no test catches
	@$(BIN)/python -m tests.support.mutants $(ARGS)

lint: $(TESTS) ## Check the code's style, types and layers
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/lint-imports --cache-dir .cache/import-linter

format: $(TESTS) ## Format the code and repair what can be repaired safely
	@$(BIN)/ruff check --fix-only
	@$(BIN)/ruff format

bench: $(TESTS) ## Measure the build, the first paint, the intake, the audit and the status
	@$(BIN)/python -m benchmarks $(ARGS)

wheel: $(SITE) ## Make a package of the generator, for sites that hold content alone, in dist/
	@$(BIN)/python -m pip --disable-pip-version-check --quiet wheel --no-index --no-deps --no-build-isolation --wheel-dir dist .

lock: $(TESTS) ## Lock the Python and npm packages again (ARGS=--upgrade: the newest ones)
	@$(LOCK) --output-file requirements/site.txt requirements/site.in
	@$(LOCK) --output-file requirements/test.txt --constraints requirements/site.txt requirements/test.in
	@$(LOCK) --output-file requirements/world.txt --constraints requirements/site.txt requirements/world.in
	@$(BIN)/npm install --prefix tests/support --package-lock-only

world: $(TESTS) ## Make the table of the world's countries, which maps are drawn from, again
	@PATH="$(CURDIR)/$(BIN):$$PATH" PYTHONPATH=scripts \
		$(BIN)/uv run --quiet --no-project --python $(BIN)/python \
		--with-requirements requirements/world.txt python -m geometry.world

clean: ## Remove everything that the other targets created
	@rm -rf $(VENV) site dist .cache tests/support/node_modules
	@find . -name __pycache__ -prune -exec rm -rf {} +

# ── Set-up: each step runs once, and again when its lock file changes ───────────────────────────

$(TESTS): requirements/test.txt $(SITE)
	@echo "Installing what the tests need …"
	@$(LOCKED) requirements/test.txt
	@touch $@

$(SITE): requirements/site.txt pyproject.toml | $(BIN)/python
	@echo "Installing what the site needs …"
	@$(LOCKED) requirements/site.txt
	@$(PIP) --no-index --no-deps --no-build-isolation --editable .
	@touch $@

# The first Python that is new enough and can create virtual environments.
$(BIN)/python:
	@for python in $(or $(PYTHON),python3 python3.14 python3.13 python3.12 python3.11 python); do \
		$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
		recent=$${recent:-$$python}; \
		$$python -c 'import ensurepip' 2>/dev/null || continue; \
		echo "Creating $(VENV) with $$($$python --version) …"; \
		exec $$python -m venv --clear $(VENV); \
	done; \
	if [ "$$recent" ]; then \
		echo "$$recent cannot create virtual environments: install its venv module (on Debian and Ubuntu: apt-get install python3-venv) and run make again."; \
	else \
		echo "Python 3.11 or newer was not found: install it, or set it with make PYTHON=/path/to/python3, and run make again."; \
	fi >&2; exit 1
