# The two commands of the README: `make demo` and `make test`. Both set everything up by themselves;
# they need Python 3.11 or newer with its venv module, and make.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
PIP = $(BIN)/python -m pip --disable-pip-version-check -q
TESTS ?= tests

.PHONY: help demo test extras kill bench lock clean

help:
	@echo "make demo   set up, build the recorded day offline, say where to look"
	@echo "make test   set up, run every check (make test TESTS=tests/unit for a part)"
	@echo "make extras install the optional language models"
	@echo "make kill   the long kill loop: a kill at every write"
	@echo "make bench  the benchmarks"
	@echo "make lock   write the lock files anew"

# A stamp per lock file: installing again happens only when the lock or the project's own metadata changed.
$(VENV)/run.stamp: requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) install --require-hashes -r requirements.lock
	$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/dev.stamp: requirements-dev.lock $(VENV)/run.stamp
	$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@

# The optional language models; about 110 MB.
extras: $(VENV)/dev.stamp requirements-extras.lock
	$(PIP) install --require-hashes -r requirements-extras.lock

demo: $(VENV)/run.stamp
	$(BIN)/newsletter demo

test: $(VENV)/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python -m pytest -n 2 --dist worksteal $(TESTS)

kill: $(VENV)/dev.stamp
	$(BIN)/python -m pytest -m "" -k kill --kill-every-write tests/acceptance

bench: $(VENV)/dev.stamp
	$(BIN)/python -m benchmarks
	$(BIN)/python -m benchmarks collecting

lock: $(VENV)/dev.stamp
	$(PIP) install pip-tools
	$(BIN)/pip-compile -q $(LOCKFLAGS) --extra build -o requirements.lock pyproject.toml
	$(BIN)/pip-compile -q $(LOCKFLAGS) --extra build --extra dev --extra postgres -o requirements-dev.lock pyproject.toml
	$(BIN)/pip-compile -q $(LOCKFLAGS) -c requirements-dev.lock --extra semantic --extra multilingual --extra languages -o requirements-extras.lock pyproject.toml

# Names, versions and hashes only: no address of an index.
LOCKFLAGS = --generate-hashes --no-header --no-emit-index-url --no-emit-find-links --strip-extras --allow-unsafe --no-annotate

clean:
	rm -rf $(VENV) var .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
