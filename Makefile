# Everything here needs Python 3.11 or newer, pip and make, and sets itself up in .venv.
PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python
READY := $(VENV)/.ready
export NO_MKDOCS_2_WARNING := 1

.DEFAULT_GOAL := help
.PHONY: help site serve pages tex pdf check test lint bench format wheel lock clean

help: ## show what can be made
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 18

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed, this is " + sys.version)'
	$(PYTHON) -m venv $(VENV)
	$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(RUN) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

site: $(READY) ## prove everything, write the pages, build the site
	$(RUN) -m derivations
	$(RUN) -m mkdocs build --strict
	@echo "The book is built. Open site/index.html in a browser, or run: make serve"

serve: $(READY) ## the same, and serve it on this machine while you write
	$(RUN) -m derivations
	$(RUN) -m mkdocs serve

pages: $(READY) ## prove everything and write the pages
	$(RUN) -m derivations

tex: $(READY) ## write the book as one LaTeX document, build/book.tex
	$(RUN) -m bpcore.paper

pdf: $(READY) ## the same, and build/book.pdf; needs a TeX, and says which if there is none
	$(RUN) -m bpcore.paper --pdf

check: $(READY) ## prove everything and compare with the pages as committed
	$(RUN) -m derivations --check

test: lint ## run every test: style and types, units, doctests, pages, site
	$(RUN) -m pytest

lint: $(READY) ## formatter, linter and types
	$(RUN) -m ruff format --check .
	$(RUN) -m ruff check .
	$(RUN) -m mypy
	$(RUN) -m mypy examples/batch_normalisation/derivations/*.py

bench: $(READY) ## measure what everything costs, in about 15 minutes; numbers to build/bench
	$(RUN) tests/bench/training.py
	$(RUN) tests/bench/passes.py
	$(RUN) -m tests.bench.regenerating --json build/bench/regenerating.json
	$(RUN) -m tests.bench.proofs --json build/bench/proofs.json
	$(RUN) -m tests.bench.growing --json build/bench/growing.json

format: $(READY) ## let the formatter and the linter mend what they can
	$(RUN) -m ruff format .
	$(RUN) -m ruff check --fix .

wheel: $(READY) ## pack the library, for books of your own, into dist
	$(RUN) -m pip wheel --quiet --disable-pip-version-check --no-deps --no-build-isolation -w dist .
	rm -rf build/lib build/bdist.*

lock: $(READY) ## pin the newest versions that pyproject.toml allows
	$(RUN) -m pip install --quiet pip-tools
	$(RUN) -m piptools compile --quiet --upgrade --output-file requirements.lock pyproject.toml

clean: ## remove what was made
	rm -rf $(VENV) site .cache build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
