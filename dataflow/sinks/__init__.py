"""Where records go: files and a Pub/Sub topic."""
