"""The version of the register; `pyproject.toml` says the same."""

VERSION = "0.1.0"
