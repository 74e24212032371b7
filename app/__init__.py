"""The HTTP edge: parses requests, calls the tasks, serialises their results."""
