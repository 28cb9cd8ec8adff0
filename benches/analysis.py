#!/usr/bin/env python3
"""Row 5: overview, pauses and loudness of an hour of speech, beside ffmpeg and sox, in one run.

    cargo bench --locked --no-run --bench analysis      # prints its path
    benches/analysis.py target/release/deps/analysis-… [REPEATS]

CPU seconds (user and system) and greatest memory of each program, one after the other, as often as asked.
"""
import os
import shutil
import statistics
import sys
import tempfile

from peers import run


def main():
    program, repeats = sys.argv[1], int((sys.argv[2:] or ["3"])[0])
    with tempfile.TemporaryDirectory() as folder:
        hour = os.path.join(folder, "hour48.wav")
        picture = os.path.join(folder, "wave.png")
        run([program, "hour", hour])
        graph = (
            "[0:a]asplit=3[a][b][c];[a]showwavespic=s=1200x200[p];"
            "[b]silencedetect=noise=-40dB:d=0.6[s];[c]ebur128[e]"
        )
        rows = {
            "Greenroom, all measures": [program, "measure", hour],
            "Greenroom, overview alone": [program, "overview", hour],
            "Greenroom, loudness alone": [program, "loudness", hour],
            "Greenroom, reading alone": [program, "read", hour],
            "ffmpeg, three in one graph": [
                "ffmpeg", "-v", "error", "-y", "-i", hour, "-filter_complex", graph,
                "-map", "[p]", "-frames:v", "1", picture,
                "-map", "[s]", "-f", "null", "-", "-map", "[e]", "-f", "null", "-",
            ],
            "sox stats": ["sox", hour, "-n", "stats"],
        }
        rows = {name: words for name, words in rows.items() if shutil.which(words[0])}
        found = {name: [] for name in rows}
        for _ in range(repeats):
            for name, words in rows.items():
                found[name].append(run(words))
        print(f"load {os.getloadavg()[0]:.1f}, n = {repeats}, CPU s median [least–most], MB")
        for name, results in found.items():
            cpu = [result[0] for result in results]
            memory = max(result[1] for result in results)
            print(f"| {name} | {statistics.median(cpu):.2f} [{min(cpu):.2f}–{max(cpu):.2f}] | {memory:.0f} |")


main()
