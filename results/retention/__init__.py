"""Captures whose time of keeping is over: what may go, what must stay, and what is written down of it."""
