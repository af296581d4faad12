"""Records windows.json: SciPy's windows, by which Keras's STFT is weighted.

    .venv/bin/python initializers/testdata/record.py
"""

import json
import pathlib

from scipy.signal import get_window

NAMES = [
    "barthann", "bartlett", "blackman", "blackmanharris", "bohman", "boxcar", "cosine",
    "exponential", "flattop", "hamming", "hann", "lanczos", "nuttall", "parzen", "taylor",
    "triang", "tukey",
]  # fmt: skip

CASES = [
    {"name": name, "n": n, "periodic": periodic, "values": get_window(name, n, periodic).tolist()}
    for name in NAMES
    for n in (1, 2, 7, 10)
    for periodic in (False, True)
]

path = pathlib.Path(__file__).with_name("windows.json")
path.write_text("[\n" + ",\n".join(map(json.dumps, CASES)) + "\n]\n", encoding="utf-8")
