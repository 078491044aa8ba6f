"""The second stage: sources become entries, checked against the schema and converted from Markdown."""
