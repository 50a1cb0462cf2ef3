"""The same month in Python's whole numbers, one person at a time: slow, plain, and exact.

Written apart from `parameters/` on purpose, so that a mistyped rate shows. Rates are in millionths.
"""

JKK = [2_400, 5_400, 8_900, 12_700, 17_400]
BOUNDS = [0, *range(1_100_000, 2_700_000, 200_000), *range(2_700_000, 8_200_000, 500_000)]
BOUNDS += [*range(8_200_000, 21_000_000, 1_000_000)]


def share(amount, millionths):
    """`amount` at a rate, half up to whole rupiah."""
    return (2 * amount * millionths + 1_000_000) // 2_000_000


def half(amount):
    """Half of an amount, half up."""
    return (amount + 1) // 2


def basis(income):
    """Brackets are 200,000 wide, then 500,000, then 1,000,000; the basis stands near the middle."""
    bound = max(b for b in BOUNDS if b <= income)
    if bound == 0:
        return 1_000_000
    if bound < 2_700_000:
        return bound + 100_000
    return bound + (250_000 if bound < 8_200_000 else 500_000)


def wage_earner(wage, risk_class):
    """The lines of one wage earner."""
    pension, job_loss = min(wage, 11_086_300), min(wage, 5_000_000)
    return {
        "jkk_employer": share(wage, JKK[risk_class]),
        "jkm_employer": share(wage, 3_000),
        "jht_employer": share(wage, 37_000),
        "jht_worker": share(wage, 20_000),
        "jp_employer": share(pension, 20_000),
        "jp_worker": share(pension, 10_000),
        "jkp_state": share(job_loss, 2_200),
        "jkp_from_jkk": share(job_loss, 1_400),
    }


def self_employed(income, transport):
    """The lines of one self-employed worker."""
    jkk, jkm = share(basis(income), 10_000), 6_800
    return {
        "jkk_self": half(jkk) if transport else jkk,
        "jkm_self": half(jkm) if transport else jkm,
        "jht_self": share(basis(income), 20_000),
    }
