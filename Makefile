# Everything a fresh machine needs is made by these targets; see README.md.
PYTHON ?=
VENV := .venv
BIN := $(VENV)/bin
DATA ?= var
INVENTORY ?=

.PHONY: run test check docs bench accuracy browser fonts servers clean

run: $(VENV)/.ok browser fonts
	@DATA="$(DATA)" INVENTORY="$(INVENTORY)" $(BIN)/python -m tests.quarter

test: $(VENV)/.ok browser servers fonts
	@$(BIN)/pytest -n auto --dist loadgroup

# Lint, types, import law and generated pages, cheap to dear.
check: $(VENV)/.ok
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports
	@$(BIN)/mypy
	@$(BIN)/python -m tests.documents --check

docs: $(VENV)/.ok
	@$(BIN)/python -m tests.documents

bench: $(VENV)/.ok servers
	@$(BIN)/python -m tests.bench

accuracy: $(VENV)/.ok
	@$(BIN)/python -m tests.accuracy

browser: $(VENV)/.ok
	@$(BIN)/python -m spiders.provision

# Free fonts for printed letters, unpacked beside the checkout.
fonts: $(VENV)/.ok
	@$(BIN)/python -m results.letters.provision

# Name servers and a web server for tests/network, unpacked beside the checkout.
servers: $(VENV)/.ok
	@$(BIN)/python -m tests.network.provision

$(VENV)/.ok: requirements.lock pyproject.toml .ci/install
	@sh .ci/install "$(PYTHON)" "$(VENV)"
	@touch $@

clean:
	rm -rf $(VENV) .servers .fonts .pytest_cache .mypy_cache .ruff_cache .hypothesis
