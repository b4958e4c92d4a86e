# The commands of the house. `make` alone lists them.
SHELL := /bin/sh
BIN := .venv/bin
# Compiled modules are kept: the tests start the bot hundreds of times.
unexport PYTHONDONTWRITEBYTECODE
FAST := -m "not synapse and not slow"
PYTEST := $(BIN)/pytest
# What reaches every branch of the core runs by itself: to watch the branches costs all tests as much again.
CORE := tests/core tests/promises
CORE_COVERED := --cov=codesign_bot.core --cov-report=term-missing:skip-covered --cov-fail-under=100
# More workers than processors: much of the time goes by with waiting for clocks and for the homeserver.
# A file is a worker's own, and the slowest files come first (tests/conftest.py).
SIDE_BY_SIDE := -n 5 --dist loadfile --no-loadscope-reorder
ARGS :=

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help setup lint core fast check test element browser faketime demo pictures bench faults soak tamper wheel wheel-test lock clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' Makefile

setup: ## Install everything into .venv (quick when done)
	@sh .ci/setup

lint: setup ## Format, style, types and the directions of imports
	$(BIN)/ruff format --check --quiet
	$(BIN)/ruff check --quiet
	$(BIN)/lint-imports --no-logo
	@$(BIN)/mypy & types=$$!; $(BIN)/pyright; other=$$?; wait $$types && exit $$other

core: setup ## Tests of the rules; every branch of the core must be reached
	$(PYTEST) $(SIDE_BY_SIDE) $(CORE) $(CORE_COVERED) $(ARGS)

fast: core ## Tests that need no server
	$(PYTEST) $(FAST) $(CORE:%=--ignore=%) $(ARGS)

check: lint fast ## Before every commit: lint and fast, under a minute, no servers

test: lint core wheel-test element browser faketime ## Everything, with a real homeserver; what the machine runs
	CODESIGN_PACKED="$(PACKED)" $(PYTEST) $(SIDE_BY_SIDE) -m "not packed or synapse or slow" $(CORE:%=--ignore=%) $(ARGS)

element: setup
	@sh .ci/element

browser: setup
	@sh .ci/browser

faketime: setup
	@sh .ci/faketime

demo: setup ## A whole round on a real homeserver, and one on Discord too, in four minutes (STAY=1 keeps it)
	@exec $(BIN)/python -m codesign_bot.demo $(if $(STAY),--stay) $(ARGS)

pictures: setup ## Take the pictures of the docs in real clients (needs Node.js and Chromium)
	@sh .ci/pictures

bench: setup ## The measurements, each beside its bare figure
	@for name in store service timers log latency discord; do \
	    echo "== $$name"; $(BIN)/python -m benchmarks.bench_$$name $(ARGS) || exit 1; done

faults: setup faketime ## The long campaigns: kills, outages, storms
	$(PYTEST) tests/faults --timeout=3600 $(ARGS)

soak: setup ## A simulated year of a hundred communities with faults (ARGS='--seed 7' lives one again)
	@exec $(BIN)/python -m tests.soak.campaign $(ARGS)

tamper: setup ## Change an export of the log in every way, bit by bit: each change must be found
	@exec $(BIN)/python -m tests.log.tampering $(ARGS)

wheel: setup ## Build the wheel into build/wheel
	@rm -rf build/wheel && mkdir -p build
	@$(BIN)/python -m build --wheel --no-isolation --outdir build/wheel . >build/wheel.log 2>&1 || { cat build/wheel.log; exit 1; }

# What reads files that are packed beside the modules, and what begins at the installed command; tests/house looks
# whether all modules and all files are in the wheel.
PACKED := cli config discord_words log prompts publishing schedule store
wheel-test: wheel ## The tests of what is packed against the built wheel, with the checkout off the path
	@sh .ci/wheel-venv
	PYTHONSAFEPATH=1 CODESIGN_UNDER_TEST=wheel build/wheel-venv/bin/python -m pytest --quiet \
	    -p no:cacheprovider $(PACKED:%=tests/%) $(SIDE_BY_SIDE) $(FAST) $(ARGS)

lock: ## Write constraints.txt anew: newest allowed versions, by hash
	@sh .ci/lock

clean: ## Remove what the tools made, but not .venv
	rm -rf build dist .coverage .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +
