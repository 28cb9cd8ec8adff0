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

/// Inherent once the definitions are there.
pub trait Defined {
    const ALL: [MeasureId; 2] = [MeasureId::Length, MeasureId::RunOn];
    fn definition(self) -> crate::analysis::Definition;
}

impl Defined for MeasureId {
    fn definition(self) -> crate::analysis::Definition {
        crate::analysis::Definition {
            name: if self == Self::Length { "Length" } else { "Run-on" },
            unit: "s",
            decimals: 1,
            definition: "",
            formula: "",
            source: "",
            not_assessed: "",
        }
    }
}
