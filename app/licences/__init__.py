"""Licences: what one is good for, now and then, and how any authorizing State stops it."""
