"""Rounding to whole rupiah, half up, in 64-bit floating point."""

import numpy


def half_up(amount):
    """The nearest whole number; a half goes up. Amounts here are never negative."""
    return numpy.floor(amount + 0.5)
