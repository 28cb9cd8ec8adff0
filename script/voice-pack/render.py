#!/usr/bin/env python3
"""Renders the texts that Greenroom ships into its voice pack. For authoring only; see build.sh.

Reads JSON lines `{"persona": "a", "text": "as displayed", "ear": "as spoken"}`, writes
`<pack>/<persona>/<key>.ogg` for those that are missing, deletes the ones that nothing names any more,
and brings `pack.toml` up to date. The key is made of the displayed text (the program does the same in
`src/voice/pack.rs`), so an edited text has no recording until this has run again.
"""
import argparse
import hashlib
import json
import os
import re
import subprocess
import sys
import wave
from pathlib import Path

import numpy as np
import onnxruntime

from phonemes import phonemes

RATE = 24_000  # Hz, the model's
MODEL_SHA256 = "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb"
VOICES = {"a": "af_heart", "b": "am_michael", "model": "bf_emma"}
# oggenc's -q. The answers are long and only played beside one's own: they carry the saving that keeps the
# pack small.
QUALITY = {"a": 0.0, "b": 0.0, "model": -1.0}
STYLE_WIDTH = 256
MAX_TOKENS = 480  # the model's limit is 510
SENTENCE_GAP = 0.30  # seconds
PACE = 14.0  # speech sounds per second, pauses left out: five syllables, a person talking at ease
PACE_SLACK = 0.08  # this near is near enough
SPEEDS = (0.7, 1.15)  # what the model may be asked for without sounding drawn or rushed
EDGE = 0.04  # seconds kept before and after the speech
FADE = 0.008  # seconds
LOUDNESS = -20.0  # dBFS, RMS over the parts where somebody speaks
PEAK = -1.5  # dBFS, at most
PEAK_ENCODED = -1.0  # dBFS, at most: the encoder adds a little, sometimes more
ODD = (9.0, 21.0)  # letters per second, pauses included, outside which a clip wants to be listened to
SILENT = 10 ** (-48 / 20)  # amplitude below which a frame counts as silence


def key(text):
    """First 16 hex digits of the SHA-256 of the text with its white space normalised."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:16]


class Speaker:
    """The model with its vocabulary and voices."""

    def __init__(self, work):
        model = work / "kokoro.onnx"
        if hashlib.sha256(model.read_bytes()).hexdigest() != MODEL_SHA256:
            sys.exit(f"The model is not the expected one; delete it and run build.sh again: {model}")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self.session = onnxruntime.InferenceSession(str(model), options)
        self.vocabulary = json.loads((work / "vocab.json").read_text())["vocab"]
        self.styles = {
            voice: np.fromfile(work / "voices" / f"{voice}.bin", dtype=np.float32).reshape(-1, STYLE_WIDTH)
            for voice in VOICES.values()
        }

    def sentence(self, spelled, voice, speed):
        """Samples of one sentence, silence trimmed."""
        tokens = [self.vocabulary[p] for p in spelled]
        style = self.styles[voice][min(len(tokens), len(self.styles[voice])) - 1].reshape(1, STYLE_WIDTH)
        inputs = {
            "tokens": np.array([[0, *tokens, 0]], np.int64),
            "style": style,
            "speed": np.array([speed], np.float32),
        }
        return trimmed(self.session.run(None, inputs)[0].ravel())

    def spelled(self, text, voice):
        """The text's sentences in phonemes, every one of which has a token."""
        parts = [phonemes(sentence, voice) for sentence in sentences(text)]
        missing = {p for part in parts for p in part if p not in self.vocabulary}
        if missing:
            sys.exit(f"No token for {missing} in {text!r}: extend phonemes.py")
        return parts

    def say(self, text, voice):
        """Samples of a whole text, levelled. The model hurries short texts, so each is timed, and said again
        at the speed that brings it to the common pace."""
        spelled = self.spelled(text, voice)
        parts = [self.sentence(part, voice, 1.0) for part in spelled]
        speed = speed_for(spelled, sum(len(part) / RATE - 2 * EDGE for part in parts))
        if speed != 1.0:
            parts = [self.sentence(part, voice, speed) for part in spelled]
        gap = np.zeros(int(SENTENCE_GAP * RATE), np.float32)
        return levelled(np.concatenate([piece for part in parts for piece in (gap, part)][1:]))


def speed_for(spelled, spoken):
    """The model's speed for phonemes that last `spoken` seconds at speed 1."""
    sounds = sum(p.isalpha() for part in spelled for p in part)
    wanted = PACE * spoken / sounds
    return 1.0 if abs(wanted - 1) < PACE_SLACK else min(max(wanted, SPEEDS[0]), SPEEDS[1])


def sentences(text):
    """The text at its sentence ends; a very long sentence also at its commas."""
    for sentence in re.split(r"(?<=[.?!])\s+", text.strip()):
        if len(sentence) > MAX_TOKENS // 2:
            yield from re.split(r"(?<=[,;:])\s+", sentence)
        elif sentence:
            yield sentence


def frame_peaks(samples, frame=240):
    """The peak of each 10 ms."""
    whole = len(samples) // frame * frame
    return np.abs(samples[:whole]).reshape(-1, frame).max(axis=1)


def trimmed(samples):
    """Without the silence at both ends, faded so that nothing clicks."""
    loud = np.nonzero(frame_peaks(samples) > SILENT)[0]
    if len(loud) == 0:
        sys.exit("The model gave silence for a sentence.")
    edge = int(EDGE * RATE)
    cut = samples[max(0, loud[0] * 240 - edge): (loud[-1] + 1) * 240 + edge].copy()
    fade = int(FADE * RATE)
    cut[:fade] *= np.linspace(0, 1, fade)
    cut[-fade:] *= np.linspace(1, 0, fade)
    return cut


