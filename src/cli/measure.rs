//! `greenroom measure`: what can be known of a recording, any WAV.

use std::path::Path;

use anyhow::bail;
use serde_json::{Value, json};

use crate::analysis::{Gap, MeasureId, Measures};
use crate::audio::wav::{self, WavInfo};
use crate::cli::args::Measure;
use crate::cli::open_store;
use crate::cli::text::print_json;
use crate::rehearsal::measuring::{BandSecs, gaps_of, measure_file};
use crate::rehearsal::outfit;
use crate::store::{Settings, TakeRecord, read_outside};

/// Notes of a take are no larger, in bytes.
const MOST_NOTES_BYTES: u64 = 16 << 20;

/// Rates that speech is recorded at, in hertz: a telephone's to a studio's.
const RATES_HZ: std::ops::RangeInclusive<u32> = 8_000..=192_000;

pub(super) fn run(args: &Measure) -> anyhow::Result<()> {
    let band = args.min.zip(args.max);
    if let Some((least, most)) = band
        && least > most
    {
        bail!(
            "An answer can't be at least {least} s and at most {most} s long; give --min below --max."
        );
    }
    let info = check(&args.file)?;
    // Measured as in Review: the thresholds are the user's. Where there is no place for settings, the usual.
    let settings = open_store(None).map_or_else(|_no_home| Settings::default(), |s| s.settings());
    let thresholds = outfit::thresholds(&settings.measures);
    let gaps = noted_gaps(&args.file, info);
    let Some(analysis) = measure_file(&args.file, thresholds, band, &gaps, |_share| true)? else {
        bail!("Measuring was given up: {}", args.file.display());
    };
    if args.json {
        return print_json(&report(&args.file, info, band, &analysis.measures));
    }
    say!("{}", about(info))?;
    for line in lines(&analysis.measures) {
        say!("{line}")?;
    }
    Ok(())
}

/// Where a take was interrupted, by the notes that lie beside it; none for any other sound, and none for a take that
/// another program has changed.
fn noted_gaps(file: &Path, info: WavInfo) -> Vec<Gap> {
    let notes = read_outside(&file.with_extension("json"), MOST_NOTES_BYTES).ok();
    let record = notes.and_then(|notes| serde_json::from_slice::<TakeRecord>(&notes).ok());
    let is_its = |record: &TakeRecord| file.file_name().is_some_and(|name| name == &*record.file);
    let is_as_noted = |record: &TakeRecord| {
        let is_as_long = record.frames == 0 || record.frames == info.frames.0;
        is_as_long && record.rate_hz == info.rate.hz()
    };
    record.filter(is_its).filter(is_as_noted).map_or_else(Vec::new, |record| gaps_of(&record))
}

/// What the file is, if it can be measured.
fn check(file: &Path) -> anyhow::Result<WavInfo> {
    let info = wav::info(file)?;
    let rate = info.rate.hz();
    if !RATES_HZ.contains(&rate) {
        bail!(
            "Only sound of 8,000 to 192,000 Hz can be measured, this has {rate}: {}",
            file.display()
        );
    }
    if info.channels > 2 {
        bail!(
            "Only sound of one or two channels can be measured, this has {}: {}",
            info.channels,
            file.display()
        );
    }
    if info.frames.0 == 0 {
        bail!("There is no sound in this file: {}", file.display());
    }
    Ok(info)
}

fn about(info: WavInfo) -> String {
    let channels =
        if info.channels == 1 { "mono" } else { "stereo, the channel that is spoken into" };
    let secs = info.frames.duration(info.rate).as_secs_f64();
    format!("{secs:.2} s, {} Hz, {channels}", info.rate.hz())
}

