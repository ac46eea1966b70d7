"""Follow-up of the convention: frame, values received, what is late or due."""
