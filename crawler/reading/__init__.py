"""Pure readers: bytes to facts, one module per kind of fact.

Every reader takes a :class:`crawler.reading.page.Page` (decoded and parsed once) and never raises on any input.
``None`` means "could not be told"; ``False`` means "looked, and it is not there".
"""
