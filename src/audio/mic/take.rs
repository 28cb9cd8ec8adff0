//! One recording in progress: cut by frame number, counted, written, and kept when writing fails.
//!
//! When its microphone is lost, or it is suspended, it waits, all of it on disk, and goes on in the same file
//! with another [`Piece`], of the same device or of another one; where, and how long nothing was recorded, is
//! noted.

use std::collections::VecDeque;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::audio::api::{Suspension, TakeBlock, TakeHandle, TakeJoint, TakeSpec, TakeSummary};
use crate::audio::convert::{full_scale, to_i16};
use crate::audio::mic::Tap;
use crate::audio::mic::piece::Piece;
use crate::audio::mic::take_file::TakeFile;
use crate::audio::mic::write_behind::SyncHandle;
use crate::audio::shape::StreamShape;
use crate::audio::wav::MAX_FRAMES;
use crate::units::{Dbfs, Frames, SampleRate};

/// Sound that is kept in memory when it can't be written: 173 MB at 48 kHz.
const KEPT_IN_MEMORY: Duration = Duration::from_secs(30 * 60);

/// So long before there is no more room for it the user is told: enough to find another disk.
const TOLD_BEFORE: Duration = Duration::from_secs(2 * 60);

/// Samples wait at most this long before they are written; with the thread's tick that stays under 100 ms.
const FLUSH_EVERY: Duration = Duration::from_millis(40);

/// Why and when a take ends.
#[derive(Debug, Clone, Copy)]
pub(super) struct Finish {
    /// Frames captured before this instant belong to the take.
    pub(super) at: Instant,
    /// Not waited for longer than until then.
    pub(super) deadline: Instant,
}

/// Where a take has gone on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Resumed {
    /// Its frames before that.
    pub(super) frames: Frames,
    /// Time missing, or suspended.
    pub(super) missing: Duration,
    /// Why it was suspended, if it was.
    pub(super) why: Option<Suspension>,
}

/// A take, running or waiting to be saved.
#[derive(Debug)]
pub(super) struct Take {
    pub(super) handle: TakeHandle,
    pub(super) rate: SampleRate,
    /// When it shall begin, or go on.
    pub(super) from: Instant,
    piece: Piece,
    /// It is interrupted: since when nothing is recorded.
    cut: Option<Instant>,
    /// It waits: for a microphone, or to be resumed.
    is_away: bool,
    /// It is to be suspended here.
    pause: Option<(Finish, Suspension)>,
    /// It was suspended, and when it goes on, this is why.
    suspended: Option<Suspension>,
    /// It is suspended, or about to be: only who did so goes on with it.
    is_held: bool,
    /// It has just gone on.
    resumed: Option<Resumed>,
    pub(super) finish: Option<Finish>,
    /// Frames it may have.
    max_frames: u64,
    /// Frames it has, on disk or not.
    frames: u64,
    clips_at: f32,
    dropped_frames: u64,
    /// The fullest the ring has been, and its size, frames.
    ring: (u64, u64),
    clipped_samples: u64,
    peak: f32,
    gaps: Vec<(Frames, Duration)>,
    joints: Vec<TakeJoint>,
    /// Where it belongs by now.
    place: PathBuf,
    /// Absent when it could not even be created.
    file: Option<TakeFile>,
    /// Samples behind those in the file.
    tail: Vec<i16>,
    /// The newest samples, in the file or not, that listeners have not been told of.
    untold: Vec<i16>,
    /// Frames they have been told of.
    told: u64,
    last_flush: Instant,
    /// Writing has failed in this way: samples stay in `tail`.
    trouble: Option<io::ErrorKind>,
    /// Writing had failed and is tried again: it works when so many frames are synced.
    mended_at: Option<u64>,
    /// That there is little room left in memory was told.
    is_told: bool,
}

impl Take {
    /// Creates the file. A take whose file can't be created is kept in memory, with the error beside it.
    pub(super) fn begin(spec: TakeSpec, shape: StreamShape) -> (Self, Option<io::Error>) {
        let (file, error) = match TakeFile::create(&spec.path, shape.rate) {
            Ok(file) => (Some(file), None),
            Err(error) => (None, Some(error)),
        };
        let take = Self {
            handle: spec.handle,
            rate: shape.rate,
            from: spec.from,
            piece: Piece::new(0, shape.rate, shape.rate),
            cut: None,
            is_away: false,
            pause: None,
            suspended: None,
            is_held: false,
            resumed: None,
            finish: None,
            max_frames: max_frames(spec.max, shape.rate),
            frames: 0,
            clips_at: full_scale(shape.format),
            dropped_frames: 0,
            ring: (0, 0),
            clipped_samples: 0,
            peak: 0.0,
            gaps: Vec::new(),
            joints: Vec::new(),
            trouble: error.as_ref().map(io::Error::kind),
            place: spec.path,
            file,
            mended_at: None,
            is_told: false,
            tail: Vec::new(),
            untold: Vec::new(),
            told: 0,
            last_flush: Instant::now(),
        };
        (take, error)
    }

