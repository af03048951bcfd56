"""Enforcement: de-registration cases, their cascade, and tasks between States."""
