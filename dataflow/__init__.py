"""The Beam pipeline: reads files, extracts their text, annotates it through the service, writes records."""
