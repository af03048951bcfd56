"""Authorizations: each State's case on a dossier, and the licence that their consents grant."""
