"""Snapshots: read the producers' files, keep their contract, publish, measure. Knows nothing of the screen."""
