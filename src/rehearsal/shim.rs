//! Stands in until the analyser and the streaming reader are there.

use crate::analysis::{MeasureId, Measures, NotAssessed, Overview, OverviewBuilder, Thresholds};
use crate::units::SampleRate;

pub struct Analyser {
    rate: SampleRate,
    thresholds: Thresholds,
    builder: OverviewBuilder,
    frames: u64,
}

pub struct Analysis {
    pub overview: Overview,
    pub measures: Measures,
}

impl Analyser {
    pub fn new(rate: SampleRate, thresholds: Thresholds, _clips_at: f32) -> Self {
        Self { rate, thresholds, builder: OverviewBuilder::new(), frames: 0 }
    }

    pub fn push(&mut self, samples: &[f32]) {
        self.frames += samples.len() as u64;
        self.builder.push(samples);
    }

    pub fn finish(self, band: Option<(f64, f64)>) -> Analysis {
        let length = self.frames as f64 / f64::from(self.rate.hz());
        let values = [
            (MeasureId::Length, Ok(length)),
            (MeasureId::RunOn, band.map(|_| 0.0).ok_or(NotAssessed::NoBand)),
        ];
        let measures = Measures {
            version: Measures::VERSION,
            thresholds: self.thresholds,
            values: values.into_iter().collect(),
            speech: Vec::new(),
            pauses: Vec::new(),
            run_on: None,
            trails_off_at: None,
        };
        Analysis { overview: self.builder.finish(), measures }
    }
}

pub fn to_bytes(overview: &Overview) -> Vec<u8> {
    overview.peaks().iter().flat_map(|p| [p.min, p.max]).flat_map(f32::to_le_bytes).collect()
}

pub fn from_bytes(bytes: &[u8]) -> Option<Overview> {
    let samples: Vec<f32> = bytes.as_chunks().0.iter().map(|b| f32::from_le_bytes(*b)).collect();
    Some(Overview::of(&samples))
}
