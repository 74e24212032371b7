"""The tasks, the document they share, their bundles, and the extraction of text from files."""
