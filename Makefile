# Everything runs in an environment of its own, .venv; it is set up once and again when pyproject.toml changes.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
EXAMPLE := examples/performance-technologies-8-k-2004-02-05.txt
OUT := out
PIP := $(BIN)/python -m pip --disable-pip-version-check
WORKERS ?= 2
FILINGS ?= ../shared/filings

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

.PHONY: help
help: ## List the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 24

# Dependency groups need a newer pip than the one that comes with Python 3.11.
$(VENV)/.runtime: pyproject.toml
	@echo "Setting up $(VENV) (once) ..."
	$(PYTHON) -m venv --clear $(VENV)
	$(PIP) install --quiet --upgrade 'pip>=25.1'
	$(PIP) install --quiet --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.runtime
	$(PIP) install --quiet --group dev
	@touch $@

.PHONY: demo
demo: $(VENV)/.runtime ## Convert the example and say where to look
	$(BIN)/legacy-xbrl convert $(EXAMPLE) --output $(OUT) --force
	@echo "Open this in a browser: $$(ls -d $(CURDIR)/$(OUT)/*/*.htm)"

.PHONY: review
review: demo ## Open the converted example in the page where accountants check the mapping
	$(PIP) install --quiet --editable '.[web]'
	$(BIN)/legacy-xbrl review $(OUT)

.PHONY: test
test: $(VENV)/.dev ## Run every test
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal --durations=5

.PHONY: lint
lint: $(VENV)/.dev ## Check style and format
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

.PHONY: types
types: $(VENV)/.dev ## Check the types
	$(BIN)/mypy

.PHONY: bench
bench: $(VENV)/.dev ## Measure start-up, reading, conversion and validation side by side with known work
	$(BIN)/python bench/speed.py $(EXAMPLE)
	$(BIN)/python bench/validation.py $(EXAMPLE)

.PHONY: bench-filings
bench-filings: $(VENV)/.dev ## Measure a folder of filings (FILINGS=DIR): speed, memory, which statements foot, and whether two years agree
	$(BIN)/python -m tests.bench.reading $(FILINGS)
	$(BIN)/python -m tests.bench.footing $(FILINGS)
	$(BIN)/python -m tests.bench.years $(FILINGS)

.PHONY: bench-hostile
bench-hostile: $(VENV)/.dev ## Measure hostile lines and tables at two sizes: nothing may cost more than its length
	$(BIN)/python -m tests.bench.hostile

.PHONY: bench-valid
bench-valid: $(VENV)/.dev ## Convert a folder of filings (FILINGS=DIR) in both looks: how many are valid, and why others are not
	$(BIN)/python -m tests.bench.valid $(FILINGS)

.PHONY: bench-review
bench-review: $(VENV)/.dev ## Measure the review page: opening it, searching, deciding, all filings of a folder (needs Chromium)
	$(BIN)/python -m tests.bench.review

.PHONY: bench-outputs
bench-outputs: $(VENV)/.dev ## Measure a folder of filings (FILINGS=DIR): facts read back from every form, and press releases tied out
	$(BIN)/python -m tests.bench.outputs $(FILINGS)
	$(BIN)/python -m tests.bench.narrative $(FILINGS)

.PHONY: clean
clean: ## Remove what the other targets made
	rm -rf $(VENV) $(OUT) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
