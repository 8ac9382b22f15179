#!/usr/bin/env bash
# Speed of `tazala clean` beside the tools that only read and write the same data, measured in one run.
#
#   benches/compare.sh [SIZE]        SIZE of the corpus, 100M when not given
#
# Makes the corpus once with ../shared/bench/make_bench_corpus.py (or takes CORPUS=FILE, JSON lines with "text"), runs
# each tool five times in turn on one core, and prints the median of its CPU seconds (user and system), its rate, its
# largest resident memory and how many times the CPU of `tazala clean` it took. Needs bash and Python 3; jq, wc and
# uconv are measured where they are installed.
set -euo pipefail
cd "$(dirname "$0")/.."

size=${1:-100M}
corpus=${CORPUS:-target/bench/corpus-$size.jsonl}
if [[ ! -s $corpus ]]; then
    maker=${TAZALA_SHARED:-../shared}/bench/make_bench_corpus.py
    if [[ ! -f $maker ]]; then
        echo "compare: no $maker here; name a corpus: CORPUS=FILE $0" >&2
        exit 2
    fi
    mkdir -p "$(dirname "$corpus")"
    python3 "$maker" --size "$size" --format jsonl --out "$corpus.part"
    mv "$corpus.part" "$corpus"
fi
cargo build --release --quiet
tazala=${CARGO_TARGET_DIR:-target}/release/tazala

exec python3 - "$corpus" "$tazala" <<'PYTHON'
import os, resource, shutil, statistics, sys

corpus, tazala = sys.argv[1:]
size = os.path.getsize(corpus)
ROUNDS = 5
tools = {
    "tazala clean": [tazala, "clean", "--isolated", "--format", "jsonl", "-j", "1", corpus],
    "jq -c .": ["jq", "-c", ".", corpus],
    "wc -m": ["wc", "-m", corpus],
    "uconv (NFC)": ["uconv", "-f", "utf-8", "-t", "utf-8", "-x", "any-nfc", corpus],
}
tools = {name: command for name, command in tools.items() if shutil.which(command[0])}
core = {min(os.sched_getaffinity(0))}


def run(command):
    """CPU seconds and largest resident memory in MB."""
    child = os.fork()
    if child == 0:
        os.sched_setaffinity(0, core)
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 1)
        os.environ["LC_ALL"] = "C.UTF-8"
        os.execvp(command[0], command)
    _, status, used = os.wait4(child, 0)
    if status:
        sys.exit(f"compare: {' '.join(command)} failed ({status})")
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


taken = {name: [] for name in tools}
for _ in range(ROUNDS):
    for name, command in tools.items():
        taken[name].append(run(command))
base = statistics.median(cpu for cpu, _ in taken["tazala clean"])
print(f"{corpus}: {size / 1e6:.0f} MB, median of {ROUNDS} runs in turn on one core")
print(f"{'':14} {'CPU s':>8} {'MB/s':>8} {'RSS MB':>8} {'of ours':>8}")
for name, runs in taken.items():
    cpu = statistics.median(cpu for cpu, _ in runs)
    print(f"{name:14} {cpu:8.2f} {size / 1e6 / cpu:8.1f} {max(m for _, m in runs):8.1f} {cpu / base:8.2f}")
PYTHON
