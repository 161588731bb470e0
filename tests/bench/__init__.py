"""Measurements over a folder of filings, for maintainers: `python -m tests.bench.footing FOLDER` and its neighbours."""
