PYTHON ?= python3
BIN = .venv/bin

.PHONY: setup run test check release-check newest bench bench-smallest kills listen docs spoken screenshots

setup: ## a virtual environment with everything the tests need
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet -c constraints.txt -e '.[dev]'

run: ## the first two minutes
	$(BIN)/companion now

test: ## the tests
	$(BIN)/python -m pytest

check: ## what CI runs
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/mypy -p benchmarks
	$(BIN)/mypy docs/pictures/make.py
	$(BIN)/mypy docs/make.py
	$(BIN)/mypy tools/speak.py
	$(BIN)/mypy tools/styles.py
	$(BIN)/mypy tools/release_check.py
	$(BIN)/lint-imports
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report --include='companion/script/*,companion/timeline/*,companion/reading/*,companion/wording.py,companion/units.py' --fail-under=100
	$(BIN)/coverage report --fail-under=95

release-check: ## the numbers to call: none is older than 180 days, each has a source
	$(BIN)/python tools/release_check.py

newest: ## the tests on the newest versions in range, and the list they would make of constraints.txt
	$(PYTHON) -m venv --clear .venv-newest
	.venv-newest/bin/pip install --quiet -e '.[dev]'
	.venv-newest/bin/python -m pytest
	.venv-newest/bin/pip freeze --exclude-editable

bench: ## first words, lengths that are guessed, checks of scripts, and everything about voice and sound
	$(BIN)/pip install --quiet -c constraints.txt -e '.[bench]'
	$(BIN)/python benchmarks/first_words.py
	$(BIN)/python benchmarks/estimate.py
	$(BIN)/python benchmarks/check.py
	$(BIN)/python benchmarks/voice.py
	$(BIN)/python benchmarks/word_times.py
	$(BIN)/python benchmarks/fitting.py
	$(BIN)/python benchmarks/intelligibility.py all
	$(BIN)/python benchmarks/manner.py
	$(BIN)/python benchmarks/pronunciation.py
	$(BIN)/python benchmarks/render.py
	$(BIN)/python benchmarks/playing.py

bench-smallest: ## every benchmark in its smallest size, so that none rots; CI runs this too
	$(BIN)/pip install --quiet -c constraints.txt -e '.[bench]'
	$(BIN)/python benchmarks/first_words.py 1
	$(BIN)/python benchmarks/estimate.py
	$(BIN)/python benchmarks/check.py 3 1
	$(BIN)/python benchmarks/voice.py 1
	$(BIN)/python benchmarks/word_times.py 5
	$(BIN)/python benchmarks/fitting.py 2
	$(BIN)/python benchmarks/intelligibility.py emergencies hibari/heart
	$(BIN)/python benchmarks/manner.py 3
	$(BIN)/python benchmarks/pronunciation.py
	$(BIN)/python benchmarks/render.py 1
	$(BIN)/python benchmarks/playing.py 2

kills: ## two hundred times, a process is killed while it keeps something
	COMPANION_KILLS=200 $(BIN)/python -m pytest tests/store/kept/test_killed.py

listen: ## a recogniser hears every shipped line, in every voice that is here
	$(BIN)/pip install --quiet -c constraints.txt -e '.[bench]'
	$(BIN)/python benchmarks/intelligibility.py all

docs: ## the reference of the format and its schema, from the table of verbs
	$(BIN)/python docs/make.py

spoken: ## the lines of the emergency sessions, spoken in advance into scripts_audio/spoken
	$(BIN)/python tools/speak.py

screenshots: ## the pictures of the README
	COMPANION_MOTION=full $(BIN)/python docs/pictures/make.py
