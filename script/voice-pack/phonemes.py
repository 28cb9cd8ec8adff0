"""Text to the phonemes that the Kokoro model was trained on.

espeak-ng (run as a program, for authoring only) gives IPA; a table turns it into the model's own
alphabet: one letter for each diphthong and affricate, no length marks, r-coloured vowels written out.
"""
import re
import subprocess

PUNCTUATION = ".,;:?!"

# Order matters: longer spellings first.
COMMON = [
    ("ə^l", "ᵊl"), ("ʔˌn̩", "tᵊn"), ("ʔn̩", "tᵊn"), ("ʔn", "tᵊn"), ("n̩", "ᵊn"), ("l̩", "ᵊl"),
    ("a^ɪ", "I"), ("a^ʊ", "W"), ("d^ʒ", "ʤ"), ("e^ɪ", "A"), ("t^ʃ", "ʧ"), ("ɔ^ɪ", "Y"),
    ("ʔ", "t"), ("ʲ", "j"), ("r", "ɹ"), ("x", "k"), ("ç", "k"), ("ɐ", "ə"), ("ɬ", "l"), ("̃", ""),
]
AMERICAN = [("o^ʊ", "O"), ("ɚ", "əɹ"), ("ɜ^ː", "ɜː"), ("ɜːɹ", "ɜɹ"), ("ɜː", "ɜɹ"), ("ɪ^ə", "iə"), ("ɾ", "T")]
BRITISH = [("ə^ʊ", "Q"), ("o^ʊ", "Q"), ("e^ə", "ɛː"), ("i^ə", "ɪə")]


def espeak(clause, accent):
    """The IPA of one clause; `accent` is espeak-ng's name of it. The text is an argument, never a shell's."""
    run = subprocess.run(
        ["espeak-ng", "-q", "--ipa=3", "--tie=^", "-v", accent, "--", clause],
        capture_output=True, text=True, check=True,
    )
    return " ".join(run.stdout.split()).replace("‍", "").replace("_", "")


def phonemes(sentence, voice):
    """The model's spelling of a sentence for a voice; voices that begin with `b` are British."""
    british = voice.startswith("b")
    accent, own = ("en-gb", BRITISH) if british else ("en-us", AMERICAN)
    spelled = ""
    for words, mark in re.findall(r"([^.,;:?!]+)([.,;:?!]?)", sentence):
        if not words.strip():
            continue
        part = espeak(words.strip(), accent)
        for old, new in COMMON + own:
            part = part.replace(old, new)
        part = part.replace("^", "").replace("ɹɹ", "ɹ")
        if not british:
            part = part.replace("ː", "")
        spelled += (" " if spelled else "") + part + mark
    return spelled
