"""Footing: which lines of a statement add up to which, proven before anything is tagged."""
