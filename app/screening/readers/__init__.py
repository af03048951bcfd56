"""Readers of published lists: one module for each form, all of them yielding the same entries."""
