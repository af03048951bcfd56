"""The fields that forms are made of: each turns what was typed into one plain value, or says why.

A field is required when it is given `missing`, the sentence that says what to do.
"""
