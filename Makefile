# One word for each daily job. `make` alone says what there is.
# Needs only Python ≥ 3.11, make, and a network to the package registries.
SHELL := /bin/sh
.DEFAULT_GOAL := help
BIN := .venv/bin
PORT ?= 8000

.PHONY: help setup demo serve test check format docs pictures law messages learn bench lock clean

help: ## Say what there is
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/\1|\2/' | \
		while IFS='|' read -r name words; do printf '  make %-9s %s\n' "$$name" "$$words"; done

# The two stamps: packages are installed again when the lock changes, the product when its build changes.
BUILD_INPUTS := pyproject.toml $(wildcard hatch_build.py) \
	$(shell find frontend -type f -not -path '*/node_modules/*' 2>/dev/null) \
	$(shell find src/huiyin/web/templates -name '*.html' 2>/dev/null) \
	$(shell find src/huiyin/web/locale -name '*.po' 2>/dev/null)

.venv/packages.stamp: requirements.lock tools/venv.sh tools/packages.sh
	@PYTHON='$(PYTHON)' sh tools/venv.sh
	sh tools/packages.sh
	@touch $@

.venv/product.stamp: .venv/packages.stamp $(BUILD_INPUTS)
	$(BIN)/python -m pip install --disable-pip-version-check -q --no-deps -e .
	@touch $@

setup: .venv/product.stamp ## Make .venv and install everything (the others do it by themselves)

demo: setup ## Set up an invented agency, open the site, print who can sign in
	$(BIN)/huiyin demo --port $(PORT)

serve: setup ## Bring the database up to date and serve
	$(BIN)/huiyin migrate
	$(BIN)/huiyin serve --port $(PORT)

test: setup ## All checks and tests, on SQLite and PostgreSQL, with a real browser
	$(BIN)/python tools/test.py $(ARGS)

check: setup ## Format, lint, types, templates, floors, migrations
	$(BIN)/python tools/check.py

format: setup ## Put the code into the one format
	$(BIN)/ruff format src tests tools hatch_build.py
	$(BIN)/ruff check --fix-only -q src tests tools hatch_build.py

docs: setup ## Check that what the documents name exists: links, files, commands, tests
	$(BIN)/python tools/check_docs.py

pictures: setup ## Take the pictures of the guides anew, in a real browser, from invented data
	$(BIN)/python tools/pictures.py

law: setup ## Write docs/law anew from the parameters of the law and their examples
	$(BIN)/python tools/law_docs.py

messages: setup ## Collect what pages say into the English catalogue, keeping translations
	$(BIN)/python tools/messages.py

learn: setup ## Teach the reading with the invented examples again
	$(BIN)/python tools/learn.py

bench: setup ## Measure how fast it is here
	$(BIN)/python tools/bench.py $(ARGS)

lock: .venv/packages.stamp ## Resolve the dependencies of pyproject.toml into requirements.lock again
	$(BIN)/uv pip compile pyproject.toml --extra dev --extra semantic --extra ocr --universal --python-version 3.11 --generate-hashes \
		--no-header --upgrade -q -o requirements.lock

clean: ## Remove what was built (not var/, where the records are)
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis build dist test-output \
		frontend/node_modules src/huiyin/web/static/built
	find src tests tools -name __pycache__ -type d -prune -exec rm -rf {} +
