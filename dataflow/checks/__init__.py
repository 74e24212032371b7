"""What is checked before any work is done."""
