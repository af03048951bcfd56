"""Dossiers, the broker's side of a transaction: write it, submit it, change it, answer for it."""
