"""The work list: what each person has to do next."""
