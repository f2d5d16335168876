"""The capture store: what was answered, as WARC files, and an index that finds it by digest."""
