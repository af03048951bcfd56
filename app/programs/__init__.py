"""Programs that ask the register: their keys, made and withdrawn."""
