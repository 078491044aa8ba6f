"""Begins new things: an entry with guidance for each of its fields, or a whole small site."""
