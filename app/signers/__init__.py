"""Those who sign with a State's or the regime's secret key: for the worker and command line only.

No page may import this package; `pyproject.toml` and tests/test_house.py see to it.
"""