/// A measure as people read it: its name, and its value or why there is none.
fn read(measures: &Measures, id: MeasureId) -> Option<(&'static str, String)> {
    let about = id.definition();
    let least = if measures.is_at_least(id) { "at least " } else { "" };
    let value = match measures.value(id)? {
        // Beyond full scale, which only files of floats can be.
        Ok(value) if id == MeasureId::Peak && value > 0.0 => {
            format!("{value:+.*} {}", about.decimals, about.unit)
        }
        Ok(value) => format!("{least}{value:.*} {}", about.decimals, about.unit),
        Err(why) => format!("not assessed: {}", why.reason()),
    };
    Some((about.name, value.trim_end().to_owned()))
}

/// All measures in one line.
pub(super) fn line(measures: &Measures) -> String {
    let known = MeasureId::ALL.into_iter().filter_map(|id| read(measures, id));
    let all = known.map(|(name, value)| format!("{name} {value}"));
    all.collect::<Vec<_>>().join(" · ")
}

/// All measures as people read them, then the pauses that are listed.
fn lines(measures: &Measures) -> Vec<String> {
    let known = MeasureId::ALL.into_iter().filter_map(|id| read(measures, id));
    let mut all: Vec<String> = known.map(|(name, value)| format!("  {name:<22} {value}")).collect();
    for pause in &measures.pauses {
        if pause.secs() >= measures.thresholds.listed_secs {
            let least = if measures.is_cut(*pause) { "at least " } else { "" };
            all.push(format!("  Pause of {least}{:.1} s at {}", pause.secs(), at(pause.from_secs)));
        }
    }
    if let Some(run_on) = measures.run_on {
        let (from, to) = (at(run_on.from_secs), at(run_on.to_secs));
        all.push(format!("  Runs on from {from} to {to}"));
    }
    if let Some(trails) = measures.trails_off_at {
        all.push(format!("  Trails off most at {}", at(trails.from_secs)));
    }
    for gap in &measures.gaps {
        if gap.is_joint {
            let lasted = match gap.missing_secs {
                0.0 => String::new(),
                secs => format!(", for {secs:.1} s"),
            };
            all.push(format!("  Suspended at {}{lasted}", at(gap.at_secs)));
            continue;
        }
        let missing = match gap.missing_secs {
            0.0 => "some time is missing".to_owned(),
            secs => format!("about {secs:.1} s are missing"),
        };
        all.push(format!("  Interrupted at {}: {missing}", at(gap.at_secs)));
    }
    all
}

/// `1:05.3` for 65.3 seconds.
fn at(secs: f64) -> String {
    let tenths = (secs.max(0.0) * 10.0).round() as u64;
    format!("{}:{:02}.{}", tenths / 600, tenths / 10 % 60, tenths % 10)
}

fn report(file: &Path, info: WavInfo, band: Option<BandSecs>, measures: &Measures) -> Value {
    let mut report = fields(measures);
    if let Some(fields) = report.as_object_mut() {
        fields.insert("file".to_owned(), json!(file));
        fields.insert("rate_hz".to_owned(), json!(info.rate.hz()));
        fields.insert("channels".to_owned(), json!(info.channels));
        fields.insert("frames".to_owned(), json!(info.frames.0));
        fields.insert("band_secs".to_owned(), json!(band.map(|(least, most)| [least, most])));
    }
    report
}

/// All measures as programs read them: each has a value in its unit, or the reason why not.
pub(super) fn fields(measures: &Measures) -> Value {
    let known = MeasureId::ALL.into_iter().filter_map(|id| Some((id, measures.value(id)?)));
    let values: Vec<Value> = known
        .map(|(id, value)| {
            let about = id.definition();
            json!({
                "id": id,
                "name": about.name,
                "unit": about.unit,
                "value": value.ok(),
                "at_least": measures.is_at_least(id),
                "not_assessed": value.err().map(|why| why.reason()),
            })
        })
        .collect();
    json!({
        "version": measures.version,
        "thresholds": measures.thresholds,
        "measures": values,
        "speech": measures.speech,
        "pauses": measures.pauses,
        "run_on": measures.run_on,
        "trails_off_at": measures.trails_off_at,
        "gaps": measures.gaps,
    })
}
