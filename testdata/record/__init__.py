"""The golden files: what real Keras computes, one module per family.

A family module has a function `cases` that yields (name, function) pairs; the
function computes the case's fields. A golden file is the list of its cases,
each with its name first.
"""
