"""The rooms of the register; the roof is in `app.factory`."""