    pub(super) fn frames(&self) -> Frames {
        Frames(self.frames)
    }

    /// Changes its greatest length; never below what it has.
    pub(super) fn set_max(&mut self, max: Duration) {
        self.max_frames = max_frames(max, self.rate).max(self.frames);
    }

    pub(super) fn is_full(&self) -> bool {
        self.frames >= self.max_frames
    }

    /// How writing has failed, if it has.
    pub(super) fn trouble(&self) -> Option<io::ErrorKind> {
        self.trouble
    }

    pub(super) fn path(&self) -> Option<&Path> {
        self.file.as_ref().map(TakeFile::path)
    }

    /// Notes that so many frames wait in a ring of that size.
    pub(super) fn note_waiting(&mut self, frames: usize, capacity: usize) {
        self.ring = (self.ring.0.max(frames as u64), capacity as u64);
    }

    /// Takes what belongs to it of `samples`, the first of which is the stream's frame `first`, and of
    /// the losses in that stretch. Frames from `end` on don't belong to it.
    pub(super) fn take_frames(
        &mut self,
        first: u64,
        samples: &[f32],
        end: Option<u64>,
        losses: &VecDeque<(u64, u64)>,
    ) {
        let Some(begin) = self.piece.first_frame else { return };
        let skip = begin.saturating_sub(first);
        let until = end.map_or(u64::MAX, |end| end.saturating_sub(first));
        let room = self.piece.in_stream(self.max_frames - self.frames);
        let until = until.min(samples.len() as u64).min(skip.saturating_add(room));
        let Some(samples) = samples.get(skip as usize..until as usize) else { return };
        let stretch = first + skip..first + until;
        for (frame, lost) in losses.iter().filter(|(frame, _)| stretch.contains(frame)) {
            let lost = self.piece.in_file(*lost);
            let position = Frames(self.frames + self.piece.in_file(frame - stretch.start));
            self.dropped_frames += lost;
            self.gaps.push((position, Frames(lost).duration(self.rate)));
        }
        let clips = |sample: &&f32| sample.abs() >= self.clips_at;
        self.clipped_samples += samples.iter().filter(clips).count() as u64;
        let mut piece = std::mem::replace(&mut self.piece, Piece::nothing(self.rate));
        self.push(piece.convert(samples));
        self.piece = piece;
    }

    fn push(&mut self, samples: &[f32]) {
        let room = usize::try_from(self.max_frames - self.frames).unwrap_or(usize::MAX);
        let mut samples = samples.get(..room).unwrap_or(samples);
        if self.trouble.is_some() {
            let room = Frames::in_duration(KEPT_IN_MEMORY, self.rate).0 as usize;
            let (kept, lost) =
                samples.split_at(samples.len().min(room.saturating_sub(self.tail.len())));
            self.dropped_frames += lost.len() as u64;
            samples = kept;
        }
        self.peak = samples.iter().fold(self.peak, |peak, sample| peak.max(sample.abs()));
        let before = self.tail.len();
        self.tail.extend(samples.iter().map(|sample| to_i16(*sample)));
        self.untold.extend(self.tail.iter().skip(before));
        self.frames += samples.len() as u64;
    }

    /// Its first frame in the stream's count, once known.
    pub(super) fn first_frame(&self) -> Option<u64> {
        self.piece.first_frame
    }

    /// It begins, or goes on, with the stream's frame `first`, captured at `at`; `speed` is the stream's.
    pub(super) fn begin_at(&mut self, first: u64, at: Option<Instant>, speed: f64) {
        self.piece.first_frame = Some(first);
        let Some(since) = self.cut.take() else { return };
        let why = self.suspended.take();
        if self.frames > 0 {
            let missing = at.map_or(Duration::ZERO, |at| at.saturating_duration_since(since));
            let (at, lasted) = (self.frames(), missing.mul_f64(speed));
            match why {
                Some(why) => self.joints.push(TakeJoint { at, lasted, why }),
                None => self.gaps.push((at, lasted)),
            }
            self.resumed = Some(Resumed { frames: at, missing: lasted, why });
        }
    }

