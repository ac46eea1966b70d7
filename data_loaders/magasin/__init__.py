"""Immutable snapshots: publish, check, hide, read, repair; knows no producer and no convention."""
