# `make help` lists the targets. Needs GNU make 3.81 or later, a POSIX shell, and Python 3.11, 3.12 or 3.13.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.NOTPARALLEL:
.DELETE_ON_ERROR:
.PHONY: help setup run release test soak lint audit parity bench screenshots format lock hooks chromium clean clean-data

# ---- What a run works on ---------------------------------------------------------------------------
# Deliveries of your own in data_raw/<feed>/ (or a RAW= folder) go first; without any, a synthetic year is
# written. Every scale has a home of its own, so a quick look never mixes with the full year.

SCALE ?= 1
RAW ?= $(if $(filter-out data_raw/samples/% data_raw/corrections/%,$(wildcard data_raw/*/*)),data_raw)
HOME_DIR ?= $(if $(RAW)$(filter 1,$(SCALE)),var,var/scale-$(SCALE))
SYNTHETIC := $(HOME_DIR)/synthetic
DELIVERIES := $(or $(RAW),$(SYNTHETIC))

# ---- The environments: .venv to use nodstat, .venv-test to work on it, .venv-audit to look at it -----
# A stamp says what was installed. Its name carries the folder, since a virtual environment that was copied or
# moved along with its checkout still points at the old one.

HERE := $(shell pwd | cksum | cut -d ' ' -f 1)
PACKAGES := .venv/.packages-$(HERE)
READY := .venv/.ready-$(HERE)
TEST_PACKAGES := .venv-test/.packages-$(HERE)
TEST_READY := .venv-test/.ready-$(HERE)
AUDIT_PACKAGES := .venv-audit/.packages-$(HERE)
OLDEST_DUCKDB := .venv-test/duckdb-oldest
AZURITE := .venv-test/azurite
NODSTAT := .venv/bin/nodstat
TOOL := .venv-test/bin

define find_python
	for candidate in $(or $(PYTHON),python3.13 python3.12 python3.11 python3 python); do \
		"$$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null || continue; \
		suitable="$$candidate"; \
		"$$candidate" -c 'import venv, ensurepip' 2>/dev/null && python="$$candidate" && break; \
	done; \
	if [ -z "$$python" ] && [ -n "$$suitable" ]; then \
		echo "$$suitable is here, but without venv. On Debian or Ubuntu: apt install python3-venv" >&2; exit 1; \
	elif [ -z "$$python" ]; then \
		echo "nodstat needs Python 3.11, 3.12 or 3.13$(if $(PYTHON),$(comma) and $(PYTHON) is not one). Install one (Debian: apt install python3 python3-venv)" >&2; \
		echo "or point at it: make $(or $(firstword $(MAKECMDGOALS)),setup) PYTHON=/path/to/python3.12" >&2; exit 1; \
	fi
endef

# On a terminal, pip's lines follow each other on one line that is wiped at the end; elsewhere only its errors show.
define install_lock
	@python= suitable=; $(find_python); \
	echo "Making $(@D) with $$("$$python" --version), $$(grep -c '^[a-z].*==' $<) packages from $<: a few minutes the first time"; \
	"$$python" -m venv --clear $(@D)
	@if [ -t 1 ]; then \
		{ $(@D)/bin/python -m pip install $(pip_options) --progress-bar off --require-hashes -r $< 2>&1 || echo FAILED; } \
		| awk '{ line[NR] = $$0; printf "\r\033[K  %.76s", $$0; fflush() } \
			END { printf "\r\033[K"; if (line[NR] == "FAILED") { for (i = NR - 12; i < NR; i++) print line[i]; exit 1 } }'; \
	else \
		$(@D)/bin/python -m pip install $(pip_options) -qq --require-hashes -r $<; \
	fi
	@touch $@
endef

# The project itself: editable, and built by the locked hatchling, so that it asks no index for anything.
define install_project
	@$(@D)/bin/python -m pip install $(pip_options) --quiet --no-deps --no-build-isolation --editable .
	@touch $@
endef

comma := ,
pip_options := --disable-pip-version-check --no-input --no-color

$(PACKAGES): requirements.lock
	$(install_lock)

$(READY): $(PACKAGES) pyproject.toml
	$(install_project)

$(TEST_PACKAGES): requirements-dev.lock
	$(install_lock)

$(TEST_READY): $(TEST_PACKAGES) pyproject.toml
	$(install_project)

$(AUDIT_PACKAGES): requirements-audit.lock
	$(install_lock)

# Analysts' clients lag, so a test opens a release with the oldest DuckDB that can: a folder of its own, beside the
# environment's DuckDB and gone with it.
$(OLDEST_DUCKDB)/.installed: requirements-oldest-duckdb.lock $(TEST_PACKAGES)
	@rm -rf $(@D)
	@$(TOOL)/python -m pip install $(pip_options) -qq --require-hashes --no-deps --target $(@D) -r $<
	@touch $@

# Azure Blob Storage on loopback, for the tests of extracts: the one thing here that comes by npm, with hashes too.
$(AZURITE)/.installed: tests/extracts/azurite/package.json tests/extracts/azurite/package-lock.json $(TEST_PACKAGES)
	@rm -rf $(@D)
	@if [ "$(NODSTAT_NO_AZURITE)" = 1 ] || ! command -v npm >/dev/null; then \
		echo "Without npm there is no Azurite: the tests of Azure Blob Storage are skipped"; \
	else \
		echo "Installing Azurite for the tests of Azure Blob Storage"; \
		mkdir -p $(@D) && cp $(filter %.json,$^) $(@D) && cd $(@D) && npm ci $(npm_options) && touch $(@F) || { \
			echo "npm could not. To do without it: make test NODSTAT_NO_AZURITE=1" >&2; exit 1; }; \
	fi

npm_options := --ignore-scripts --omit=dev --no-audit --no-fund --no-update-notifier --loglevel=error

# ---- Use it -----------------------------------------------------------------------------------------

setup: $(READY) ## Make .venv from requirements.lock (PYTHON=… to choose the interpreter)
	@echo "nodstat is ready: $(NODSTAT) --help"

run: release ## Deliveries to a release, then the dashboard on localhost (SCALE=0.01 for a quick look)
	@$(NODSTAT) dashboard --home $(HOME_DIR)

# nodstat's exit code 3 (released, some deliveries refused) is news, not an error; 4 (not released) is one.
release: $(READY) $(if $(RAW),,$(SYNTHETIC)/.complete) ## The same without the dashboard
	@echo "Running the line on $(DELIVERIES)"
	@$(NODSTAT) run --raw $(DELIVERIES) --home $(HOME_DIR) || { \
		code=$$?; [ $$code -eq 3 ] || exit $$code; \
		echo "Some deliveries were refused, all others are in the release: $(NODSTAT) status --home $(HOME_DIR)"; }

# The stamp comes last: a generation that was broken off is begun again, and writes the same bytes.
$(SYNTHETIC)/.complete: | $(READY)
	@echo "No deliveries in data_raw/: writing a synthetic 2025 at scale $(SCALE) to $(SYNTHETIC)"
	@$(NODSTAT) generate --year 2025 --scale $(SCALE) --out $(SYNTHETIC)
	@touch $@

# ---- Work on it -------------------------------------------------------------------------------------

test: $(TEST_READY) $(OLDEST_DUCKDB)/.installed $(AZURITE)/.installed chromium ## Run every test, in .venv-test (ARGS="tests/ingest -k gzip" for some)
	@NODSTAT_NO_BROWSER=$(NODSTAT_NO_BROWSER) $(TOOL)/pytest -q -n 2 --dist worksteal $(ARGS)

soak: $(TEST_READY) chromium ## Run what tests leave out for its length: faults and fuzz by the hundred, an hour or more
	@$(TOOL)/pytest -q -m soak $(ARGS)

lint: $(TEST_READY) ## ruff, mypy, sqlfluff and the layers
	$(TOOL)/ruff check .
	$(TOOL)/ruff format --check .
	$(TOOL)/mypy
	$(TOOL)/sqlfluff lint dbt/models docs/queries
	$(TOOL)/lint-imports --no-logo

audit: $(AUDIT_PACKAGES) $(PACKAGES) ## Bill of materials, licences and known vulnerabilities of the lock, into var/audit/
	@.venv-audit/bin/python .ci/audit.py

parity: $(TEST_READY) ## Both engines: their macros' tests, and the same lake built by each, every mart compared (PARITY="dirty" for less; Java 17)
	@$(TOOL)/pytest -q -m "not soak" tests/engines tests/parity
	@$(TOOL)/python -m tests.parity $(PARITY)

bench: $(TEST_READY) ## Measure, some hours (BENCH="full_year new_day" for some, SCALE=0.01 for a try, RUNS=3)
	@$(TOOL)/python -m bench --scale $(SCALE) --runs $(or $(RUNS),3) $(BENCH)

screenshots: $(TEST_READY) ## Take every page of the dashboard on the current release anew, into docs/screenshots/
	@PYTHONPATH=. $(TOOL)/python docs/screenshots/take.py $(or $(NODSTAT_HOME),var)

format: $(TEST_READY) ## Let ruff and sqlfluff mend what they can
	$(TOOL)/ruff check --fix .
	$(TOOL)/ruff format .
	$(TOOL)/sqlfluff fix dbt/models docs/queries

lock: $(TEST_READY) ## Write the locks anew from pyproject.toml (UPGRADE=1 for the newest versions)
	$(uv_compile) --extra build --output-file requirements.lock pyproject.toml
	$(uv_compile) --extra build --extra dev --extra spark --extra fabric --constraint requirements.lock --output-file requirements-dev.lock pyproject.toml
	echo duckdb==1.5.0 | $(uv_compile) --output-file requirements-oldest-duckdb.lock -
	printf '%s\n' cyclonedx-bom license-expression pip-audit | $(uv_compile) --output-file requirements-audit.lock -
	@command -v npm >/dev/null || { echo "Without npm, Azurite's lock stays as it is"; exit 0; }; \
		cd tests/extracts/azurite && npm $(if $(UPGRADE),update,install) --package-lock-only --omit-lockfile-registry-resolved $(npm_options)

uv_compile = $(TOOL)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url \
	--no-strip-extras --annotation-style line $(if $(UPGRADE),--upgrade)

hooks: $(TEST_READY) ## Run the same checks before each commit
	@$(TOOL)/pre-commit install

chromium:
	@if [ "$(NODSTAT_NO_BROWSER)" = 1 ] || command -v chromium >/dev/null || command -v chromium-browser >/dev/null; then :; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "Installing Chromium for the browser tests"; \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
			apt-get install -qq -y --no-install-recommends chromium fonts-liberation >/dev/null; \
	else \
		echo "The browser tests need Chromium on the PATH. Debian: sudo apt install chromium. Fedora: sudo dnf install chromium." >&2; \
		echo "To do without them: make test NODSTAT_NO_BROWSER=1" >&2; exit 1; \
	fi

clean: ## Remove the environments and every cache; data stays
	rm -rf .venv .venv-test .venv-audit .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

clean-data: ## Remove var/: synthetic deliveries, lake and every release
	rm -rf var

help:
	@echo "nodstat: emergency communication statistics, from deliveries to dashboard"; echo
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))
