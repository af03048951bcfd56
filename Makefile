# The Small Arms Control Register. `make help` writes itself from the comments after the targets.

PORT ?= 8000
PYTHON ?= python3
ROUNDS ?= 10000
MATCHING ?= simple
export PORT PYTHON

BIN := .venv/bin
INSTALL_simple := run
INSTALL_full := full

# Locks name packages and digests only, and come from PyPI whatever pip is told on this machine.
COMPILE := env -u PIP_FIND_LINKS -u PIP_EXTRA_INDEX_URL -u PIP_INDEX_URL PIP_CONFIG_FILE=/dev/null \
	CUSTOM_COMPILE_COMMAND='make lock' $(BIN)/pip-compile --quiet --generate-hashes \
	--allow-unsafe --strip-extras \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host $(UPGRADE)

.DEFAULT_GOAL := help
.PHONY: help run test check bench races lock assets install install-test clean

help: ## Say what can be made
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1	\2/p' Makefile | expand -t 20

run: install assets ## Serve the demonstration on 127.0.0.1; also: make run PORT=8123 MATCHING=full
	@exec $(BIN)/python tools/serve.py --port $(PORT) --preload app.factory \
		--first "regime demo" --then "regime who"

test: install-test assets ## Try everything: on SQLite, on PostgreSQL, in a browser
	@$(BIN)/pytest -n 2 --dist worksteal

check: install-test ## Look at format, style, types and imports
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: install-test assets ## Measure; one of them: make bench NAME=main_job
	@set -e; for file in benchmarks/$(or $(NAME),[!_]*).py; do \
		$(BIN)/python -m benchmarks.$$(basename $$file .py); \
	done

races: install-test ## Try acts at the same instant over and over; ROUNDS=10000
	@RACE_ROUNDS=$(ROUNDS) $(BIN)/pytest -m races --timeout=0

lock: install-test ## Write the locks anew; to newer versions: make lock UPGRADE=--upgrade
	@$(COMPILE) --output-file requirements.txt requirements.in
	@$(COMPILE) --output-file requirements-dev.txt requirements-dev.in
	@$(COMPILE) --output-file requirements-matching.txt requirements-matching.in
	@npm install --package-lock-only --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null

assets: ## Build the stylesheets
	@bash tools/system.sh --for run
	@bash tools/install.sh assets

install: ## Install what serving needs; with the matching library: make install MATCHING=full
	@bash tools/system.sh --for run
	@bash tools/install.sh $(or $(INSTALL_$(MATCHING)),$(error Say MATCHING=simple or MATCHING=full))

install-test: ## Install what testing needs, too
	@bash tools/system.sh --for test
	@bash tools/install.sh test

clean: ## Take away what was made, but not the data in instance/
	@rm -rf .venv node_modules app/static/dist .pytest_cache .mypy_cache .ruff_cache \
		.import_linter_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
