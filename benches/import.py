#!/usr/bin/env python3
"""Row 8: an article and 10,000 questions with answers, beside pandoc, sqlite3, jq and Python, in one run.

    cargo bench --locked --no-run --bench import        # prints its path
    benches/import.py target/release/deps/import-… ARTICLE.txt [REPEATS]

CPU seconds (user and system) and greatest memory of each program, one after the other, as often as asked.
"""
import os
import shutil
import statistics
import sys
import tempfile

from peers import run


def main():
    program, article, repeats = sys.argv[1], sys.argv[2], int((sys.argv[3:] or ["5"])[0])
    with tempfile.TemporaryDirectory() as folder:
        within = lambda name: os.path.join(folder, name)
        run([program, "lists", folder])
        out = within("out.toml")
        sqlite = ["sqlite3", ":memory:", ".mode csv", f".import {within('list.csv')} list",
                  "delete from list where rowid not in (select min(rowid) from list group by question)",
                  f".output {within('out.sql')}", ".dump"]
        rows = {
            "article: Greenroom": [program, "keep", article, out],
            "article: pandoc": ["pandoc", "-f", "markdown", "-t", "json", article, "-o", within("a.json")],
            "JSON: Greenroom": [program, "keep", within("list.json"), out],
            "JSON: jq": ["jq", "length", within("list.json")],
            "JSON: python3": ["python3", "-c", "import json,sys;json.load(open(sys.argv[1]))", within("list.json")],
            "CSV: Greenroom": [program, "keep", within("list.csv"), out],
            "CSV: sqlite3 .import": ["sqlite3", ":memory:", ".mode csv", f".import {within('list.csv')} list"],
            "CSV: sqlite3, without doubles, written again": sqlite,
            "text: Greenroom": [program, "keep", within("list.txt"), out],
            "text: pandoc": ["pandoc", "-f", "markdown", "-t", "json", within("list.txt"), "-o", within("b.json")],
        }
        rows = {name: words for name, words in rows.items() if shutil.which(words[0])}
        found = {name: [] for name in rows}
        for repeat in range(repeats):
            for name, words in rows.items():
                # Pandoc takes long for a list: once is enough.
                if name != "text: pandoc" or repeat == 0:
                    found[name].append(run(words))
        for name in ("json", "csv", "txt"):
            print(f"list.{name}: {os.path.getsize(within('list.' + name)) / 1e6:.2f} MB")
        print(f"load {os.getloadavg()[0]:.1f}, n = {repeats}, CPU s median [least–most], MB")
        for name, results in found.items():
            cpu = [result[0] for result in results]
            memory = max(result[1] for result in results)
            print(f"{name:46} {statistics.median(cpu):.3f} [{min(cpu):.3f}–{max(cpu):.3f}] {memory:5.0f}")


if __name__ == "__main__":
    main()
