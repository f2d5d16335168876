"""Spiders gather and never judge: each visits its targets and leaves captures behind."""
