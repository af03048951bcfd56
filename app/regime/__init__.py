"""The regime: States, their dated terms, embargoes, and how an installation begins."""
