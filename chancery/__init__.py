"""Chancery turns diplomatic news into a sourced map."""

__version__ = "0.1.0"
