"""Certificates: made by the worker from frozen facts, kept as issued, checked by anybody."""
