"""Data: contracts, producers' formats, measures and immutable snapshots."""
