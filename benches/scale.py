#!/usr/bin/env python3
"""How `tazala clean` scales: slow inputs, long runs, instructions. Exit code 1 when a bound is passed.

    benches/scale.py growth [--size 20M] [KIND ...]   every adversarial kind of ../shared/bench at a size and twice that
    benches/scale.py soak [--size 50M]                a corpus through threads, compression, pipes and shards; 1G for all
    benches/scale.py instructions [--bless]           instructions a byte by callgrind, against benches/instructions.txt

Needs Python 3 and a release build (`cargo build --release`, or TAZALA=FILE). `growth` and `soak` need the corpus maker of
../shared/bench (or TAZALA_SHARED=FOLDER), `instructions` needs valgrind; where these are absent the script says that it
skips and exits with 0. Times are CPU seconds (user and system), the less of two runs; a busy machine still adds to them.
"""
import argparse, glob, gzip, os, re, shutil, subprocess, sys, tempfile

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
SHARED = os.environ.get("TAZALA_SHARED", os.path.join(ROOT, "..", "shared"))
MAKER = os.path.join(SHARED, "bench", "make_bench_corpus.py")
TAZALA = os.environ.get("TAZALA") or os.path.join(os.environ.get("CARGO_TARGET_DIR") or os.path.join(ROOT, "target"), "release", "tazala")
WORK = os.path.join(ROOT, "target", "bench")
# Kinds that are counted in lines or records, not in bytes, and how many make a megabyte.
COUNTED = {"emptylines": 1e6, "tinydocs": 1e4}
# Bounds of every kind: twice the input takes at most so many times the CPU and the memory, and no more memory than this.
TIME_RATIO, MEMORY_RATIO, MEMORY_MB = 2.2, 1.15, 64


def size_of(text):
    number, unit = re.fullmatch(r"(\d+)([KMG]?)", text).groups()
    return int(number) * {"": 1, "K": 10**3, "M": 10**6, "G": 10**9}[unit]


def run(arguments, stdin=None, stdout=os.devnull):
    """CPU seconds and resident MB of one run."""
    child = os.fork()
    if child == 0:
        if stdin:
            os.dup2(os.open(stdin, os.O_RDONLY), 0)
        os.dup2(os.open(stdout, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644), 1)
        os.execv(TAZALA, [TAZALA, *arguments])
    _, status, used = os.wait4(child, 0)
    if status:
        sys.exit(f"scale: tazala {' '.join(arguments)} failed ({status})")
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def better(arguments, stdin=None, stdout=os.devnull):
    """The least of both of two runs: what else the machine does only adds."""
    runs = [run(arguments, stdin, stdout) for _ in range(2)]
    return min(cpu for cpu, _ in runs), min(memory for _, memory in runs)


def corpus(name, arguments):
    """A file of the corpus maker, made once."""
    path = os.path.join(WORK, name)
    if not os.path.exists(path):
        os.makedirs(WORK, exist_ok=True)
        subprocess.run([sys.executable, MAKER, *arguments, "--out", path + ".part"], check=True, stderr=subprocess.DEVNULL)
        os.rename(path + ".part", path)
    return path


def growth(options):
    kinds = options.kinds or "longline emptylines tinydocs combining deephtml openangle sources titles moji8 mixedword dupline uniqlines randombytes".split()
    size, failed = size_of(options.size), []
    print(f"{'kind':12} {'CPU s':>7} {'twice':>7} {'ratio':>6} {'ns/B':>7} {'MB':>6} {'twice':>6} {'ratio':>6}")
    for kind in kinds:
        n = int(size / 1e6 * COUNTED[kind]) if kind in COUNTED else size
        paths = [corpus(f"{kind}-{k}", ["--adversarial", kind, "--size", str(k)]) for k in (n, 2 * n)]
        form = "jsonl" if kind == "tinydocs" else "text"
        (t1, m1), (t2, m2) = [better(["clean", "--isolated", "--format", form, "-j", "1", p]) for p in paths]
        bytes_ = os.path.getsize(paths[1])
        ok = t2 / t1 <= TIME_RATIO and m2 / m1 <= MEMORY_RATIO and m2 <= MEMORY_MB
        failed += [] if ok else [kind]
        print(f"{kind:12} {t1:7.2f} {t2:7.2f} {t2 / t1:6.2f} {t2 / bytes_ * 1e9:7.1f} {m1:6.1f} {m2:6.1f} {m2 / m1:6.2f}{'' if ok else '  over'}", flush=True)
    return failed


