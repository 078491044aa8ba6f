"""Notation to pose: reads the words of an author."""
