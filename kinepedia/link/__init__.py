"""The third stage: entries become an encyclopedia, in which every reference is resolved."""
