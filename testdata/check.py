"""Holds the committed golden files to a live Keras.

    .venv/bin/python testdata/check.py [--all] [family ...]

Re-records every eighth case of each family (every one with --all) and compares
it with the file. Exits with 1 if a number differs beyond float tolerance, or
anything else at all.
"""

import argparse
import json
import math
import sys

from record import run

RTOL, ATOL = 1e-4, 2e-6
EVERY = 8
NUMBERS = (int, float)
WORDS = {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}


def differences(got, want, at):
    """Where got and want are not alike, one line each."""
    if isinstance(want, dict) and isinstance(got, dict):
        if list(got) != list(want):
            yield f"{at}: live has {list(got)}, file has {list(want)}"
            return
        for k in want:
            yield from differences(got[k], want[k], f"{at}.{k}")
    elif isinstance(want, list) and isinstance(got, list):
        if len(got) != len(want):
            yield f"{at}: live has {len(got)} elements, file has {len(want)}"
            return
        for i, (g, w) in enumerate(zip(got, want)):
            yield from differences(g, w, f"{at}[{i}]")
    elif not alike(got, want):
        yield f"{at}: live has {got!r}, file has {want!r}"


def alike(got, want):
    if type(got) is not bool and type(want) is not bool:
        got, want = (WORDS.get(v, v) if isinstance(v, str) else v for v in (got, want))
        if isinstance(got, float) or isinstance(want, float):
            if not (isinstance(got, NUMBERS) and isinstance(want, NUMBERS)):
                return False
            if math.isnan(want):
                return math.isnan(got)
            return math.isclose(got, want, rel_tol=RTOL, abs_tol=ATOL)
    return type(got) is type(want) and got == want


def check(family, every):
    """Prints the family's verdict; returns whether live and file agree."""
    path = run.GOLDEN / f"{family}.json"
    cases = {c["name"]: c for c in json.loads(path.read_text(encoding="utf-8"))}
    # Through JSON, as tuples and the like are lists there.
    live = json.loads(run.text(run.record(family, every)))
    found = []
    for case in live:
        name = case["name"]
        if name not in cases:
            found.append(f"{name}: not in the file")
        else:
            found += differences(case, cases[name], name)
    if every == 1 and len(live) != len(cases):
        found.append(f"live has {len(live)} cases, the file {len(cases)}")
    print(f"{family}: {len(live)} of {len(cases)} cases, {len(found)} differences", flush=True)
    for line in found[:10]:
        print(f"  {line}")
    return not found


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("families", nargs="*", metavar="family")
    parser.add_argument("--all", action="store_true", help="every case")
    args = parser.parse_args()
    every = 1 if args.all else EVERY
    # A list, so that all families are checked even if one fails.
    return 0 if all([check(f, every) for f in args.families or run.FAMILIES]) else 1


if __name__ == "__main__":
    sys.exit(main())
