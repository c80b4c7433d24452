"""Byturns: the home that a carers' self-help group owns and runs itself."""

__version__ = "0.1.0"
