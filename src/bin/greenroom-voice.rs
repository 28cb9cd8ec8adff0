//! The helper program that alone links the system's speech service.
//!
//! Orders come as lines of JSON on standard input, replies go to standard output (`greenroom::voice::protocol`).
//! A program of its own, because the library may be missing (then this does not start and Greenroom does), and
//! because a wedged service blocks whoever talks to it: Greenroom kills this and goes on. It has no time limits
//! of its own, and ends when its input does.

use std::process::ExitCode;

#[cfg(feature = "system-voice")]
fn main() -> ExitCode {
    speech::main()
}

/// Built without the system's voices: says so and leaves.
#[cfg(not(feature = "system-voice"))]
fn main() -> ExitCode {
    let why = "built without the system's voices".to_owned();
    let reply = greenroom::voice::protocol::Reply::Failed { id: None, why };
    println!("{}", serde_json::to_string(&reply).unwrap_or_default());
    ExitCode::from(3)
}

#[cfg(feature = "system-voice")]
mod speech {
    use std::fs::File;
    use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
    use std::process::ExitCode;
    use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
    use std::thread::Builder;
    use std::time::Duration;

    use greenroom::voice::VoiceName;
    use greenroom::voice::protocol::{MAX_LINE_BYTES, Order, Reply, VERSION};
    use tts::{Tts, UtteranceId, Voice};

    /// Loudness as a part of the service's range: at its top, espeak-ng clips (measured: 70 of −100…100 doesn't).
    const VOLUME: f32 = 0.85;
    /// How often a service without callbacks is asked whether it still speaks.
    const POLL: Duration = Duration::from_millis(100);
    /// What may wait to be read. Callbacks that find it full are lost: they must not wait.
    const QUEUE: usize = 256;

    /// What the main thread reacts to.
    enum Input {
        Order(Order),
        Closed,
        Begun(UtteranceId),
        Ended(UtteranceId),
    }

    pub fn main() -> ExitCode {
        match run() {
            Ok(()) => ExitCode::SUCCESS,
            Err(why) => {
                eprintln!("{why}");
                ExitCode::from(3)
            }
        }
    }

    fn run() -> io::Result<()> {
        let (input, mut output) = private_pipes()?;
        let (sender, inbox) = sync_channel(QUEUE);
        let orders = sender.clone();
        Builder::new().name("orders".into()).spawn(move || read_orders(input, &orders))?;
        // May block for ever on a wedged service; then there is no answer, and this program is killed.
        match Tts::default().and_then(|tts| Session::new(tts, &sender)) {
            Ok(mut session) => session.serve(&inbox, &mut output),
            Err(error) => {
                reply(&mut output, &Reply::Failed { id: None, why: error.to_string() })?;
                Err(io::Error::other(error))
            }
        }
    }

    /// The pipes to Greenroom, under numbers that programs started from here don't inherit: the speech
    /// service that libspeechd starts would write its own lines among ours, and keep the pipe open.
    #[cfg(unix)]
    fn private_pipes() -> io::Result<(File, File)> {
        use std::os::fd::AsFd as _;
        let input = io::stdin().as_fd().try_clone_to_owned()?;
        let output = io::stdout().as_fd().try_clone_to_owned()?;
        let null = File::options().read(true).write(true).open("/dev/null")?;
        rustix::stdio::dup2_stdin(&null)?;
        rustix::stdio::dup2_stdout(&null)?;
        Ok((input.into(), output.into()))
    }

    /// The pipes to Greenroom. Elsewhere the service is not started from here.
    #[cfg(windows)]
    fn private_pipes() -> io::Result<(File, File)> {
        use std::os::windows::io::AsHandle as _;
        let input = io::stdin().as_handle().try_clone_to_owned()?;
        let output = io::stdout().as_handle().try_clone_to_owned()?;
        Ok((input.into(), output.into()))
    }

