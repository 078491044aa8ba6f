"""Pose to positions: lets a body rest, reach and stand."""