def soak(options):
    size, failed = size_of(options.size), []
    path = corpus(f"corpus-{options.size}", ["--size", options.size, "--format", "jsonl"])
    bytes_ = os.path.getsize(path)
    pages = sum(1 for _ in open(path, "rb"))
    with tempfile.TemporaryDirectory(dir=WORK) as folder:
        at = lambda name: os.path.join(folder, name)

        def check(name, what, ok):
            print(f"{name:44} {what}{'' if ok else '  FAILED'}", flush=True)
            failed.extend([] if ok else [name])

        cpu, memory = better(["clean", "--isolated", "--format", "jsonl", "-j", "1", path], stdout=at("one"))
        check("one thread", f"{cpu:.2f} s CPU, {bytes_ / cpu / 1e6:.1f} MB/s, {memory:.0f} MB resident", memory <= 32)
        cpu2, memory = better(["clean", "--isolated", "--format", "jsonl", "-j", "2", path], stdout=at("two"))
        check("two threads", f"{cpu2 / cpu:.2f} of the CPU, {memory:.0f} MB resident", memory <= 64)
        same = lambda name: subprocess.run(["cmp", "-s", at("one"), at(name)]).returncode == 0
        check("two threads give the same bytes", "", same("two"))
        os.remove(at("two"))
        first = {r.split(b'"', 4)[3].split(b":")[0] for r in open(at("one"), "rb")}
        check("every page has a record", f"{len(first)} of {pages} pages", len(first) == pages)
        with open(path, "rb") as source, gzip.open(at("in.gz"), "wb", 6) as to:
            shutil.copyfileobj(source, to)
        # The names of the inputs are in the records, so both come through standard input.
        run(["clean", "--isolated", "-j", "1", "-"], stdin=path, stdout=at("piped"))
        for name, most in (("in.gz", 1 / 0.55), ("in.zst", 1 / 0.75)):
            if name == "in.zst" and not shutil.which("zstd"):
                print("skipped: zstd is not installed")
                continue
            if name == "in.zst":
                subprocess.run(["zstd", "-q", path, "-o", at(name)], check=True)
            packed, _ = better(["clean", "--isolated", "-j", "1", "-"], stdin=at(name), stdout=at("unpacked"))
            same_bytes = subprocess.run(["cmp", "-s", at("piped"), at("unpacked")]).returncode == 0
            check(f"{name} gives the same bytes", f"{packed / cpu:.2f} of the CPU", same_bytes and packed <= most * cpu)
        shards = ["-o", at("out.jsonl.zst"), "--shard-size", str(max(size // 4, 1 << 20)), "--checkpoint", at("ckpt")]
        run(["clean", "--isolated", "--format", "jsonl", path, *shards])
        joined = sorted(glob.glob(at("out-*.jsonl.zst")))
        if shutil.which("zstd"):
            with open(at("joined"), "wb") as to:
                for shard in joined:
                    subprocess.run(["zstd", "-dcq", shard], stdout=to, check=True)
            check("shards joined are the whole", f"{len(joined)} shards", same("joined"))
    return failed


def instructions(options):
    if not shutil.which("valgrind"):
        print("skipped: valgrind is not installed")
        return []
    stored = os.path.join(ROOT, "benches", "instructions.txt")
    pages = sorted(glob.glob(os.path.join(ROOT, "fixtures", "gold", "**", "*.txt"), recursive=True))
    with tempfile.TemporaryDirectory() as folder:
        counts = []
        # The start costs too; what is left between one and two times the pages is the cost of pages.
        for times in (2, 4):
            path, out = os.path.join(folder, "in"), os.path.join(folder, f"out{times}")
            with open(path, "wb") as to:
                for page in pages * times:
                    to.write(open(page, "rb").read() + b"\x0c\n")
            command = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={out}", TAZALA, "clean", "--isolated", "-j", "1", path]
            subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
            total = re.search(r"^(?:totals|summary): (\d+)", open(out).read(), re.M)
            counts.append((int(total.group(1)), os.path.getsize(path)))
    (n1, b1), (n2, b2) = counts
    each = (n2 - n1) / (b2 - b1)
    if options.bless:
        with open(stored, "w") as to:
            to.write(f"# Instructions a byte on the pages of fixtures/gold; `benches/scale.py instructions --bless` writes it.\n{each:.0f}\n")
    if not os.path.exists(stored):
        print(f"{each:.1f} instructions a byte; there is no bound, --bless makes it one")
        return []
    most = float(open(stored).read().split("\n")[1])
    print(f"{each:.1f} instructions a byte, {most:.0f} stored, 5 % more allowed")
    return ["instructions"] if each > most * 1.05 else []


parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
verbs = parser.add_subparsers(dest="verb", required=True)
verb = verbs.add_parser("growth")
verb.add_argument("--size", default="20M")
verb.add_argument("kinds", nargs="*")
verbs.add_parser("soak").add_argument("--size", default="50M")
verbs.add_parser("instructions").add_argument("--bless", action="store_true")
options = parser.parse_args()
if not os.path.exists(TAZALA):
    sys.exit(f"scale: no {TAZALA}; run `cargo build --release` or name it: TAZALA=FILE")
if options.verb != "instructions" and not os.path.exists(MAKER):
    print(f"skipped: no {MAKER}")
    sys.exit(0)
failed = {"growth": growth, "soak": soak, "instructions": instructions}[options.verb](options)
if failed:
    sys.exit(f"scale: over the bound: {', '.join(failed)}")
