# The commands of this project: `make run`, `make quick` and `make test`. All are safe to repeat; what did not change is not done again.
VENV := .venv
STANDS_STILL := tests/browser/test_nothing_moves.py
PYTHON := $(VENV)/bin/python

.PHONY: run test quick lint types unit browser audit quality bench cluster cluster-growth handbook lock
run: $(VENV)/.run-tools
	@$(PYTHON) app.py

test: lint types unit browser

# The loop while working, within two minutes on two processors: nothing slow, no PostgreSQL and no browser, and of much of the same some (tests/quick.py).
# What takes a second is named at the end: mark it slow, or make it less work.
quick: lint types
	$(PYTHON) -m pytest tests -p tests.quick --ignore=tests/browser --ignore=tests/audit --ignore=tests/oidc -m "not slow and not machines" -n auto -q --durations=10 --durations-min=1

lint: $(VENV)/.test-tools
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/lint-imports

types: $(VENV)/.test-tools
	$(VENV)/bin/mypy

unit: $(VENV)/.test-tools
	$(PYTHON) -m pytest tests --ignore=tests/browser --ignore=tests/audit -m "not machines" -n 3  # on two processors: a third of the time a test waits for a disk, a lock or a process
	$(PYTHON) -m flask --app app content check

browser: $(VENV)/.test-tools
	$(PYTHON) tests/browser/chromium.py
	$(PYTHON) -m pytest tests/browser --ignore=$(STANDS_STILL) -n 3 --dist loadgroup  # on two processors: a browser waits as often as it works

# From outside, in minutes: Lighthouse, the checkers of the W3C and of PDF, schemathesis, and whether pages stand still. Needs Node, Java and Maven.
audit: $(VENV)/.test-tools
	$(PYTHON) tests/browser/chromium.py
	$(PYTHON) -m pytest tests/audit
	$(PYTHON) -m pytest tests/search -m machines
	$(PYTHON) -m pytest $(STANDS_STILL) -n 3

quality: $(VENV)/.test-tools
	$(PYTHON) -m tests.quality

bench: $(VENV)/.test-tools
	$(PYTHON) -m bench

# A whole installation on loopback whose machines fail one after the other, under load. Needs Java, Maven, PostgreSQL and haproxy.
cluster: $(VENV)/.test-tools
	@$(PYTHON) -m bench.cluster

cluster-growth: $(VENV)/.test-tools
	@$(PYTHON) -m bench.cluster.growth

handbook: $(VENV)/.test-tools
	$(PYTHON) tests/browser/chromium.py
	$(PYTHON) -m docs.handbook.screenshots

lock: $(VENV)/.test-tools
	$(VENV)/bin/pip install --quiet uv
	$(VENV)/bin/uv pip compile -q --universal --python-version 3.11 --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" requirements.in -o requirements.txt
	$(VENV)/bin/uv pip compile -q --universal --python-version 3.11 --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" requirements-dev.in -o requirements-dev.txt

$(PYTHON):
	@python3 -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed; this is " + sys.version.split()[0])'
	python3 -m venv $(VENV)

$(VENV)/.run-tools: requirements.txt | $(PYTHON)
	$(PYTHON) -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.test-tools: requirements-dev.txt $(VENV)/.run-tools
	$(PYTHON) -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@
