#!/usr/bin/env python3
"""Pitch beside Praat and loudness beside ffmpeg, clip by clip.

    pip install praat-parselmouth numpy
    apt-get install ffmpeg espeak-ng flite festival festvox-kallpc16k alsa-utils
    cargo bench --locked --no-run --bench analysis      # prints its path
    benches/reference.py target/release/deps/analysis-… [MORE.wav …]

Clips: the three recorded voices that ship, espeak-ng, flite and festival where they are installed, people
(the speaker test of alsa-utils), and whatever files are named. Each is made mono with 16 bits by ffmpeg.
Praat's pitch is its autocorrelation method with its own defaults (75 to 600 Hz); the median is over its voiced
frames that lie in what Greenroom takes for speech, as silence and clicks are nobody's pitch.
"""
import glob
import json
import math
import os
import shutil
import subprocess
import sys
import tempfile

import numpy
import parselmouth

TEXT = (
    "When a family was upset about a long wait, I sat down with them first and listened. Then I called the ward, "
    "found out what had happened, and told them when the doctor would come. They thanked me a week later. "
    "Since then we tell every family how long it will take, and complaints have fallen by a third."
)
HERE = os.path.dirname(os.path.abspath(__file__))


def quiet(words, **more):
    return subprocess.run(words, check=True, capture_output=True, **more)


def spoken(folder):
    """Files of speech from the engines that are here, by name."""
    files = {}
    for voice in ["a", "b", "model"]:
        clips = sorted(glob.glob(os.path.join(HERE, "..", "assets", "voice", voice, "*.ogg")), key=os.path.getsize)
        for nth, clip in enumerate([clips[-1], clips[-len(clips) // 3]]):
            files[f"pack {voice} {nth + 1}"] = clip
    if shutil.which("espeak-ng"):
        for voice in ["en-us", "en-gb+f3", "en-us+m7"]:
            files[f"espeak-ng {voice}"] = os.path.join(folder, f"espeak-{voice}.wav")
            quiet(["espeak-ng", "-v", voice, "-w", files[f"espeak-ng {voice}"], TEXT])
    if shutil.which("flite"):
        for voice in ["slt", "rms", "awb", "kal16"]:
            files[f"flite {voice}"] = os.path.join(folder, f"flite-{voice}.wav")
            quiet(["flite", "-voice", voice, "-t", TEXT, "-o", files[f"flite {voice}"]])
    if shutil.which("text2wave"):
        files["festival"] = os.path.join(folder, "festival.wav")
        quiet(["text2wave", "-o", files["festival"]], input=TEXT.encode())
    people = sorted(glob.glob("/usr/share/sounds/alsa/*_*.wav"))
    if people:
        listing = os.path.join(folder, "people.txt")
        with open(listing, "w") as out:
            out.writelines(f"file '{file}'\n" for file in people)
        files["a person (alsa-utils)"] = os.path.join(folder, "people.wav")
        quiet(["ffmpeg", "-v", "error", "-f", "concat", "-safe", "0", "-i", listing, files["a person (alsa-utils)"]])
    return files


def praat(path, speech):
    pitch = parselmouth.Sound(path).to_pitch()
    hertz, times = pitch.selected_array["frequency"], pitch.xs()
    inside = [hz for hz, at in zip(hertz, times) if hz > 0 and any(s["from_secs"] <= at <= s["to_secs"] for s in speech)]
    low, high = numpy.percentile(inside, [5, 95])
    return float(numpy.median(inside)), 12 * math.log2(high / low)


def ffmpeg(path):
    said = quiet(["ffmpeg", "-nostats", "-i", path, "-af", "ebur128=framelog=verbose", "-f", "null", "-"]).stderr.decode()
    return float(said.rsplit("I:", 1)[1].split()[0])


def main():
    program, more = sys.argv[1], sys.argv[2:]
    with tempfile.TemporaryDirectory() as folder:
        files = spoken(folder) | {os.path.basename(file): file for file in more}
        print("| clip | s | pitch, Praat | ours | semitones off | range, Praat | ours | LUFS, ffmpeg | ours | off |")
        print("|---|---|---|---|---|---|---|---|---|---|")
        worst_pitch = worst_loudness = 0.0
        for nth, (name, file) in enumerate(files.items()):
            clip = os.path.join(folder, f"clip{nth}.wav")
            quiet(["ffmpeg", "-v", "error", "-i", file, "-ac", "1", "-c:a", "pcm_s16le", "-bitexact", "-map_metadata", "-1", clip])
            found = json.loads(quiet([program, "measure", clip]).stdout)
            value = {name: number.get("Ok") for name, number in found["values"].items()}
            hertz, semitones = praat(clip, found["speech"])
            lufs = ffmpeg(clip)
            cells = [name, f"{value['length']:.1f}", f"{hertz:.1f}"]
            if value["pitch-median"] is None:
                cells += ["not assessed", "", f"{semitones:.1f}", ""]
            else:
                off = 12 * math.log2(value["pitch-median"] / hertz)
                worst_pitch = max(worst_pitch, abs(off))
                ours = "" if value["pitch-range"] is None else f"{value['pitch-range']:.1f}"
                cells += [f"{value['pitch-median']:.1f}", f"{off:+.2f}", f"{semitones:.1f}", ours]
            off = value["loudness"] - lufs
            worst_loudness = max(worst_loudness, abs(off))
            cells += [f"{lufs:.1f}", f"{value['loudness']:.2f}", f"{off:+.2f}"]
            print("| " + " | ".join(cells) + " |")
        print(f"\nworst: pitch {worst_pitch:.2f} semitones, loudness {worst_loudness:.2f} LU; {len(files)} clips")


main()
