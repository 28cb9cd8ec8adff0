//! The voice as the rest of Greenroom holds it: every method returns at once.

use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{Builder, JoinHandle};

use super::mailbox::Mailbox;
use super::probe::Prober;
use super::renderer::MakeRenderer;
use super::speaker::{Events, Speaker};
use super::utterance::Purpose;
use super::{SpeakRequest, VoiceConfig, VoiceEvent, VoiceReport, builtin};

/// The interviewer's voice. Dropping it silences it and ends its thread.
pub struct Voice {
    mailbox: Arc<Mailbox>,
    config: Mutex<VoiceConfig>,
    prober: Prober,
    thread: Option<JoinHandle<()>>,
}

impl Voice {
    /// Starts the voice's thread. `events` is called on it and must return soon; it may call the voice.
    ///
    /// After [`stop`](Self::stop) or another [`say`](Self::say) no event of the earlier request is begun to
    /// be delivered; one that is being delivered at that moment carries its id.
    ///
    /// If the system gives no thread, nothing is ever said and the log says why.
    #[must_use]
    pub fn start(config: VoiceConfig, events: impl Fn(VoiceEvent) + Send + Sync + 'static) -> Self {
        Self::with_renderer(config, builtin::maker(), Box::new(events))
    }

    /// With another engine in the place of the built-in one.
    pub(super) fn with_renderer(config: VoiceConfig, make: MakeRenderer, events: Events) -> Self {
        let mailbox = Arc::new(Mailbox::default());
        let (mail, first) = (Arc::clone(&mailbox), config.clone());
        let thread = Builder::new()
            .name("voice".into())
            .spawn(move || Speaker::new(first, mail, make, events).run())
            .inspect_err(|error| log::error!("the voice could not be started: {error}"));
        Self { mailbox, config: Mutex::new(config), prober: Prober::default(), thread: thread.ok() }
    }

    /// Says this instead of whatever is being said.
    pub fn say(&self, request: SpeakRequest) {
        self.mailbox.say(request, Purpose::Say);
    }

    /// Renders this ahead of time, instead of whatever is being said. Nothing is heard: what no engine
    /// renders comes back as [`VoiceEvent::NotRendered`], to be said when its time comes.
    pub fn prepare(&self, request: SpeakRequest) {
        self.mailbox.say(request, Purpose::Prepare);
    }

    /// Silences an engine that speaks by itself, and drops what was not delivered yet. Samples that were
    /// delivered are the caller's to stop.
    pub fn stop(&self) {
        self.mailbox.stop();
    }

    /// Changes the engines. What is being said goes on unless its engine is replaced.
    pub fn configure(&self, config: VoiceConfig) {
        self.config.lock().unwrap_or_else(PoisonError::into_inner).clone_from(&config);
        self.mailbox.configure(config);
    }

    /// Finds out which engines work, without disturbing what is being said. The answer comes on another
    /// thread, within about fifteen seconds.
    pub fn probe(&self, reply: impl FnOnce(VoiceReport) + Send + 'static) {
        let config = self.config.lock().unwrap_or_else(PoisonError::into_inner).clone();
        self.prober.probe(config, Box::new(reply));
    }
}

impl std::fmt::Debug for Voice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Voice").field("config", &self.config).finish_non_exhaustive()
    }
}

impl Drop for Voice {
    fn drop(&mut self) {
        self.mailbox.quit();
        // Ends after at most one step: decoding a clip, or killing the helper.
        if let Some(thread) =
            self.thread.take().filter(|t| t.thread().id() != std::thread::current().id())
            && thread.join().is_err()
        {
            log::error!("the voice's thread panicked");
        }
    }
}
