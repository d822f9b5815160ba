# Two commands: `make run` and `make test`; each sets up all it needs on a bare Debian 12.
.DEFAULT_GOAL := help
PY := .venv/bin/python
export QT_LOGGING_RULES ?= qt.qpa.*=false
OFFSCREEN := QT_QPA_PLATFORM=offscreen

.PHONY: help run test lint bench soak fuzz mutation render pictures setup clean

help:
	@echo "make run | test | lint | bench | soak | fuzz | mutation | render | clean"

# The stamp holds the hash of the locked requirements: a changed lock installs again.
setup: .venv/.stamp

.venv/.stamp: requirements.txt requirements-dev.txt requirements-scan.txt installer/system-libraries.sh
	@sh installer/system-libraries.sh
	@test -x $(PY) || python3 -m venv .venv
	@$(PY) -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@$(PY) -m pip install --quiet --disable-pip-version-check --no-deps -r requirements-scan.txt \
		|| echo "the models of the recognition are not there: its tests are skipped"
	@touch $@

run: setup
	@sh installer/run.sh

lint: setup
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	.venv/bin/lint-imports --no-logo

test: lint
	$(OFFSCREEN) $(PY) -m pytest -n auto

bench: setup
	$(OFFSCREEN) $(PY) tests/bench/run.py

# Kills the program 300 times at random moments of its work on the history; then power cuts and failing disks.
soak: setup
	$(PY) tests/soak/soak_store.py
	$(PY) tests/soak/soak_power.py

# Runs the quick tests over mutants of a sample of modules; ARGS="--each 30 core.values".
mutation: setup
	nice $(PY) tests/mutation/run.py $(ARGS)

# Reads 30,000 files of every kind, damaged or changed where no figure stands; what fails is kept under build/fuzz.
fuzz: setup
	PYTHONPATH=.:tests $(PY) tests/fuzz/fuzz_reading.py $(ARGS)

# Every export as pictures under build/render, to be looked at; LibreOffice draws the docx and xlsx.
render: setup
	$(PY) tests/render/render.py

# The window in its main states, under build/pictures.
pictures: setup
	$(OFFSCREEN) $(PY) -m gui.pictures

clean:
	rm -rf build dist .mypy_cache .ruff_cache .import_linter_cache

.PHONY: installer-scan installer-windows installer-deb try-installers installer-twice
installer-windows: setup
	$(PY) installer/build.py windows $(ARGS)

# The add-on for scans, for Windows and Linux.
installer-scan: setup
	$(PY) installer/build.py scan-windows
	$(PY) installer/build.py scan-deb $(ARGS)

installer-deb: setup
	$(PY) installer/build.py deb $(ARGS)

# Needs root, wine, xvfb and debootstrap; says what is missing. Not part of `make test`: it takes minutes.
try-installers: setup
	$(PY) installer/try_installers.py $(ARGS)

# Both packages built twice from the commit, in two folders, and compared.
installer-twice: setup
	$(PY) installer/twice.py $(ARGS)
