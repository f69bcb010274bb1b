# The verbs, the same for a person and for continuous integration.
# Everything is installed into .venv from pinned, hashed requirements.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: demo test lint docs wheel bench clean help

help: ## say what each verb does
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-6s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(VENV)/run.stamp ## hold the reference authority to the whole suite, and show the verdicts
	$(BIN)/cbec demo

test: $(VENV)/dev.stamp ## run all tests
	$(BIN)/python -m pytest -n auto

lint: $(VENV)/dev.stamp ## style, types, layers, the specification and what is published from it
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/cbec lint
	$(BIN)/cbec compile --check
	$(BIN)/python tools/build_codes.py --check
	$(BIN)/openapi-spec-validator spec/api/openapi.yaml

docs: $(VENV)/dev.stamp ## build the site into site/
	rm -rf docs/reference
	$(BIN)/python -m cbec.publish docs/reference
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict

wheel: $(VENV)/dev.stamp ## build the wheel into dist/
	$(BIN)/hatchling build -t wheel

bench: $(VENV)/dev.stamp ## measure, and print the figures with their ratios
	$(BIN)/python benchmarks/start_up.py
	$(BIN)/python benchmarks/many_items.py
	$(BIN)/python benchmarks/tables.py

clean: ## take away everything that was made
	rm -rf $(VENV) site docs/reference dist build cbec-report .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "make: Python 3.11 is needed and was not found; install it, or say make PYTHON=/path/to/python3.11"; exit 2; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "make: $(PYTHON) is older than Python 3.11; say make PYTHON=/path/to/python3.11"; exit 2; }
	@echo "make: setting up $(VENV), which takes a minute the first time"
	@$(PYTHON) -m venv $(VENV) || { echo "make: no virtual environment could be made; on Debian install python3-venv"; rm -rf $(VENV); exit 2; }

# dev.lock holds everything that run.lock does, with the same pins.
$(VENV)/run.stamp: $(BIN)/python requirements/run.lock pyproject.toml
	@test -f $(VENV)/dev.stamp || $(PIP) install --require-hashes -r requirements/run.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/dev.stamp: $(BIN)/python requirements/dev.lock pyproject.toml
	@$(PIP) install --require-hashes -r requirements/dev.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@ $(VENV)/run.stamp
