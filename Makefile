# The same here and in CI. The environment is .venv; `make prepare` brings it.
.PHONY: help prepare run lint format types contracts test full long bench lock screenshots catalogue failures schema

MINUTES ?= 30

help:
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile | expand -t 12

prepare:  ## bring what running and testing need
	packaging/test --prepare
run:  ## start Tilewright
	packaging/run
lint:  ## ruff, and the import contracts
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/lint-imports
format:  ## let ruff put the code in order
	.venv/bin/ruff check --fix
	.venv/bin/ruff format
types:  ## mypy --strict
	.venv/bin/mypy
contracts:  ## who may import whom
	.venv/bin/lint-imports
test:  ## the tests that CI runs
	packaging/test fast
full:  ## all tests but the loops
	packaging/test full
long:  ## loops for MINUTES=30
	packaging/test --long $(MINUTES)
bench:  ## measurements
	packaging/test bench
screenshots:  ## pictures of the window for docs/screens
	.venv/bin/python packaging/make_screenshots.py
failures:  ## docs/failures.md, of the catalogue of failures
	.venv/bin/python packaging/make_failures.py
schema:  ## resources/schema and docs/composition-file.md, of the model
	.venv/bin/python packaging/make_schema.py
	.venv/bin/python packaging/make_composition_file.py
catalogue:  ## all texts of the window for translators, in build/tilewright.ts
	.venv/bin/python packaging/make_catalogue.py build/tilewright.ts
lock:  ## write packaging/requirements*.txt anew (needs uv)
	packaging/lock
