//! A take in progress: where it goes and what will be written beside it.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use jiff::ZonedDateTime;

use crate::analysis::DEAD_PEAK;
use crate::audio::{Suspension, TakeHandle, TakeJoint, TakeSpec, TakeSummary};
use crate::interview::{Mark, MarkKind, Pacing, TakeEnd, TakeId, TakeSource};
use crate::rehearsal::records::{
    end_word, joint_word, mark_record, pacing_change, stamp, take_part,
};
use crate::rehearsal::scribe::Page;
use crate::store::{
    DeviceRecord, GapRecord, JointRecord, MarkRecord, SessionFolder, StoreError, TakePaths,
    TakeRecord,
};
use crate::units::Frames;

/// Each of the places twice.
const MOST_ATTEMPTS: usize = 6;

/// A take in progress.
pub(super) struct Taking {
    /// The machine's name for it.
    pub id: TakeId,
    /// Its last writing failed: it is in memory.
    pub failed: bool,
    /// It was suspended and goes on when it is resumed.
    pub suspended: bool,
    /// Since when it is being saved.
    pub ended: Option<Instant>,
    paths: TakePaths,
    max: Duration,
    record: TakeRecord,
    /// Name of the microphone it comes from now.
    microphone: String,
    /// Other places tried.
    attempts: usize,
    /// Those that it was given.
    given: Vec<PathBuf>,
}

impl Taking {
    /// Decides where it is filed; nothing is recorded yet.
    pub(super) fn begin(
        id: TakeId,
        source: TakeSource,
        session: &SessionFolder,
        pacing: &Pacing,
        device: DeviceRecord,
    ) -> Self {
        let part = take_part(source.part);
        let paths = session.take_paths(source.position, &source.question_id, part, source.take);
        let file = paths.wav.file_name().map(|name| name.to_string_lossy().into_owned());
        let microphone = device.name.clone();
        let record = TakeRecord {
            file: file.unwrap_or_default(),
            position: source.position,
            asked: source.asked,
            began: stamp(&ZonedDateTime::now()),
            pacings: vec![pacing_change(Duration::ZERO, pacing, Some(source.band))],
            // What a crash leaves behind says so.
            ended_by: TakeRecord::RECORDING.to_owned(),
            // The one open now: by the time the take is saved there may be another.
            device,
            ..TakeRecord::new(source.question_id, part, source.take)
        };
        Self {
            id,
            failed: false,
            suspended: false,
            ended: None,
            paths,
            max: source.max,
            record,
            microphone,
            attempts: 0,
            given: Vec::new(),
        }
    }

    /// What the recorder is to do.
    pub(super) fn spec(&self, handle: TakeHandle, from: Instant) -> TakeSpec {
        TakeSpec { handle, path: self.paths.wav.clone(), from, max: self.max }
    }

    /// Another place for its sound, since its own can't be written; each time another one.
    pub(super) fn another_place(&mut self, session: &SessionFolder) -> Result<PathBuf, StoreError> {
        self.attempts += 1;
        let paths = session.another_place(&self.paths, self.attempts - 1)?;
        Ok(self.go_to(paths))
    }

    /// A place for its sound in a folder that the user chose.
    pub(super) fn place_in(
        &mut self,
        session: &SessionFolder,
        folder: &Path,
    ) -> Result<PathBuf, StoreError> {
        self.attempts += 1;
        let paths = session.place_in(&self.paths, folder)?;
        Ok(self.go_to(paths))
    }

    fn go_to(&mut self, paths: TakePaths) -> PathBuf {
        self.failed = false;
        self.given.push(paths.wav.clone());
        self.paths = paths;
        self.paths.wav.clone()
    }

    /// Whether it was given this place, for want of its own.
    pub(super) fn was_given(&self, wav: &Path) -> bool {
        self.given.iter().any(|given| given == wav)
    }

    /// Whether it was placed somewhere below this folder.
    pub(super) fn is_in(&self, folder: &Path) -> bool {
        self.paths.wav.starts_with(folder)
    }

    /// Whether it waits for a place, and one may still be found.
    pub(super) fn wants_a_place(&self) -> bool {
        self.failed && self.attempts < MOST_ATTEMPTS && !self.is_in_place()
    }

    /// Whether its file is whole under its last name: what failed is to make that last, and nobody needs it twice.
    pub(super) fn is_in_place(&self) -> bool {
        self.paths.wav.is_file()
    }

