"""The sixth stage: every finished page is read back, as a browser would, and its links are followed."""