    /// What is captured from then on is none of it, until it is resumed.
    pub(super) fn pause(&mut self, until: Finish, why: Suspension) {
        self.is_held = true;
        if self.is_away {
            self.suspended = Some(why);
        } else {
            self.pause.get_or_insert((until, why));
        }
    }

    /// Whether it is suspended, or about to be, and only who did so goes on with it.
    pub(super) fn is_held(&self) -> bool {
        self.is_held
    }

    /// Whether it is about to be suspended.
    pub(super) fn is_pausing(&self) -> bool {
        self.pause.is_some()
    }

    /// It may be gone on with again; `false` where it is not suspended yet.
    pub(super) fn release(&mut self) -> bool {
        self.is_held = false;
        self.pause.is_none()
    }

    /// Where it ends, or is suspended, if that is known.
    pub(super) fn boundary(&self) -> Option<Finish> {
        self.pause.map(|(until, _)| until).or(self.finish)
    }

    /// Its microphone is gone: nothing was recorded since `since`, and what came from the stream's frame
    /// `end` on is none of it. Or it is suspended, which was ordered before. It waits until it is resumed.
    pub(super) fn suspend(&mut self, end: Option<u64>, since: Instant) {
        let paused = self.pause.take();
        let since = paused.map_or(since, |(until, _)| until.at);
        self.suspended = paused.map(|(_, why)| why).or(self.suspended);
        match end {
            Some(end) => self.cut_to(end),
            None => self.take_rest(),
        }
        self.piece = Piece::nothing(self.rate);
        // Cut off again before anything had come: nothing was recorded since the first time.
        self.cut.get_or_insert(since);
        self.is_away = true;
    }

    /// Whether it waits for a microphone.
    pub(super) fn is_away(&self) -> bool {
        self.is_away
    }

    /// It goes on in a stream of this shape, with the frame captured at `from` or later.
    pub(super) fn resume(&mut self, shape: StreamShape, from: Instant) {
        self.piece = Piece::new(self.frames, shape.rate, self.rate);
        self.clips_at = full_scale(shape.format);
        self.from = self.cut.map_or(from, |cut| cut.max(from));
        self.is_away = false;
    }

    /// Where it went on since last asked.
    pub(super) fn take_resumed(&mut self) -> Option<Resumed> {
        self.resumed.take()
    }

    /// Before the stream's frame `frame` so much is missing that nobody has told of.
    pub(super) fn note_hole(&mut self, frame: u64, missing: Duration) {
        let Some(length) = self.piece.length_at(frame) else { return };
        let gap = (Frames(length.min(self.frames)), missing);
        self.gaps.push(gap);
        self.gaps.sort_by_key(|(at, _)| *at);
        self.resumed = Some(Resumed { frames: gap.0, missing, why: None });
    }

    /// What the change of rate still holds back.
    fn take_rest(&mut self) {
        let rest = self.piece.rest();
        self.push(&rest);
    }

    /// Drops the frames from the stream's number `end` on.
    pub(super) fn cut_to(&mut self, end: u64) {
        self.take_rest();
        let Some(length) = self.piece.length_at(end) else { return };
        let surplus = self.frames.saturating_sub(length);
        let from_tail = surplus.min(self.tail.len() as u64);
        self.tail.truncate(self.tail.len() - from_tail as usize);
        if let Some(file) = self.file.as_mut() {
            file.shorten(surplus - from_tail);
        }
        self.frames -= surplus;
        // More than is held back has been told of already: listeners find that out by the number.
        self.untold.truncate(self.untold.len().saturating_sub(surplus as usize));
    }

    /// Hands on what has come, but for the newest `hold` frames.
    pub(super) fn tell(&mut self, tap: &Tap, hold: usize) {
        let ready = self.untold.len().saturating_sub(hold);
        let Some(samples) = self.untold.get(..ready).filter(|samples| !samples.is_empty()) else {
            return;
        };
        tap(TakeBlock { take: self.handle, rate: self.rate, first: Frames(self.told), samples });
        self.untold.drain(..ready);
        self.told += ready as u64;
    }

