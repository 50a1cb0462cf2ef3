"""The same invented people on every machine and in every language: one number a person, from splitmix64.

Person `i` (0, 1, 2 …) has the number

    z = 2026 + i + 0x9E3779B97F4A7C15          everything modulo 2^64
    z = (z xor (z >> 30)) * 0xBF58476D1CE4E5B9
    z = (z xor (z >> 27)) * 0x94D049BB133111EB
    x = z xor (z >> 31)

and from it, whole numbers all along:

    wage        1_000_000 + x mod 29_000_000     rupiah a month, a wage earner's
    risk class  (x >> 40) mod 5                  0 very_low … 4 very_high
    income      x mod 25_000_000                 rupiah a month, a self-employed worker's
    transport   bit 50 of x

Of N people the first N - N div 2 are wage earners and the rest are self-employed.

To compare with another program: x is 0xDB9C559891948D23 for person 0 (wage 22,902,051, class 0) and
0x94E54C078AEA289E for person 999,999 (income 9,158,430, transport).
"""

import numpy

SEED = 2026


def numbers(first, count):
    """The numbers of `count` people beginning with person `first`."""
    u64 = numpy.uint64
    with numpy.errstate(over="ignore"):
        z = numpy.arange(first, first + count, dtype=u64) + u64(SEED) + u64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> u64(30))) * u64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> u64(27))) * u64(0x94D049BB133111EB)
        return z ^ (z >> u64(31))


def wage_earners(people):
    """Wages and risk classes of the first half."""
    x = numbers(0, people - people // 2)
    wage = numpy.uint64(1_000_000) + x % numpy.uint64(29_000_000)
    risk_class = (x >> numpy.uint64(40)) % numpy.uint64(5)
    return {"wage": wage.astype(numpy.int32), "risk_class": risk_class.astype(numpy.int16)}


def self_employed(people):
    """Incomes and sectors of the second half."""
    x = numbers(people - people // 2, people // 2)
    income = x % numpy.uint64(25_000_000)
    transport = (x >> numpy.uint64(50)) & numpy.uint64(1)
    return {"income": income.astype(numpy.int32), "works_in_transport": transport.astype(bool)}
