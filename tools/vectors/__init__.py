"""Makes the test vectors of the signed formats, docs/vectors, the same each time."""
