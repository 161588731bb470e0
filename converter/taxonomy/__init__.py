"""Taxonomies: an official package becomes baked facts, baked facts become a look-up or a package for the validator."""
