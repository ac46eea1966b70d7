"""From a file received to a published snapshot: recognised, read, checked, published or put aside."""
