# Two commands do everything on a fresh machine: `make demo` and `make test`.
PY = BYTURNS_WITH_DEV=1 ./byturns --python
export PYTHONWARNINGS ?= default

.PHONY: demo test test-fast test-postgres check format lock docs

demo: ## a made-up group to look around in, on this machine only
	./byturns demo

test: check ## all checks and all tests, on SQLite and (where there is one) PostgreSQL, with the browser
	$(PY) -m tests.everything

test-fast: ## what a developer runs all day: no browser, one database
	$(PY) -m pytest -q -n 2 --dist worksteal -m "not browser and not slow"

check: ## style, types, arrows, templates, migrations, safe settings: one command here and in CI
	$(PY) -m tests.check

format:
	$(PY) -m ruff check --fix-only -q . && $(PY) -m ruff format -q .

lock: ## renew the lock files (needs uv)
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --extra postgres pyproject.toml -o requirements.txt
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --group dev -c requirements.txt -o requirements-dev.txt

docs: ## renew the generated pages
	$(PY) -m byturns describe
