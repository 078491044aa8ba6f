"""The commands, one a module: each has its `command`, and imports what only it needs when it runs."""
