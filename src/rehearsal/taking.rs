//! A take in progress: where it goes and what will be written beside it.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use jiff::ZonedDateTime;

use crate::audio::{TakeHandle, TakeSpec, TakeSummary};
use crate::interview::{Mark, MarkKind, Pacing, TakeEnd, TakeId, TakeSource};
use crate::rehearsal::records::{end_word, mark_record, pacing_change, stamp, take_part};
use crate::rehearsal::scribe::Page;
use crate::store::{DeviceRecord, GapRecord, SessionFolder, TakePaths, TakeRecord};

/// A take in progress.
pub(super) struct Taking {
    /// The machine's name for it.
    pub id: TakeId,
    paths: TakePaths,
    max: Duration,
    record: TakeRecord,
}

impl Taking {
    /// Decides where it is filed; nothing is recorded yet.
    pub(super) fn begin(
        id: TakeId,
        source: TakeSource,
        session: &SessionFolder,
        pacing: &Pacing,
    ) -> Self {
        let part = take_part(source.part);
        let paths = session.take_paths(source.position, &source.question_id, part, source.take);
        let file = paths.wav.file_name().map(|name| name.to_string_lossy().into_owned());
        let record = TakeRecord {
            schema: TakeRecord::SCHEMA,
            file: file.unwrap_or_default(),
            position: source.position,
            question_id: source.question_id,
            asked: source.asked,
            part,
            take: source.take,
            began: stamp(&ZonedDateTime::now()),
            pacings: vec![pacing_change(Duration::ZERO, pacing)],
            // What a crash leaves behind says so.
            ended_by: "recording".to_owned(),
            device: DeviceRecord::default(),
            rate_hz: 0,
            frames: 0,
            dropped_frames: 0,
            clipped_samples: 0,
            peak_dbfs: crate::units::Dbfs::FLOOR.0,
            gaps: Vec::new(),
            marks: Vec::new(),
            rating: None,
            notes: String::new(),
            points: Vec::new(),
            other: std::collections::BTreeMap::new(),
        };
        Self { id, paths, max: source.max, record }
    }

    /// What the recorder is to do.
    pub(super) fn spec(&self, handle: TakeHandle, from: Instant) -> TakeSpec {
        TakeSpec { handle, path: self.paths.wav.clone(), from, max: self.max }
    }

    /// Where its sound goes.
    pub(super) fn wav(&self) -> PathBuf {
        self.paths.wav.clone()
    }

    /// How it ends; the first reason counts.
    pub(super) fn end_with(&mut self, end: TakeEnd) {
        if self.record.ended_by == "recording" {
            end_word(end).clone_into(&mut self.record.ended_by);
        }
    }

    /// Notes something at a time of it.
    pub(super) fn mark(&mut self, mark: &Mark) {
        if let MarkKind::PacingSwitched(pacing) = &mark.what {
            self.record.pacings.push(pacing_change(mark.at, pacing));
        }
        self.record.marks.push(mark_record(mark));
    }

    /// All that the recorder knows of it.
    pub(super) fn conclude(&mut self, summary: &TakeSummary, device: &DeviceRecord) {
        let record = &mut self.record;
        record.device.clone_from(device);
        record.rate_hz = summary.rate.hz();
        record.frames = summary.frames.0;
        record.dropped_frames = summary.dropped_frames;
        record.clipped_samples = summary.clipped_samples;
        record.peak_dbfs = summary.peak.0;
        record.gaps = summary
            .gaps
            .iter()
            .map(|(at, missing)| GapRecord { at_frame: at.0, missing_secs: missing.as_secs_f64() })
            .collect();
        if record.ended_by == "recording" {
            "stopped-by-itself".clone_into(&mut record.ended_by);
        }
        if let Some(name) = summary.path.file_name() {
            record.file = name.to_string_lossy().into_owned();
        }
    }

    /// The sidecar of a take that begins.
    pub(super) fn begun(&self) -> Page {
        Page::Begun(self.paths.clone(), Box::new(self.record.clone()))
    }

    /// The sidecar as it is now.
    pub(super) fn page(&self) -> Page {
        Page::Take(self.paths.clone(), Box::new(self.record.clone()))
    }
}
