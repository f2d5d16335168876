"""Pure readers: bytes to facts, one package per kind of fact; decision record 0009 says how they are grouped.

Every reader takes a :class:`crawler.reading.pages.page.Page` (decoded and parsed once) and never raises on any input.
``None`` means "could not be told"; ``False`` means "looked, and it is not there".
"""
