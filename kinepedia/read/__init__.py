"""The first stage: what lies on disk, as sources."""
