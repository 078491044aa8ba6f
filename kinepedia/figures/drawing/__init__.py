"""Positions to SVG, and to a description for those who do not see it."""
