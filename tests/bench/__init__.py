"""Measurements: programs, not tests; run them with ``make bench``."""
