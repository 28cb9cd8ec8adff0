//! What is wrong with a microphone while an answer is recorded, found out from its levels.
//!
//! Lengths are of what is recorded, so that a computer that stands still is no silence.

use std::time::Duration;

use crate::analysis::DEAD_PEAK;
use crate::audio::TakeHandle;
use crate::interview::SPEECH_THRESHOLD;
use crate::units::Dbfs;

/// A room with nobody speaking in it is not so silent for so long: the microphone is muted or dead. With what
/// it takes to be told, within two seconds.
const SURELY_DEAD: Duration = Duration::from_millis(1_400);

/// The same for a microphone that is switched off between words by whatever takes its noise away: people think
/// that long.
const SURELY_DEAD_IF_GATED: Duration = Duration::from_secs(4);

/// Silences of this length that end by themselves are such a switch's: shorter ones lie within words, longer ones
/// may be a person's who switched it off.
const GATED: std::ops::RangeInclusive<Duration> =
    Duration::from_millis(250)..=Duration::from_millis(1_200);

/// So many of them, and it is one.
const GATES: u32 = 3;

/// Nobody waits longer with the first word of an answer without being told that none was heard yet.
const FIRST_WORD: Duration = Duration::from_secs(7);

/// From this amplitude on a sample is cut off, or as good as.
const CUT_OFF: Dbfs = Dbfs(-0.1);

/// So many moments cut off within [`CUT_OFF_WITHIN`], each this far from the last, are no slip.
const CUT_OFFS: usize = 4;
const CUT_OFF_WITHIN: Duration = Duration::from_secs(8);
const CUT_OFF_APART: Duration = Duration::from_millis(250);

/// It is over when it was not cut off for so long.
const CUT_OFF_NO_MORE: Duration = Duration::from_secs(4);

/// What is wrong with the microphone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MicFault {
    /// Nothing but zeros come from it: it is muted or dead.
    Silent,
    /// It gives sound, and no voice since the answer began.
    NoVoice,
    /// It is cut off again and again.
    TooLoud,
}

impl MicFault {
    /// A short sentence, with what to do.
    #[must_use]
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::Silent => {
                "The microphone gives nothing but silence. Check that it is not muted, or choose another one."
            }
            Self::NoVoice => {
                "No voice is heard yet. Come closer, or check which microphone is in use."
            }
            Self::TooLoud => {
                "Too loud: your voice is distorted. Move back, or lower the input level."
            }
        }
    }

    /// Whether what was said meanwhile is lost, so that the answer can be begun again.
    #[must_use]
    pub const fn is_unheard(self) -> bool {
        matches!(self, Self::Silent | Self::NoVoice)
    }
}

/// Listens to one take after the other.
#[derive(Debug, Default)]
pub(super) struct Hearing {
    /// Silences that ended by themselves, in all takes: the microphone is the same.
    gates: u32,
    /// The take that is listened to: one that is still being ended is not.
    handle: Option<TakeHandle>,
    take: Listened,
}

/// What is known of the take.
#[derive(Debug, Default)]
struct Listened {
    /// Length when last looked.
    length: Duration,
    /// Where the last sound was that is none of a dead microphone.
    sound: Option<Duration>,
    /// A voice was heard in it.
    has_voice: bool,
    /// Moments at which it was cut off, not long ago.
    cut_offs: Vec<Duration>,
    fault: Option<MicFault>,
    /// Where it was last in fault so that nobody was heard.
    unheard: Option<Duration>,
}

/// After a microphone is heard again an answer can be begun again for so long: the person who switched it on has
/// to find the key.
const BEGINS_AGAIN_WITHIN: Duration = Duration::from_secs(10);

impl Hearing {
    /// Another take begins.
    pub(super) fn begin(&mut self, handle: TakeHandle) {
        self.handle = Some(handle);
        self.take = Listened::default();
    }

    /// Whether this take is listened to.
    pub(super) fn is_about(&self, handle: TakeHandle) -> bool {
        self.handle == Some(handle)
    }

    /// So much of the take is recorded by now; `peak` is the loudest sample since this was told last, and `voice`
    /// whether a voice was found in it, if that is known.
    pub(super) fn hear(&mut self, length: Duration, peak: Dbfs, voice: Option<bool>) {
        if length <= self.take.length && peak.0 <= DEAD_PEAK.0 {
            // Nothing has come.
            return;
        }
        self.note_silence(length, peak);
        let take = &mut self.take;
        take.length = take.length.max(length);
        if peak > DEAD_PEAK {
            take.sound = Some(take.length);
        }
        take.has_voice |= voice.unwrap_or(peak >= SPEECH_THRESHOLD);
        take.note_cut_off(peak);
        let fault = self.judge();
        let take = &mut self.take;
        if fault.is_some_and(MicFault::is_unheard) {
            take.unheard = Some(take.length);
        }
        take.fault = fault;
    }

    /// Counts silences that end by themselves.
    fn note_silence(&mut self, length: Duration, peak: Dbfs) {
        let take = &self.take;
        if let Some(last) = take.sound
            && peak > DEAD_PEAK
            && take.fault.is_none()
            && GATED.contains(&length.saturating_sub(last))
        {
            self.gates = self.gates.saturating_add(1);
        }
    }

    fn judge(&self) -> Option<MicFault> {
        let take = &self.take;
        let silent = take.length.saturating_sub(take.sound.unwrap_or_default());
        let limit = if self.gates >= GATES { SURELY_DEAD_IF_GATED } else { SURELY_DEAD };
        if silent >= limit {
            Some(MicFault::Silent)
        } else if !take.has_voice && take.length >= FIRST_WORD {
            Some(MicFault::NoVoice)
        } else if take.is_cut_off() {
            Some(MicFault::TooLoud)
        } else {
            None
        }
    }

