#!/usr/bin/env python3
"""Verifies an export of the books, and prints the trial balance.

    python3 verify.py books.export         reads a file
    python3 verify.py < books.export       reads what is handed to it

It needs Python 3.8 or later and nothing else, and shares no line with the program that wrote the export.
README.md beside it describes the format. Checked, for every entry:

  * its number follows the one before in its journal, and it became known later;
  * SHA-256 of (fingerprint before it, its text) is the fingerprint after it;
  * inside each fund its lines sum to zero;
  * what two funds say they owe each other is the same on both sides (accounts 1900 and 2900);
  * what it reverses is there, was not reversed before, and is negated line by line.

The trial balance goes to the output as CSV (fund,account,balance; debits are positive), faults to the error
output. The exit code is 0 if there is no fault, otherwise 1. What follows the first fault of a journal proves
nothing, and is left out of both.
"""

import hashlib
import re
import sys
from collections import defaultdict

JOURNALS = 16
NATURAL = "(0|[1-9][0-9]*)"
FUND = "[a-z0-9_]{1,23}"
ENTRY = re.compile(
    rf"entry {NATURAL} {NATURAL} [0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}} "
    r"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z) ([a-z]+) ([!-~]{1,100})"
)
LINE = re.compile(
    rf"line ({FUND}) ([0-9]{{4}})(?::({FUND}))?"
    rf"( payer {NATURAL}| membership {NATURAL}| rows {NATURAL} [0-9a-f]{{64}})? (-?[1-9][0-9]*)"
)
REVERSES = re.compile(rf"reverses {NATURAL} {NATURAL}")
HASH = re.compile("hash ([0-9a-f]{64})")


class Fault(Exception):
    """What is wrong with an entry."""


class Journal:
    """The end of a chain, as far as it is in order."""

    def __init__(self):
        self.seq, self.hash, self.known, self.broken = 0, bytes(32), "", False


def rows(stream):
    """Cuts the export into (number of the first line, lines of the text, the line with the fingerprint)."""
    first, lines = 1, []
    for number, line in enumerate(stream, 1):
        if line.startswith(b"entry ") and lines:
            yield first, lines, b""
            lines = []
        if not lines:
            first = number
        if line.startswith(b"hash "):
            yield first, lines, line
            lines = []
        else:
            lines.append(line)
    if lines:
        yield first, lines, b""


def match(pattern, line):
    """The parts of a line, which has to match as a whole and end in a line feed."""
    try:
        found = line.endswith(b"\n") and pattern.fullmatch(line[:-1].decode())
    except UnicodeDecodeError:
        found = None
    if not found:
        raise Fault(f"cannot be read: {line!r}")
    return found


def read(lines):
    """An entry: its first line, what it reverses, its lines as (account, holder, amount)."""
    head = match(ENTRY, lines[0] if lines else b"")
    if lines[-1] != b"end\n":
        raise Fault("it does not end")
    body = lines[1:-1]
    if body and body[0].startswith(b"about "):
        match(re.compile("about .+"), body.pop(0))
    reverses = None
    if body and body[0].startswith(b"reverses "):
        reverses = tuple(int(part) for part in match(REVERSES, body.pop(0)).groups())
    booked = [match(LINE, line) for line in body]
    return head, reverses, [((b[1], b[2], b[3]), b[4], int(b[8])) for b in booked]


def balanced(booked):
    """Every fund sums to zero, and dues are mirrored."""
    if len(booked) < 2:
        raise Fault("it has fewer than two lines")
    funds, pairs = defaultdict(int), defaultdict(int)
    for (fund, number, other), _, amount in booked:
        funds[fund] += amount
        if (other is not None) != (number in ("1900", "2900")) or fund == other:
            raise Fault(f"account {number} of fund {fund} and another fund")
        if other:
            pairs[min(fund, other), max(fund, other)] += amount
    for names, left in [*sorted(funds.items()), *sorted(pairs.items())]:
        if left:
            raise Fault(f"{names} does not balance: {left}")


def follow(journals, lines, stored):
    """Takes one entry, and gives its place, what it reverses and its lines; or nothing beyond a fault."""
    head, reverses, booked = read(lines)
    number, seq = int(head[1]), int(head[2])
    if number >= JOURNALS:
        raise Fault(f"there is no journal {number}")
    journal = journals[number]
    if journal.broken:
        return None
    journal.broken = True  # until everything below has been found in order
    if seq != journal.seq + 1:
        raise Fault(f"entry {number}-{journal.seq + 1} is not there: {seq} stands in its place")
    fingerprint = hashlib.sha256(journal.hash + b"".join(lines)).digest()
    if match(HASH, stored)[1] != fingerprint.hex():
        raise Fault(f"entry {number}-{seq}: its fingerprint does not follow")
    if head[3] <= journal.known:
        raise Fault(f"entry {number}-{seq} became known before the one before it")
    try:
        balanced(booked)
    except Fault as fault:
        raise Fault(f"entry {number}-{seq}: {fault}") from None
    journal.seq, journal.hash, journal.known, journal.broken = seq, fingerprint, head[3], False
    return (number, seq), reverses, booked


def reversed_once(prints, reversals):
    """Faults of entries that reverse others; two prints of lines and negated lines sum to nothing."""
    taken = set()
    for line, place, target in reversals:
        if target not in prints:
            yield line, f"entry {place[0]}-{place[1]} reverses {target}, which is not there"
        elif prints[target] + prints[place] != 0:
            yield line, f"entry {place[0]}-{place[1]} reverses {target} with other lines"
        elif target in taken:
            yield line, f"entry {place[0]}-{place[1]} reverses {target}, which was reversed before"
        taken.add(target)


def verify(stream):
    """Balances by account, and faults as (line, what)."""
    journals = [Journal() for _ in range(JOURNALS)]
    balances, prints, reversals, faults = defaultdict(int), {}, [], []
    for line, lines, stored in rows(stream):
        try:
            entry = follow(journals, lines, stored)
        except Fault as fault:
            faults.append((line, str(fault)))
            continue
        if entry is None:
            continue
        place, reverses, booked = entry
        prints[place] = sum(hash((account, holder)) * amount for account, holder, amount in booked)
        if reverses:
            reversals.append((line, place, reverses))
        for account, _, amount in booked:
            balances[account] += amount
    return balances, sorted(faults + list(reversed_once(prints, reversals)))


def main():
    """Reads, prints, and says by the exit code whether all is in order."""
    stream = open(sys.argv[1], "rb") if len(sys.argv) > 1 else sys.stdin.buffer
    balances, faults = verify(stream)
    print("fund,account,balance")
    for fund, number, other in sorted(balances, key=lambda name: (name[0], name[1], name[2] or "")):
        account = f"{number}:{other}" if other else number
        print(f"{fund},{account},{balances[fund, number, other]}")
    for line, what in faults:
        print(f"line {line}: {what}", file=sys.stderr)
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
