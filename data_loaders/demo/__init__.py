"""Demonstration snapshots: invented figures with the shape of the real ones."""
