"""Screening: the lists, and every party of a registration or dossier compared with them."""
