"""Traders: the trader's own side of registration, and the public register."""
