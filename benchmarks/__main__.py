"""`make bench`: every figure; `python -m benchmarks acknowledge` …: one of them."""

import argparse
import asyncio
import sys

from benchmarks.figures import FIGURES, measure
from benchmarks.house import BenchmarkError


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("figure", nargs="*", help=f"of {', '.join(FIGURES)}; default all")
    names = parser.parse_args().figure or list(FIGURES)
    if unknown := set(names) - set(FIGURES):
        parser.error(f"no such figure: {', '.join(sorted(unknown))}")
    try:
        asyncio.run(measure(names))
    except (BenchmarkError, TimeoutError) as error:
        print(f"benchmarks: {error or 'the bot did not answer in time'}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