    /// One line, one order; what isn't one is passed over.
    fn read_orders(input: File, orders: &SyncSender<Input>) {
        let mut input = BufReader::new(input);
        loop {
            let mut line = Vec::new();
            match input.by_ref().take(MAX_LINE_BYTES).read_until(b'\n', &mut line) {
                Ok(0) | Err(_) => break,
                Ok(_) => {}
            }
            if let Ok(order) = serde_json::from_slice(&line)
                && orders.send(Input::Order(order)).is_err()
            {
                return;
            }
        }
        drop(orders.send(Input::Closed)); // if nobody listens, it is over anyway
    }

    fn reply(output: &mut File, reply: &Reply) -> io::Result<()> {
        let line = serde_json::to_string(reply).map_err(io::Error::from)?;
        writeln!(output, "{line}")
    }

    /// Whether both are one utterance. On macOS they are objects, which only their addresses tell apart.
    #[cfg(target_os = "macos")]
    fn is_same(one: &UtteranceId, other: &UtteranceId) -> bool {
        let (UtteranceId::AvFoundation(one), UtteranceId::AvFoundation(other)) = (one, other);
        std::ptr::eq(*one, *other)
    }

    /// Whether both are one utterance.
    #[cfg(not(target_os = "macos"))]
    fn is_same(one: &UtteranceId, other: &UtteranceId) -> bool {
        one == other
    }

    /// A connection to the speech service.
    struct Session {
        tts: Tts,
        /// Listing takes seconds, and choosing lists again: both once.
        voices: Option<Vec<Voice>>,
        chosen: Option<String>,
        speaking: Option<(Option<UtteranceId>, u64)>,
        has_callbacks: bool,
    }

    impl Session {
        fn new(mut tts: Tts, sender: &SyncSender<Input>) -> Result<Self, tts::Error> {
            let features = tts.supported_features();
            if features.utterance_callbacks {
                connect(&tts, sender)?;
            }
            if features.volume {
                let (low, high) = (tts.min_volume(), tts.max_volume());
                tts.set_volume(low + VOLUME * (high - low))?;
            }
            let has_callbacks = features.utterance_callbacks;
            Ok(Self { tts, voices: None, chosen: None, speaking: None, has_callbacks })
        }

        /// Until the input ends.
        fn serve(&mut self, inbox: &Receiver<Input>, output: &mut File) -> io::Result<()> {
            loop {
                match inbox.recv_timeout(POLL) {
                    Ok(Input::Order(order)) => self.obey(order, output)?,
                    Ok(Input::Begun(heard)) => {
                        if let Some(id) = self.current(&heard) {
                            reply(output, &Reply::Begun { id })?;
                        }
                    }
                    Ok(Input::Ended(heard)) => {
                        if let Some(id) = self.current(&heard) {
                            self.speaking = None;
                            reply(output, &Reply::Ended { id })?;
                        }
                    }
                    Ok(Input::Closed) | Err(RecvTimeoutError::Disconnected) => {
                        self.hush();
                        return Ok(());
                    }
                    Err(RecvTimeoutError::Timeout) => self.poll(output)?,
                }
            }
        }

        /// The order that this utterance of the service belongs to.
        fn current(&self, heard: &UtteranceId) -> Option<u64> {
            self.speaking
                .as_ref()
                .filter(|(utterance, _)| {
                    utterance.as_ref().is_some_and(|said| is_same(said, heard))
                })
                .map(|(_, id)| *id)
        }

        fn obey(&mut self, order: Order, output: &mut File) -> io::Result<()> {
            match order {
                Order::Hello => {
                    reply(output, &Reply::Ready { version: VERSION, engine: service().to_owned() })
                }
                Order::Voices => {
                    let named = |v: &Voice| VoiceName {
                        name: v.name(),
                        language: v.language().to_string(),
                    };
                    let list: Vec<VoiceName> = self.voices().iter().map(named).collect();
                    reply(output, &Reply::Voices(list))
                }
                Order::Say { id, text, wpm, voice } => match self.say(&text, wpm, voice) {
                    Ok(utterance) => {
                        self.speaking = Some((utterance, id));
                        if self.has_callbacks {
                            Ok(())
                        } else {
                            reply(output, &Reply::Begun { id })
                        }
                    }
                    Err(error) => {
                        reply(output, &Reply::Failed { id: Some(id), why: error.to_string() })
                    }
                },
                Order::Stop => {
                    self.hush();
                    Ok(())
                }
            }
        }

