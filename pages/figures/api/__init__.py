"""What the read API answers: catalogue, figures, metadata, and its page. Pure functions of the snapshots."""
