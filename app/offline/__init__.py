"""Offline: the verifier that works without a network, and what its devices send in afterwards."""