        fn say(
            &mut self,
            text: &str,
            wpm: u16,
            voice: Option<String>,
        ) -> Result<Option<UtteranceId>, tts::Error> {
            let features = self.tts.supported_features();
            if features.voice && voice != self.chosen {
                self.choose(voice)?;
            }
            if features.rate {
                let rate = rate_for(wpm, &self.tts);
                self.tts.set_rate(rate.clamp(self.tts.min_rate(), self.tts.max_rate()))?;
            }
            self.tts.speak(text, true)
        }

        /// A voice that isn't there any more is passed over: better another one than none.
        fn choose(&mut self, voice: Option<String>) -> Result<(), tts::Error> {
            if let Some(name) = &voice
                && let Some(found) = self.voices().iter().find(|v| v.name() == *name).cloned()
            {
                self.tts.set_voice(&found)?;
            }
            self.chosen = voice;
            Ok(())
        }

        /// The voices, without espeak-ng's thousands of variants (`name+variant`).
        fn voices(&mut self) -> &[Voice] {
            self.voices.get_or_insert_with(|| {
                let all = self.tts.voices().unwrap_or_default();
                all.into_iter().filter(|voice| !voice.name().contains('+')).collect()
            })
        }

        fn hush(&mut self) {
            self.speaking = None;
            if let Err(error) = self.tts.stop() {
                eprintln!("the speech service would not stop: {error}");
            }
        }

        /// For services that don't say themselves when they have ended.
        fn poll(&mut self, output: &mut File) -> io::Result<()> {
            if self.has_callbacks || self.tts.is_speaking().unwrap_or(true) {
                return Ok(());
            }
            self.speaking.take().map_or(Ok(()), |(_, id)| reply(output, &Reply::Ended { id }))
        }
    }

    /// The callbacks run on the service's thread, under its locks: they put something into the queue or lose it.
    fn connect(tts: &Tts, sender: &SyncSender<Input>) -> Result<(), tts::Error> {
        let (begun, ended, stopped) = (sender.clone(), sender.clone(), sender.clone());
        tts.on_utterance_begin(Some(Box::new(move |id| drop(begun.try_send(Input::Begun(id))))))?;
        tts.on_utterance_end(Some(Box::new(move |id| drop(ended.try_send(Input::Ended(id))))))?;
        tts.on_utterance_stop(Some(Box::new(move |id| drop(stopped.try_send(Input::Ended(id))))))
    }

    /// What people call the service.
    fn service() -> &'static str {
        if cfg!(target_os = "macos") {
            "AVFoundation"
        } else if cfg!(windows) {
            "Windows"
        } else {
            "Speech Dispatcher"
        }
    }

    /// Speech Dispatcher with espeak-ng: words per minute measured at a rate of −100…100, over a question of
    /// 17 words.
    #[cfg(not(any(windows, target_os = "macos")))]
    const MEASURED: [(f32, f32); 8] = [
        (93.0, -100.0),
        (114.0, -75.0),
        (140.0, -50.0),
        (164.0, -28.0),
        (193.0, 0.0),
        (255.0, 18.0),
        (365.0, 50.0),
        (470.0, 100.0),
    ];

    /// Words per minute in the service's own unit of speed.
    #[cfg(not(any(windows, target_os = "macos")))]
    fn rate_for(wpm: u16, _tts: &Tts) -> f32 {
        greenroom::voice::rate::between(&MEASURED, f32::from(wpm))
    }

    /// Words per minute in the service's own unit of speed: a factor of its normal rate, which is about 175.
    #[cfg(any(windows, target_os = "macos"))]
    fn rate_for(wpm: u16, tts: &Tts) -> f32 {
        tts.normal_rate() * f32::from(wpm) / 175.0
    }
}
