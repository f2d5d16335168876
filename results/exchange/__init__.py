"""Findings as files that other programs and offices read."""
