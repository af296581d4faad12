"""Runs the transcript in README.md and compares what is printed with what it says.

    .venv/bin/python conformance/transcript.py

The blocks of Python in its section are files, whose names are their first lines; in the
console block a line after "$ " is a command. Numbers may differ by 1 %.
"""

import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).parents[1]
SECTION = "## From Python and back"
NUMBER = r"-?\d+(?:\.\d+)?(?:e[-+]?\d+)?"


def same(got, want):
    numbers = [[float(n) for n in re.findall(NUMBER, text)] for text in (got, want)]
    words = [re.sub(r"\s+", " ", re.sub(NUMBER, "#", text)).strip() for text in (got, want)]
    return words[0] == words[1] and all(abs(g - w) <= 0.01 * abs(w) for g, w in zip(*numbers))


def main():
    text = (ROOT / "README.md").read_text().split(SECTION)[1].split("\n## ")[0]
    blocks = re.findall(r"```(\w+)\n(.*?)```", text, re.S)
    transcript = "".join(b for kind, b in blocks if kind == "console")
    commands = re.split(r"^\$ ", transcript, flags=re.M)[1:]
    if not commands:
        sys.exit("README.md: no transcript")
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        subprocess.run(["go", "build", "-o", folder / "bin" / "keras", "./cmd/keras"], cwd=ROOT, check=True)
        for kind, block in blocks:
            if kind == "python":
                (folder / block.split("\n")[0].removeprefix("# ")).write_text(block)
        path = os.pathsep.join([str(folder / "bin"), str(pathlib.Path(sys.executable).parent), os.environ["PATH"]])
        environment = os.environ | {"PATH": path, "KERAS_BACKEND": "jax", "JAX_PLATFORMS": "cpu", "NO_COLOR": "1"}
        for command in commands:
            command, _, want = command.partition("\n")
            done = subprocess.run(command, shell=True, cwd=folder, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
            print(f"$ {command}\n{done.stdout}", end="", flush=True)
            if done.returncode or not same(done.stdout, want):
                sys.exit(f"README.md: {command}: exit status {done.returncode}, expected\n{want}")


if __name__ == "__main__":
    main()
