"""The steps between a file and its record: read, extract, annotate, filter."""