    /// Writes what waits, when it is time to.
    pub(super) fn flush(&mut self, now: Instant, at_once: bool) -> io::Result<()> {
        let is_due = at_once || now.duration_since(self.last_flush) >= FLUSH_EVERY;
        if self.trouble.is_some() || self.tail.is_empty() || !is_due {
            return Ok(());
        }
        self.last_flush = now;
        let Some(file) = self.file.as_mut() else { return Ok(()) };
        match file.append(&self.tail) {
            Ok(()) => self.tail.clear(),
            Err(error) => {
                self.trouble = Some(error.kind());
                self.mended_at = None;
                return Err(error);
            }
        }
        Ok(())
    }

    /// How much more memory holds of what can't be written, once when that is little.
    pub(super) fn runs_out(&mut self) -> Option<Duration> {
        let kept = Frames(self.tail.len() as u64).duration(self.rate);
        let left = KEPT_IN_MEMORY.saturating_sub(kept);
        let is_little = self.trouble.is_some() && left <= TOLD_BEFORE;
        let tells = is_little && !self.is_told;
        self.is_told = is_little;
        tells.then_some(left)
    }

    /// As if the disk had refused it.
    #[cfg(test)]
    fn fail(&mut self, kind: io::ErrorKind) {
        self.trouble = Some(kind);
    }

    /// To sync its file from another thread.
    pub(super) fn sync_handle(&self) -> Option<SyncHandle> {
        if self.trouble.is_some() { None } else { self.file.as_ref().map(TakeFile::sync_handle) }
    }

    /// `true` once when writing had failed, was tried again, and all there was then is on disk for good.
    pub(super) fn is_mended(&mut self) -> bool {
        let synced = self.file.as_ref().map_or(0, TakeFile::synced);
        self.mended_at.take_if(|goal| synced >= *goal).is_some()
    }

    /// Tries to go on writing in its own place. Folders that are gone are not made again: that is for the
    /// user to say.
    pub(super) fn write_again(&mut self) -> io::Result<()> {
        if self.file.as_mut().is_some_and(|file| file.retry().is_ok()) {
            self.trouble = None;
            self.mended_at = Some(self.frames);
            return Ok(());
        }
        let place = self.place.clone();
        self.move_to(&place)
    }

    /// Writes everything to another place and goes on there. On an error all stays as it was.
    pub(super) fn move_to(&mut self, path: &Path) -> io::Result<()> {
        if self.file.as_ref().is_some_and(TakeFile::is_whole) {
            // All of it is there under its last name: what is missing is a sync, and nobody needs it twice.
            self.trouble = None;
            return Ok(());
        }
        let mut whole = match self.file.as_mut() {
            Some(file) => file.read_back()?,
            None => Vec::new(),
        };
        whole.extend_from_slice(&self.tail);
        let mut file = TakeFile::create(path, self.rate)?;
        file.append(&whole)?;
        if let Some(old) = self.file.take() {
            file.replace(old);
        }
        self.file = Some(file);
        self.place = path.to_owned();
        self.tail.clear();
        self.trouble = None;
        self.mended_at = Some(self.frames);
        Ok(())
    }

    /// Syncs and renames. Waits for the disk.
    pub(super) fn save(&mut self) -> io::Result<TakeSummary> {
        self.take_rest();
        self.flush(Instant::now(), true)?;
        let saved = match (self.trouble, self.file.as_mut()) {
            (None, Some(file)) => file.finish().map(|()| file.path().to_owned()),
            (trouble, _) => Err(trouble.unwrap_or(io::ErrorKind::NotFound).into()),
        };
        match saved {
            Ok(path) => Ok(self.summary(path)),
            Err(error) => {
                self.trouble = Some(error.kind());
                Err(error)
            }
        }
    }

    fn summary(&self, path: PathBuf) -> TakeSummary {
        TakeSummary {
            path,
            rate: self.rate,
            frames: Frames(self.file.as_ref().map_or(0, TakeFile::frames)),
            dropped_frames: self.dropped_frames,
            ring_high_water: Frames(self.ring.0),
            ring_capacity: Frames(self.ring.1),
            clipped_samples: self.clipped_samples,
            peak: Dbfs::from_amplitude(self.peak),
            gaps: self.gaps.clone(),
            joints: self.joints.clone(),
        }
    }
}

/// No take is longer than its file can say.
fn max_frames(max: Duration, rate: SampleRate) -> u64 {
    Frames::in_duration(max, rate).0.min(MAX_FRAMES)
}

#[cfg(test)]
mod tests;
