"""Mapping: the concept for each line, with candidates, reasons and a confidence."""
