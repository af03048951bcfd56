"""People: signing in and out, proof by password, accounts."""
