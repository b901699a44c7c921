# Everything a newcomer needs: `make run` opens the dashboard, `make test` runs the tests. Both set up what they need in
# .venv, once, and again when a requirements file changes.

VENV := .venv
ifeq ($(OS),Windows_NT)
PYTHON := $(VENV)/Scripts/python
else
PYTHON := $(VENV)/bin/python
endif
APP := $(VENV)/app.stamp
DEV := $(VENV)/dev.stamp
BROWSER := $(VENV)/browser.path
POSTGRES := $(VENV)/postgres.path

# The first Python of 3.11 or later; name another with: make run BASE_PYTHON=python3.13
BASE_PYTHON ?= $(firstword $(foreach name,python3 python3.14 python3.13 python3.12 python3.11 python,\
    $(shell $(name) -c 'import sys; sys.version_info >= (3, 11) and print("$(name)")' 2>/dev/null)) python3)
PORT ?= 8501

.DEFAULT_GOAL := help
.PHONY: help run test test-nominatim check format bench eval requirements generated clean

help:  ## Say what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-14s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

# The reader at this machine may edit; what is edited is kept in var/.
run: export CHANCERY_EDIT = local
run: export CHANCERY_DATABASE ?= sqlite:///var/chancery.db
run: $(APP)  ## Open the dashboard on this machine (PORT=8501)
	$(PYTHON) -m streamlit run app.py --server.address localhost --server.port $(PORT)

test: $(DEV) $(BROWSER) $(POSTGRES)  ## Run every test, in the browser and on PostgreSQL too, and report coverage
	$(PYTHON) -m pytest --numprocesses=logical --maxprocesses=4 --dist=loadgroup --cov --cov-report=term

test-nominatim: $(DEV)  ## Build a small Nominatim and test the online geocoders against it
	$(PYTHON) scripts/ensure_nominatim.py
	CHANCERY_NEEDS_NOMINATIM=1 $(PYTHON) -m pytest tests/nominatim

check: $(DEV)  ## Lint, check format and types, and check the published data
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m pyright --pythonpath $(PYTHON)
	$(PYTHON) -m chancery check data/

format: $(DEV)  ## Format the code and repair what the linter can repair
	$(PYTHON) -m ruff check --fix .
	$(PYTHON) -m ruff format .

bench: $(DEV) $(BROWSER)  ## Run every benchmark
	@for name in $(basename $(notdir $(wildcard bench/[a-z]*.py))); do \
	    echo "== $$name"; $(PYTHON) -m bench.$$name || exit 1; done

eval: $(DEV)  ## Measure the reader and write its figures into docs/reading.md
	$(PYTHON) scripts/evaluate_reading.py

requirements: $(DEV)  ## Pin what pyproject.toml asks for in the requirements files (UPGRADE=1 to take newer versions)
	$(COMPILE) pyproject.toml --output-file requirements.txt
	$(COMPILE) --group dev --constraint requirements.txt --output-file requirements-dev.txt

generated: $(DEV)  ## Write anew what is made from the code: the map's bundle, the compiled questions
	$(PYTHON) -m scripts.bundle_static
	$(PYTHON) -m scripts.compile_statements

clean:  ## Remove the environment and what the tools leave behind
	rm -rf $(VENV) .pytest_cache .ruff_cache .hypothesis .coverage htmlcov test-results

COMPILE = $(PYTHON) -m uv pip compile --quiet --universal --python-version 3.11 --no-emit-index-url \
    --custom-compile-command "make requirements" $(if $(UPGRADE),--upgrade)

$(APP): requirements.txt scripts/prepare_environment.py
	$(BASE_PYTHON) -m scripts.prepare_environment $@ requirements.txt

$(DEV): requirements-dev.txt $(APP)
	$(BASE_PYTHON) -m scripts.prepare_environment $@ requirements.txt requirements-dev.txt

$(POSTGRES): scripts/ensure_postgres.py $(DEV)
	$(PYTHON) scripts/ensure_postgres.py $@

$(BROWSER): scripts/ensure_browser.py $(DEV)
	$(PYTHON) -m scripts.ensure_browser $@
