"""Checking: filing rules, reconciliation, and the validation engine in its quarantine."""
