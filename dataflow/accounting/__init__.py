"""Counting what becomes of every file, and whether it adds up."""
