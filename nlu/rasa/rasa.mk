# Rasa as the NLU: its own environment (2.7 GB), model and server. Nothing of `make test` needs it.
# Python 3.10 or 3.11: RASA_PYTHON=python3.10 make rasa
RASA_PYTHON ?= $(PYTHON)
RASA_PORT ?= 5005
RASA := $(CURDIR)/.venv-rasa/bin/rasa
RASA_PROJECT := .rasa/project
RASA_MODEL := $(RASA_PROJECT)/models/tournee.tar.gz
RASA_QUIET := RASA_TELEMETRY_ENABLED=false TF_CPP_MIN_LOG_LEVEL=3 SQLALCHEMY_SILENCE_UBER_WARNING=1

.PHONY: rasa rasa-train test-rasa

rasa: $(RASA_MODEL)  ## Sets up, trains and serves Rasa (then TOURNEE_NLU=http://127.0.0.1:5005)
	cd $(RASA_PROJECT) && $(RASA_QUIET) $(RASA) run --enable-api --interface 127.0.0.1 \
	    --port $(RASA_PORT) --model models/tournee.tar.gz

rasa-train: $(RASA_MODEL)

test-rasa: setup $(RASA_MODEL)  ## The Rasa backend through a real server, and its figures beside ours
	RASA_PORT=$(RASA_PORT) $(BIN)/python benchmarks/rasa.py --rasa $(RASA) --project $(RASA_PROJECT)

.venv-rasa/.ready: nlu/rasa/requirements.lock
	@echo "Setting up Rasa (two minutes, 2.7 GB, once)..."
	@test -x .venv-rasa/bin/python || $(RASA_PYTHON) -m venv .venv-rasa
	@.venv-rasa/bin/python -m pip install --quiet --disable-pip-version-check --no-deps \
	    --ignore-requires-python --require-hashes -r $<
	@touch $@

$(RASA_MODEL): .venv-rasa/.ready nlu/rasa/config.yml nlu/rasa/export.py $(wildcard nlu/data/*/nlu*.yml nlu/data/*/variation.yml) | setup
	$(BIN)/tournee nlu export-rasa $(RASA_PROJECT)
	cd $(RASA_PROJECT) && RASA_CACHE_DIRECTORY=cache $(RASA_QUIET) nice $(RASA) train nlu \
	    --config config.yml --nlu data --out models --fixed-model-name tournee
