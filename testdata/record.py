"""Records testdata/golden/*.json from real Keras.

    .venv/bin/python testdata/record.py [family ...]

Without arguments every family is recorded. Running it twice writes the same bytes.
"""

import sys

from record import run

if __name__ == "__main__":
    for family in sys.argv[1:] or run.FAMILIES:
        path = run.GOLDEN / f"{family}.json"
        path.write_text(run.text(run.record(family)), encoding="utf-8")
        print(f"{path.name}: {path.stat().st_size:,} bytes", flush=True)
