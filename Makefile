# Two commands are enough: `make run` and `make test`; `make` alone lists the others.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
SHELL := /bin/sh

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input --quiet
INSTALL := $(PIP) install --require-hashes --only-binary :all:
INSTALL_PROJECT := $(PIP) install --no-deps --no-build-isolation --editable .
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-emit-index-url --no-emit-find-links --annotation-style line $(UPGRADE)

.PHONY: help run reset test lint sdl bench endure lock clean

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-6s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(VENV)/.runtime ## install what is missing, fill the demo once, serve it
	@$(BIN)/gateway demo --quiet && exec $(BIN)/gateway serve --demo

test: $(VENV)/.dev ## run the complete suite (ARGS="-k words" for a part of it)
	@$(BIN)/python -m pytest -n auto $(if $(CI),-p tests.plugins.no_skips) $(ARGS)

reset: ## throw the demo's data away (.gateway/), for `make run` to begin afresh; stop the gateway first
	@rm -rf .gateway

lint: $(VENV)/.dev ## linters, formatter check, types, import contracts, Dockerfile
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/hadolint Dockerfile

sdl: $(VENV)/.runtime ## write schema.graphql and docs/access-matrix.txt anew
	@$(BIN)/gateway sdl > schema.graphql.new && mv schema.graphql.new schema.graphql
	@$(BIN)/gateway access matrix > docs/access-matrix.new && mv docs/access-matrix.new docs/access-matrix.txt

bench: $(VENV)/.bench ## measure the gateway beside its peers (ARGS="--help" tells what else)
	@$(BIN)/python -m bench $(ARGS)

endure: $(VENV)/.dev ## play faults at full size: kills, outages, restarts (ARGS="--help" tells what else)
	@$(BIN)/python -m bench.endurance $(ARGS)

lock: $(VENV)/.dev ## write the locks anew (UPGRADE=--upgrade takes newer releases)
	@$(COMPILE) pyproject.toml --output-file requirements/runtime.txt
	@$(COMPILE) pyproject.toml --extra otel --constraint requirements/runtime.txt --output-file requirements/otel.txt
	@$(COMPILE) --group build --output-file requirements/build.txt
	@$(COMPILE) pyproject.toml --group build --group dev \
		--constraint requirements/otel.txt --output-file requirements/dev.txt

clean: ## remove the virtualenv and the caches, never the data
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(VENV)/.runtime: requirements/runtime.txt requirements/build.txt pyproject.toml | $(BIN)/pip
	@echo "Installing the gateway into $(VENV) ..." >&2
	@$(INSTALL) -r requirements/runtime.txt -r requirements/build.txt
	@$(INSTALL_PROJECT)
	@touch $@

$(VENV)/.dev: requirements/dev.txt pyproject.toml tests/live/on_node/package-lock.json | $(BIN)/pip
	@echo "Installing the gateway and its test tools into $(VENV) ..." >&2
	@$(INSTALL) -r requirements/dev.txt
	@$(INSTALL_PROJECT)
	@$(BIN)/python -m tests.servers.node tests/live/on_node
	@touch $@

$(VENV)/.bench: $(VENV)/.dev bench/peers/on_node/package-lock.json
	@echo "Installing what the gateway is measured beside ..." >&2
	@$(BIN)/python -m tests.servers.node bench/peers/on_node
	@touch $@

$(BIN)/pip:
	@for python in $(PYTHON) python3.11 python3.12 python3.13 python3; do \
		$$python -c 'import sys, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
			&& exec $$python -m venv $(VENV); \
	done; \
	echo "The gateway needs Python 3.11 or newer with its venv module: install it" \
		"(Debian: apt install python3 python3-venv) or name it: make PYTHON=/path/to/python3.11" >&2; \
	exit 1
