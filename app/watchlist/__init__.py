"""Watchlist: entries of owner States, published by two persons, read as each role may."""