    /// How it ends; the first reason counts.
    pub(super) fn end_with(&mut self, end: TakeEnd) {
        self.ended.get_or_insert_with(Instant::now);
        if self.record.ended_by == TakeRecord::RECORDING {
            end_word(end).clone_into(&mut self.record.ended_by);
        }
    }

    /// Its end was taken back: it is kept as one given up for another.
    pub(super) fn give_up(&mut self) {
        end_word(TakeEnd::Retaken).clone_into(&mut self.record.ended_by);
    }

    /// Notes something at a time of it.
    pub(super) fn mark(&mut self, mark: &Mark) {
        if let MarkKind::PacingSwitched(pacing, band) = &mark.what {
            self.record.pacings.push(pacing_change(mark.at, pacing, Some(*band)));
        }
        self.record.marks.push(mark_record(mark));
    }

    /// Notes something that only the outside knows of.
    pub(super) fn note(&mut self, at: Duration, what: &str) {
        let (at_secs, what) = (at.as_secs_f64(), what.to_owned());
        self.record.marks.push(MarkRecord { at_secs, what, text: String::new() });
    }

    /// It goes on behind `frames` that last `recorded`, with time missing before the next, or suspended if
    /// there is a reason `why`, from this microphone.
    pub(super) fn resumed(
        &mut self,
        why: Option<Suspension>,
        frames: Frames,
        recorded: Duration,
        missing: Duration,
        microphone: &str,
    ) {
        match why {
            Some(why) => {
                let joint = TakeJoint { at: frames, lasted: missing, why };
                self.record.joints.push(joint_record(&joint));
            }
            None => self.record.gaps.push(gap_record(&(frames, missing))),
        }
        if self.microphone != microphone {
            microphone.clone_into(&mut self.microphone);
            self.record.marks.push(MarkRecord {
                at_secs: recorded.as_secs_f64(),
                what: "microphone".to_owned(),
                text: microphone.to_owned(),
            });
        }
    }

    /// All that the recorder knows of it.
    pub(super) fn conclude(&mut self, summary: &TakeSummary) {
        let record = &mut self.record;
        record.rate_hz = summary.rate.hz();
        record.frames = summary.frames.0;
        record.dropped_frames = summary.dropped_frames;
        record.ring_high_water_frames = Some(summary.ring_high_water.0);
        record.clipped_samples = summary.clipped_samples;
        record.peak_dbfs = summary.peak.0;
        record.gaps = summary.gaps.iter().map(gap_record).collect();
        record.joints = summary.joints.iter().map(joint_record).collect();
        if record.ended_by == TakeRecord::RECORDING {
            "stopped-by-itself".clone_into(&mut record.ended_by);
        }
        if summary.frames.0 > 0 && summary.peak <= DEAD_PEAK {
            self.note(Duration::ZERO, "nothing-heard");
        }
        // The recorder has the last word on the name; what is known of it lies beside it.
        if let Some(name) = summary.path.file_name() {
            self.record.file = name.to_string_lossy().into_owned();
        }
        self.paths =
            TakePaths { wav: summary.path.clone(), sidecar: summary.path.with_extension("json") };
    }

    /// The name of its file.
    pub(super) fn name(&self) -> String {
        self.paths.wav.file_name().unwrap_or_default().to_string_lossy().into_owned()
    }

    /// What is known of it so far.
    pub(super) fn record(&self) -> &TakeRecord {
        &self.record
    }

    /// Where that is kept.
    pub(super) fn sidecar(&self) -> &Path {
        &self.paths.sidecar
    }

    /// The sidecar of a take that runs.
    pub(super) fn begun(&self) -> Page {
        Page::Begun(self.paths.clone(), Box::new(self.record.clone()))
    }

    /// The sidecar as it is now.
    pub(super) fn page(&self) -> Page {
        Page::Take(self.paths.clone(), Box::new(self.record.clone()))
    }
}

fn joint_record(joint: &TakeJoint) -> JointRecord {
    JointRecord {
        at_frame: joint.at.0,
        lasted_secs: joint.lasted.as_secs_f64(),
        why: joint_word(joint.why).to_owned(),
    }
}

fn gap_record((at, missing): &(Frames, Duration)) -> GapRecord {
    GapRecord { at_frame: at.0, missing_secs: missing.as_secs_f64() }
}
