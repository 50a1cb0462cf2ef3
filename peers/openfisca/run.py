"""A month of contributions for N invented people, by OpenFisca; prints one line of JSON.

    run.py [PEOPLE]            one million by default
    run.py --check [PEOPLE]    compares every line of 10,000 people with whole-number arithmetic
"""

import argparse
import json
import logging
import time
from importlib.metadata import version
from pathlib import Path

from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem

import exact
import people as invented
from entities import Person
from reforms import RatesByPosition

HERE = Path(__file__).parent
MONTH = "2026-03"
SEGMENTS = {
    "wage_earner": (
        invented.wage_earners,
        exact.wage_earner,
        ["jkk_employer", "jkm_employer", "jht_employer", "jht_worker"]
        + ["jp_employer", "jp_worker", "jkp_state", "jkp_from_jkk"],
    ),
    "self_employed": (
        invented.self_employed,
        exact.self_employed,
        ["jkk_self", "jkm_self", "jht_self"],
    ),
}


class Contributions(TaxBenefitSystem):
    """The rules of this folder."""

    def __init__(self):
        super().__init__([Person])
        self.add_variables_from_directory(str(HERE / "variables"))
        self.load_parameters(str(HERE / "parameters"))


def simulation(law, facts):
    """A simulation that holds one segment's facts for the month."""
    count = len(next(iter(facts.values())))
    made = SimulationBuilder().build_default_simulation(law, count)
    for name, values in facts.items():
        made.set_input(name, MONTH, values)
    return made


def once(law, facts):
    """Everything once: the seconds to set up, the seconds to calculate, and the amounts."""
    started = time.perf_counter()
    simulations = {segment: simulation(law, facts[segment]) for segment in SEGMENTS}
    ready = time.perf_counter()
    amounts = {
        segment: {line: made.calculate(line, MONTH) for line in SEGMENTS[segment][2]}
        for segment, made in simulations.items()
    }
    return ready - started, time.perf_counter() - ready, amounts


def best_of_three(law, facts):
    """One warm-up, then the least seconds of three to calculate, and with the set-up; and the totals."""
    once(law, facts)
    runs = [once(law, facts) for _ in range(3)]
    totals = {
        f"{segment}.{line}": int(amounts.sum(dtype="int64"))
        for segment, lines in runs[0][2].items()
        for line, amounts in lines.items()
    }
    calculating = min(run[1] for run in runs)
    with_set_up = min(run[0] + run[1] for run in runs)
    return calculating, with_set_up, totals


def measure(law, facts, people):
    """The law as OpenFisca's handbook would write it, and with the one slow look-up replaced."""
    by_name, by_name_with_set_up, totals = best_of_three(law, facts)
    fast, fast_with_set_up, fast_totals = best_of_three(RatesByPosition(law), facts)
    assert totals == fast_totals, "the two forms of the law must agree"

    def nanoseconds(seconds):
        return round(seconds / people * 1e9, 1)

    return {
        "peer": "openfisca",
        "version": version("openfisca-core"),
        "numpy": version("numpy"),
        "month": MONTH,
        "people": people,
        "seconds": round(fast, 6),
        "nanoseconds_per_person": nanoseconds(fast),
        "nanoseconds_per_person_with_set_up": nanoseconds(fast_with_set_up),
        "nanoseconds_per_person_rates_by_name": nanoseconds(by_name),
        "nanoseconds_per_person_rates_by_name_with_set_up": nanoseconds(by_name_with_set_up),
        "totals": totals,
    }


def check(law, facts, people):
    """Every amount of every person against `exact`; what differs is counted and shown.

    A half that 64-bit floating point cannot hold may come out one rupiah low; more than that is a fault.
    """
    amounts = once(law, facts)[2]
    compared, farthest, different = 0, 0, []
    totals = {}
    for segment, (_, by_hand, lines) in SEGMENTS.items():
        columns = [values.tolist() for values in facts[segment].values()]
        for index, fact in enumerate(zip(*columns)):
            expected = by_hand(*fact)
            for line in lines:
                compared += 1
                name = f"{segment}.{line}"
                totals[name] = totals.get(name, 0) + expected[line]
                found = int(amounts[segment][line][index])
                if found != expected[line]:
                    farthest = max(farthest, abs(found - expected[line]))
                    different.append(f"{name} of {fact}: {found}, by hand {expected[line]}")
    report = {
        "people": people,
        "compared": compared,
        "different": len(different),
        "farthest_rupiah": farthest,
        "examples": different[:5],
        "exact_totals": totals,
    }
    print(json.dumps(report))
    return 0 if farthest <= 1 else 1


def main():
    """Reads the arguments; measures, or checks."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("people", nargs="?", type=int)
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args()
    people = arguments.people or (10_000 if arguments.check else 1_000_000)
    logging.disable(logging.WARNING)  # OpenFisca looks for a package around every variable; there is none.
    law = Contributions()
    facts = {segment: make(people) for segment, (make, _, _) in SEGMENTS.items()}
    if arguments.check:
        raise SystemExit(check(law, facts, people))
    print(json.dumps(measure(law, facts, people)))


if __name__ == "__main__":
    main()
