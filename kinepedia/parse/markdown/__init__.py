"""Markdown bodies: converted, sanitized, cut into steps, and searched for mistakes."""
