//! A list of pacings as a TOML file: reading with checks, and writing.
//!
//! A pacing that is wrong is left out and reported; the others still load.

use serde::{Deserialize, Serialize};
use toml::Spanned;

use super::problem::line_of;
use super::{Pacing, PacingProblem};

const BUILT_IN: &str = include_str!("../../data/pacings.toml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFile {
    #[serde(default)]
    pacing: Vec<Spanned<toml::Value>>,
}

#[derive(Serialize)]
struct OutFile<'a> {
    pacing: &'a [Pacing],
}

/// The pacings of a file that can be used, and what is wrong with the rest.
#[must_use]
pub fn read_pacings(text: &str, file: &str) -> (Vec<Pacing>, Vec<PacingProblem>) {
    let raw: RawFile = match toml::from_str(text) {
        Ok(raw) => raw,
        Err(error) => return (Vec::new(), vec![PacingProblem::toml(file, text, &error)]),
    };
    let mut pacings: Vec<Pacing> = Vec::new();
    let mut problems = Vec::new();
    for spanned in raw.pacing {
        let line = Some(line_of(text, spanned.span().start));
        match read_one(spanned.into_inner(), file, &pacings) {
            Ok(pacing) => pacings.push(pacing),
            Err(found) => problems.extend(found.into_iter().map(|problem| problem.at(line))),
        }
    }
    (pacings, problems)
}

fn read_one(
    value: toml::Value,
    file: &str,
    others: &[Pacing],
) -> Result<Pacing, Vec<PacingProblem>> {
    let name = value.get("name").and_then(toml::Value::as_str).unwrap_or_default().to_owned();
    let pacing: Pacing = value.try_into().map_err(|error: toml::de::Error| {
        let called = if name.is_empty() { String::new() } else { format!(" “{name}”") };
        let what = format!("The pacing{called} can't be read: {}.", error.message());
        let remedy = "The head of the pacings that come with Greenroom explains every key.";
        vec![PacingProblem::new(file, "pacing", what, remedy)]
    })?;
    let mut problems = pacing.problems(file);
    if others.iter().any(|other| other.name == pacing.name) {
        let what = format!("The name “{}” is used twice.", pacing.name);
        problems.push(PacingProblem::new(file, "name", what, "Give this one another name."));
    }
    if problems.is_empty() { Ok(pacing) } else { Err(problems) }
}

/// The file that holds these pacings.
#[must_use]
pub fn write_pacings(pacings: &[Pacing]) -> String {
    toml::to_string(&OutFile { pacing: pacings })
        .expect("a pacing is texts, numbers and one-level tables, all of which TOML can hold")
}

impl Pacing {
    /// The pacings that come with Greenroom, gentlest first as listed in `data/pacings.toml`.
    #[must_use]
    pub fn presets() -> Vec<Self> {
        read_pacings(BUILT_IN, "data/pacings.toml").0
    }

    /// What is wrong with this pacing, each with what to do; `file` is only named.
    #[must_use]
    pub fn problems(&self, file: &str) -> Vec<PacingProblem> {
        let name = &self.name;
        let flaws = self.flaws().into_iter();
        flaws
            .map(|flaw| {
                let what = if name.trim().is_empty() {
                    flaw.sentence().to_owned()
                } else {
                    format!("“{name}”: {}", flaw.sentence())
                };
                PacingProblem::new(file, flaw.key(), what, flaw.remedy())
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn the_eight_presets_are_valid_and_in_order() {
        let (presets, problems) = read_pacings(BUILT_IN, "data/pacings.toml");
        assert_eq!(problems, []);
        let names: Vec<_> = presets.iter().map(|pacing| pacing.name.as_str()).collect();
        assert_eq!(
            names,
            [
                "Warm-up",
                "Friendly live",
                "Neutral panel",
                "Brisk screener",
                "One-way 30/90",
                "One-way 30/180",
                "Cold and quiet",
                "Unhurried"
            ]
        );
    }

    #[test]
    fn pacings_survive_being_written_in_toml_and_json() {
        let mut presets = Pacing::presets();
        presets[0].silence_ends = Some(Duration::from_secs(9));
        presets[1].chime = true;
        let text = write_pacings(&presets);
        assert_eq!(read_pacings(&text, "own.toml"), (presets.clone(), vec![]), "{text}");
        for pacing in presets {
            let json = serde_json::to_string(&pacing).expect("can be written");
            assert_eq!(serde_json::from_str::<Pacing>(&json).expect("can be read"), pacing);
        }
    }

    #[test]
    fn each_value_out_of_range_is_named_with_its_line_and_the_rest_still_loads() {
        for (key, right, wrong) in [
            ("speech_wpm", "speech_wpm = 165", "speech_wpm = 300"),
            ("hold_secs", "hold_secs = 5", "hold_secs = 31"),
            ("answer", "answer = [60, 120]", "answer = [120, 60]"),
            ("takes", "takes = 1", "takes = 0"),
            ("silence_ends_secs", "takes = 1", "takes = 1\nsilence_ends_secs = 7.9"),
            ("stop", "stop = \"off\"", "stop = { at = \"hard\", secs = 5 }"),
            ("pacing", "clock = \"shown\"", "clock = \"maybe\""),
            ("pacing", "clock = \"shown\"", "clock = \"shown\"\ncolour = 1"),
            ("pacing", "between_secs = 2", "between_secs = -2"),
            ("name", "name = \"Cold and quiet\"", "name = \"Warm-up\""),
        ] {
            let at = BUILT_IN.find("name = \"Cold and quiet\"").expect("is there");
            let (before, from) = BUILT_IN.split_at(at);
            let text = format!("{before}{}", from.replacen(right, wrong, 1));
            let (pacings, problems) = read_pacings(&text, "own.toml");
            assert_eq!(pacings.len(), 7, "{key}: {problems:?}");
            assert_eq!(problems[0].key, key, "{problems:?}");
            let line = line_of(BUILT_IN, at) - 1;
            assert_eq!(problems[0].line, Some(line), "{problems:?}");
        }
    }

    #[test]
    fn a_file_that_is_no_toml_gives_its_line() {
        let (pacings, problems) = read_pacings("[[pacing]]\nname = \"A\n", "own.toml");
        assert!(pacings.is_empty());
        assert_eq!(problems[0].line, Some(2));
    }
}
