"""Who annotates: the service over HTTP, or the same tasks within the worker."""
