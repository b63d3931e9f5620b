# Everything a newcomer types. Each target sets up what it needs; the second time it starts at once.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: run test soak load fuzz score check setup format lock translations clean

run: setup  ## Plays a market day in the sample village, then hands you the keyboard
	@$(BIN)/tournee demo

CATALOGUES := $(wildcard locales/*/LC_MESSAGES/messages.po)

setup: .venv/.ready $(CATALOGUES:.po=.mo)

%.mo: %.po .venv/.ready
	@$(BIN)/python -m tournee.locales.catalogues compile && touch $@

.venv/.ready: requirements.lock pyproject.toml
	@echo "Setting up (about 15 seconds, once)..."
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	@$(BIN)/uv --system-certs pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock
	@$(BIN)/uv --system-certs pip install --quiet --python $(BIN)/python --no-deps --editable .
	@touch $@

test: setup  ## Every test, against a PostgreSQL and a Redis that the tests start themselves
	$(BIN)/pytest

soak: setup  ## 20,000 messages to processes that are killed 50 times, then the books are compared
	$(BIN)/python -m benchmarks.soak

load: setup  ## Messages a second, and how long each takes to its commit
	$(BIN)/python -m benchmarks.load

fuzz: setup  ## A minute of nonsense: what raises, what is slow, does memory grow?
	@$(BIN)/python benchmarks/fuzz.py villages/saint-aubin --seconds 60

score: setup  ## make score CASES=DIR: figures of labelled messages in or under a village folder
	@$(BIN)/python benchmarks/understanding.py score $(CASES) --misses 20

check: setup  ## Style, types, import rules, translations
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tournee.locales.catalogues check
	$(BIN)/python -m tournee.storage check

format: setup
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

translations: setup  ## Brings the catalogues in locales/ up to the sentences in the code
	$(BIN)/python -m tournee.locales.catalogues update
	$(BIN)/python -m tournee.locales.catalogues compile

lock:  ## Resolves the dependencies again
	$(BIN)/uv --system-certs export --quiet --no-header --format requirements-txt --no-emit-project --all-groups -o requirements.lock
	rm -f uv.lock

clean:
	rm -rf .venv build dist

include nlu/rasa/rasa.mk
