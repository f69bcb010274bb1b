"""Texts of lines, such as Cargo-IMP: their grammar as data, read and written by it."""
