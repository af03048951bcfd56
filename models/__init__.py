"""The ground of the register: its things, its words and its law; knows no web."""