def levelled(samples):
    """At the common loudness; single peaks above the ceiling are bent, the rest is left as it is."""
    spoken = np.repeat(frame_peaks(samples) > 10 ** (-40 / 20), 240)
    rms = np.sqrt(np.mean(np.square(samples[: len(spoken)][spoken])))
    louder = samples * (10 ** (LOUDNESS / 20) / rms)
    ceiling = 10 ** (PEAK / 20)
    knee = 0.7 * ceiling
    above = np.abs(louder) > knee
    room = ceiling - knee
    louder[above] = np.sign(louder[above]) * (knee + room * np.tanh((np.abs(louder[above]) - knee) / room))
    return louder


def encode(samples, path, quality, work):
    """Ogg Vorbis that does not clip, written aside and renamed, so that a stopped run leaves no half of a file."""
    sheet, aside = work / f"clip.{os.getpid()}.wav", path.with_suffix(".part")
    for _ in range(3):
        with wave.open(str(sheet), "wb") as out:
            out.setnchannels(1)
            out.setsampwidth(2)
            out.setframerate(RATE)
            out.writeframes((np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())
        subprocess.run(
            ["oggenc", "-Q", "-q", str(quality), "--discard-comments", "-s", "1", "-o", str(aside), str(sheet)],
            check=True,
        )
        over = peak(aside) / 10 ** (PEAK_ENCODED / 20)
        if over <= 1:
            break
        samples = samples / (over * 1.03)
    sheet.unlink()
    aside.rename(path)


def peak(path):
    """The highest amplitude of an encoded clip, 1 where it clips."""
    decoded = subprocess.run(["oggdec", "-Q", "-R", "-o", "-", str(path)], capture_output=True, check=True).stdout
    return np.abs(np.frombuffer(decoded, "<i2").astype(np.float32)).max() / 32767


def seconds(path):
    """The length of an Ogg Vorbis file of ours: the granule position of its last page."""
    data = path.read_bytes()
    last = data.rfind(b"OggS")
    return int.from_bytes(data[last + 6: last + 14], "little") / RATE


def natural_speed(wanted, pack, persona):
    """Words per minute over all of a persona's texts of at least five words, pauses included."""
    words, length = 0, 0.0
    for line in wanted:
        if line["persona"] == persona and len(line["ear"].split()) >= 5:
            words += len(line["ear"].split())
            length += seconds(pack / persona / f"{key(line['text'])}.ogg")
    return round(60 * words / length) if length else 165


def write_manifest(wanted, pack):
    """`pack.toml`: what the pack is and how fast its voices speak."""
    text = (
        "# What is in this folder. Written by script/voice-pack/render.py.\n"
        "form = 1\n"
        'generator = "Kokoro-82M v1.0 (int8), script/voice-pack"\n'
        'notice = "NOTICE.md"\n'
    )
    for persona, voice in VOICES.items():
        text += f'\n[persona.{persona}]\nvoice = "{voice}"\n'
        text += f"natural_wpm = {natural_speed(wanted, pack, persona)} # measured over its longer texts\n"
    (pack / "pack.toml").write_text(text)


def report_oddities(wanted, pack):
    """Clips whose speed is not that of a person, for the ear of whoever runs this."""
    for line in wanted:
        letters = sum(c.isalpha() for c in line["ear"])
        speed = letters / seconds(pack / line["persona"] / f"{key(line['text'])}.ogg")
        if letters >= 20 and not ODD[0] <= speed <= ODD[1]:
            print(f"odd: {speed:.1f} letters per second: {line['persona']}: {line['text'][:70]}")


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("texts", type=Path, help="JSON lines: persona, text, ear")
    options.add_argument("pack", type=Path, help="the folder of pack.toml")
    options.add_argument("work", type=Path, help="where build.sh put the model")
    options.add_argument("--quality", type=float, help="oggenc's -q for what is rendered now, whoever speaks")
    options.add_argument("--keep-orphans", action="store_true", help="delete nothing")
    given = options.parse_args()

    lines = [json.loads(line) for line in given.texts.read_text().splitlines() if line.strip()]
    wanted = list({(line["persona"], key(line["text"])): line for line in lines}.values())
    missing = [w for w in wanted if not (given.pack / w["persona"] / f"{key(w['text'])}.ogg").exists()]
    print(f"{len(wanted)} texts, {len(missing)} to render", flush=True)
    if missing:
        speaker = Speaker(given.work)
        for done, line in enumerate(missing, 1):
            folder = given.pack / line["persona"]
            folder.mkdir(parents=True, exist_ok=True)
            samples = speaker.say(line["ear"], VOICES[line["persona"]])
            quality = QUALITY[line["persona"]] if given.quality is None else given.quality
            encode(samples, folder / f"{key(line['text'])}.ogg", quality, given.work)
            print(f"{done}/{len(missing)} {len(samples) / RATE:.1f} s {line['persona']}: {line['text'][:60]}", flush=True)
    if not given.keep_orphans:
        named = {given.pack / w["persona"] / f"{key(w['text'])}.ogg" for w in wanted}
        for orphan in set(given.pack.glob("*/*.ogg")) - named:
            orphan.unlink()
    write_manifest(wanted, given.pack)
    report_oddities(wanted, given.pack)


if __name__ == "__main__":
    main()
