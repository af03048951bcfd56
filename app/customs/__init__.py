"""Customs: the border check, the ledger of movements, contra entries, reports of a stop."""
