"""What understanding a message costs: `python -m benchmarks.understanding`.

Four invented messages of 24 characters. jieba's bare cut and `understand` take turns, and the
least time of each counts, since a shared machine only ever makes things slower; their ratio is
what can be compared between machines. Each engine runs in a process of its own, so that the load
is a first load.
"""

import argparse
import resource
import subprocess
import sys
from pathlib import Path
from time import perf_counter, process_time
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from bot.nlp.understand import Understander

Engine = Literal["rjieba", "jieba"]
ENGINES: tuple[Engine, ...] = ("rjieba", "jieba")

TEXTS = (
    "文昌花园3栋楼下路灯坏了一个礼拜了，晚上黑灯瞎火",
    "汀兰苑门口垃圾三天没人收了臭得很，没法开窗户了啊",
    "小区物业乱收停车费，还不开发票，业主投诉了也没用",
    "建议在实验小学门口加一个红绿灯，孩子过马路很危险",
)
ROUNDS = 1_500
PACK = Path("districts/qingting")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.understanding")
    parser.add_argument("engine", nargs="?", choices=ENGINES)
    engine = parser.parse_args().engine
    if engine:
        measure(engine)
        return 0
    for name in ENGINES:
        subprocess.run([sys.executable, "-m", "benchmarks.understanding", name], check=True)
    return 0


def measure(engine: Engine) -> None:
    """Print load, memory and times of one engine; the imports below are what is measured."""
    before, memory = process_time(), _megabytes()
    from bot.nlp.segment import Segmenter  # noqa: PLC0415
    from bot.nlp.understand import Understander  # noqa: PLC0415
    from bot.nlp.weights import load_weights  # noqa: PLC0415

    Segmenter(engine=engine)
    load_weights()
    loaded, used = process_time() - before, _megabytes() - memory
    from service.knowledge import knowledge_of  # noqa: PLC0415
    from service.offline import district_of_pack  # noqa: PLC0415
    from service.pack import read_pack  # noqa: PLC0415

    knowledge = knowledge_of(district_of_pack(read_pack(PACK)))
    before = process_time()
    understander = Understander(knowledge, engine=engine)
    first = process_time() - before
    before = process_time()
    Understander(knowledge, engine=engine)
    again = process_time() - before
    whole, bare = _least(understander)
    print(f"{engine}: load {loaded:.2f} s, {used:.0f} MB; Understander {first:.3f} s, ", end="")
    print(f"one more {again:.3f} s")
    print(f"  understand {whole:.0f} µs, bare jieba cut {bare:.0f} µs: {whole / bare:.1f} ×")


def _least(understander: "Understander") -> tuple[float, float]:
    """µs of a message and of jieba's cut of it, the mean of the texts' least times."""
    import jieba  # noqa: PLC0415

    jieba.setLogLevel("ERROR")
    jieba.initialize()
    whole, bare = [1.0] * len(TEXTS), [1.0] * len(TEXTS)
    for _ in range(ROUNDS):
        for place, text in enumerate(TEXTS):
            start = perf_counter()
            list(jieba.cut(text, HMM=False))
            middle = perf_counter()
            understander.understand(text)
            bare[place] = min(bare[place], middle - start)
            whole[place] = min(whole[place], perf_counter() - middle)
    return sum(whole) / len(TEXTS) * 1e6, sum(bare) / len(TEXTS) * 1e6


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    sys.exit(main())