    /// What is wrong now.
    pub(super) fn fault(&self) -> Option<MicFault> {
        self.take.fault
    }

    /// Whether nobody is heard, or was not until a moment ago.
    pub(super) fn is_unheard(&self) -> bool {
        let take = &self.take;
        take.unheard.is_some_and(|last| take.length.saturating_sub(last) <= BEGINS_AGAIN_WITHIN)
    }
}

impl Listened {
    fn note_cut_off(&mut self, peak: Dbfs) {
        let now = self.length;
        let apart = |last: &Duration| now.saturating_sub(*last) >= CUT_OFF_APART;
        if peak >= CUT_OFF && self.cut_offs.last().is_none_or(apart) {
            self.cut_offs.push(now);
        }
        self.cut_offs.retain(|at| now.saturating_sub(*at) <= CUT_OFF_WITHIN);
    }

    fn is_cut_off(&self) -> bool {
        let since = |at: &Duration| self.length.saturating_sub(*at);
        let enough = if self.fault == Some(MicFault::TooLoud) { 1 } else { CUT_OFFS };
        self.cut_offs.len() >= enough
            && self.cut_offs.last().is_some_and(|at| since(at) < CUT_OFF_NO_MORE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DEAD: Dbfs = Dbfs::FLOOR;
    const ROOM: Dbfs = Dbfs(-62.0);
    const SPEECH: Dbfs = Dbfs(-18.0);

    /// Hears so much of it, in looks of 25 ms.
    fn hear(hearing: &mut Hearing, secs: f64, peak: Dbfs, voice: Option<bool>) {
        let until = hearing.take.length + Duration::from_secs_f64(secs);
        while hearing.take.length < until {
            let length = hearing.take.length + Duration::from_millis(25);
            hearing.hear(length, peak, voice);
        }
    }

    fn told(parts: &[(f64, Dbfs)]) -> Vec<Option<MicFault>> {
        let mut hearing = Hearing::default();
        let told = parts.iter().map(|(secs, peak)| {
            hear(&mut hearing, *secs, *peak, None);
            hearing.fault()
        });
        told.collect()
    }

    #[test]
    fn a_muted_microphone_is_told_in_time_at_the_beginning_and_in_the_middle() {
        let silent = Some(MicFault::Silent);
        assert_eq!(told(&[(1.3, DEAD), (0.2, DEAD)]), [None, silent]);
        assert_eq!(told(&[(5.0, SPEECH), (1.5, DEAD), (0.1, SPEECH)]), [None, silent, None]);
        // Heard again, it is told no more, also where only the room is heard.
        assert_eq!(told(&[(1.5, DEAD), (0.1, ROOM)]), [silent, None]);
    }

    #[test]
    fn an_answer_without_a_first_word_is_told_and_thinking_in_the_middle_is_not() {
        let no_voice = Some(MicFault::NoVoice);
        assert_eq!(told(&[(6.9, ROOM), (0.2, ROOM), (0.1, SPEECH)]), [None, no_voice, None]);
        assert_eq!(told(&[(3.0, ROOM), (0.2, SPEECH), (60.0, ROOM)]), [None, None, None]);
    }

    #[test]
    fn a_detector_of_voice_has_the_last_word_over_levels() {
        let mut loud_noise = Hearing::default();
        hear(&mut loud_noise, 7.1, SPEECH, Some(false));
        assert_eq!(loud_noise.fault(), Some(MicFault::NoVoice));
        let mut whisper = Hearing::default();
        hear(&mut whisper, 7.1, Dbfs(-58.0), Some(true));
        assert_eq!(whisper.fault(), None);
    }

    #[test]
    fn a_microphone_that_is_off_between_words_is_given_time_to_think() {
        let mut words = [(0.6, SPEECH), (0.4, DEAD)].repeat(4);
        words.extend([(0.6, SPEECH), (3.0, DEAD)]);
        assert_eq!(told(&words).last(), Some(&None));
        words.push((1.5, DEAD));
        assert_eq!(told(&words).last(), Some(&Some(MicFault::Silent)));
    }

    #[test]
    fn clipping_that_goes_on_is_told_and_a_slip_is_not() {
        let loud = Dbfs(0.0);
        assert_eq!(told(&[(3.0, SPEECH), (0.5, loud), (5.0, SPEECH)]), [None, None, None]);
        let mut shouts = [(0.5, loud), (0.5, SPEECH)].repeat(4);
        shouts.extend([(3.0, SPEECH), (2.0, SPEECH)]);
        let told = told(&shouts);
        assert_eq!(told[told.len() - 2..], [Some(MicFault::TooLoud), None]);
        assert_eq!(told[1], None);
    }

    #[test]
    fn an_answer_can_be_begun_again_a_while_after_the_microphone_is_switched_on() {
        let mut hearing = Hearing::default();
        hear(&mut hearing, 1.0, DEAD, None);
        assert!(!hearing.is_unheard());
        hear(&mut hearing, 1.0, DEAD, None);
        hear(&mut hearing, 5.0, SPEECH, None);
        assert!(hearing.is_unheard() && hearing.fault().is_none());
        hear(&mut hearing, 6.0, SPEECH, None);
        assert!(!hearing.is_unheard());
        hearing.begin(TakeHandle(2));
        assert_eq!(hearing.fault(), None);
        assert!(hearing.is_about(TakeHandle(2)) && !hearing.is_about(TakeHandle(1)));
    }
}
