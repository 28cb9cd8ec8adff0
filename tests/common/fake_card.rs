//! A sound card in the process, behind the real cpal interface: no daemon, no driver, any format.
//!
//! Its microphone hears what a function of frame and channel says; its loudspeaker keeps what it was
//! given. It can be missing, pulled out, fall silent without an error, or hang when it is closed.
//! Every callback runs inside `assert_no_alloc`: in a test binary whose global allocator is
//! `AllocDisabler` an allocation aborts the test, elsewhere it does nothing.

#![allow(unsafe_code, reason = "a host must build cpal::Data from a raw pointer")]

use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use assert_no_alloc::assert_no_alloc;
use cpal::traits::{DeviceTrait, HostTrait, StreamTrait};
use cpal::{
    Data, DeviceDescription, DeviceDescriptionBuilder, DeviceId, Error, ErrorKind, FrameCount,
    HostId, I24, InputCallbackInfo, InputStreamTimestamp, OutputCallbackInfo,
    OutputStreamTimestamp, SampleFormat, SizedSample, StreamConfig, StreamInstant,
    SupportedBufferSize, SupportedStreamConfig, SupportedStreamConfigRange, U24,
};

/// Every PCM format there is.
pub const FORMATS: [SampleFormat; 12] = [
    SampleFormat::I8,
    SampleFormat::I16,
    SampleFormat::I24,
    SampleFormat::I32,
    SampleFormat::I64,
    SampleFormat::U8,
    SampleFormat::U16,
    SampleFormat::U24,
    SampleFormat::U32,
    SampleFormat::U64,
    SampleFormat::F32,
    SampleFormat::F64,
];

/// What the microphone hears: frame and channel to a sample in −1…1.
pub type Sound = Arc<dyn Fn(u64, u16) -> f64 + Send + Sync>;

/// How the card is made.
#[derive(Clone)]
pub struct Spec {
    pub format: SampleFormat,
    pub rate: u32,
    pub channels: u16,
    pub block: u32,
    /// Sizes that the microphone's blocks have in turn, in place of `block`; empty for always the same.
    pub blocks: &'static [u32],
    /// How much faster than real time it runs.
    pub speed: f64,
    /// From handing a block to the loudspeaker to its being heard.
    pub latency: Duration,
    /// For so long after it was opened the loudspeaker is mute.
    pub asleep: Duration,
    pub has_microphone: bool,
    pub has_loudspeaker: bool,
    /// Whether it accepts a block size, as most do.
    pub takes_block_size: bool,
    /// Its stable id within the sound system.
    pub id: &'static str,
    /// What people read.
    pub name: &'static str,
    pub sound: Sound,
}

impl Default for Spec {
    fn default() -> Self {
        Self {
            format: SampleFormat::F32,
            rate: 48_000,
            channels: 1,
            block: 480,
            blocks: &[],
            speed: 1.0,
            latency: Duration::from_millis(20),
            asleep: Duration::ZERO,
            has_microphone: true,
            has_loudspeaker: true,
            takes_block_size: true,
            id: "fake",
            name: "Fake sound card",
            sound: Arc::new(|frame, _| f64::from(noise(frame)) / 32_768.0),
        }
    }
}

/// Sixteen random bits for every frame: any few of them in a row occur once.
pub fn noise(frame: u64) -> i16 {
    // SplitMix64 (Steele, Lea and Flood 2014).
    let mut bits = frame.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (bits >> 48) as i16
}

/// What happens to the card while it runs, and what it has seen.
#[derive(Default)]
pub struct Events {
    /// Pulled out: one error, then nothing.
    pub is_unplugged: AtomicBool,
    /// Callbacks stop, no error.
    pub is_frozen: AtomicBool,
    /// Dropping a stream never returns.
    pub hangs_on_drop: AtomicBool,
    /// So many times yet, opening it says that another program uses it.
    pub is_busy: AtomicUsize,
    /// Opening it is not allowed.
    pub is_forbidden: AtomicBool,
    /// After being pulled out errors come without end, and of a kind that says nothing.
    pub error_flood: AtomicBool,
    /// So many of the next blocks of the microphone are lost in the card, which says so (an overrun).
    pub blocks_to_lose: AtomicU64,
    /// Frames lost so.
    pub lost: AtomicU64,
    /// Streams that are open.
    pub open_streams: AtomicUsize,
    /// How often the loudspeaker was opened.
    pub outputs_opened: AtomicUsize,
    /// Samples that were no silence and were given to the loudspeaker while it was mute.
    pub lost_asleep: AtomicUsize,
    /// Frames the microphone has handed over.
    pub captured: AtomicU64,
    /// Blocks handed over: first frame, and when the block was full.
    pub blocks: Mutex<Vec<(u64, Instant)>>,
    /// First channel of what the loudspeaker was given.
    pub heard: Mutex<Vec<f64>>,
    /// Whether the other channels were what they should be.
    pub side_channels_wrong: AtomicBool,
}

/// The card.
#[derive(Clone)]
pub struct Card {
    pub spec: Spec,
    pub events: Arc<Events>,
}

impl Card {
    pub fn new(spec: Spec) -> Self {
        Self { spec, events: Arc::default() }
    }

    /// What the library under test opens.
    pub fn factory(&self) -> greenroom::audio::HostFactory {
        Self::factory_of(&[self])
    }

    /// A sound system with these cards; the first is the default.
    pub fn factory_of(cards: &[&Self]) -> greenroom::audio::HostFactory {
        let host = FakeHost(cards.iter().copied().cloned().collect());
        greenroom::audio::HostFactory::new(move || {
            cpal::Host::from(cpal::platform::CustomHost::from_host(host.clone()))
        })
    }

    /// A sound system whose only device is this card, or the other one while that is plugged in.
    pub fn factory_with(&self, other: &Self) -> greenroom::audio::HostFactory {
        let (first, second) = (self.clone(), other.clone());
        greenroom::audio::HostFactory::new(move || {
            let is_there = !second.events.is_unplugged.load(Ordering::Acquire);
            let host = FakeHost(vec![if is_there { second.clone() } else { first.clone() }]);
            cpal::Host::from(cpal::platform::CustomHost::from_host(host))
        })
    }

    /// What the loudspeaker was given so far.
    pub fn heard(&self) -> Vec<f64> {
        self.events.heard.lock().expect("no panic in the card").clone()
    }

    /// The frame that was captured at `instant`.
    pub fn frame_at(&self, instant: Instant) -> f64 {
        let blocks = self.events.blocks.lock().expect("no panic in the card");
        let rate = f64::from(self.spec.rate) * self.spec.speed;
        // The card's thread can only be late: the earliest reading is the true one.
        blocks
            .iter()
            .map(|(first, full)| {
                let last = *first as f64 + f64::from(self.spec.block);
                match instant.checked_duration_since(*full) {
                    Some(after) => last + after.as_secs_f64() * rate,
                    None => last - full.duration_since(instant).as_secs_f64() * rate,
                }
            })
            .fold(f64::NEG_INFINITY, f64::max)
    }

    /// Whether the next block is to be lost.
    fn loses(&self) -> bool {
        let left = &self.events.blocks_to_lose;
        left.fetch_update(Ordering::AcqRel, Ordering::Acquire, |left| left.checked_sub(1)).is_ok()
    }

    fn config(&self) -> SupportedStreamConfig {
        SupportedStreamConfig::new(
            self.spec.channels,
            self.spec.rate,
            SupportedBufferSize::Unknown,
            self.spec.format,
        )
    }

    fn check(&self, config: &StreamConfig) -> Result<(), Error> {
        if self.events.is_forbidden.load(Ordering::Acquire) {
            return Err(Error::new(ErrorKind::PermissionDenied));
        }
        let less = |left: usize| left.checked_sub(1);
        if self.events.is_busy.fetch_update(Ordering::AcqRel, Ordering::Acquire, less).is_ok() {
            return Err(Error::new(ErrorKind::DeviceBusy));
        }
        let is_fixed = matches!(config.buffer_size, cpal::BufferSize::Fixed(_));
        if is_fixed && !self.spec.takes_block_size {
            return Err(Error::new(ErrorKind::UnsupportedConfig));
        }
        Ok(())
    }

    /// Calls `block` with the first frame and the length of each block when it is due, the time then and the
    /// time when it was due. The blocks have these sizes in turn.
    fn run(
        &self,
        sizes: Vec<u32>,
        mut block: impl FnMut(u64, u32, [StreamInstant; 2], bool) -> bool + Send + 'static,
    ) -> FakeStream {
        let (is_running, should_exit) =
            (Arc::new(AtomicBool::new(false)), Arc::new(AtomicBool::new(false)));
        let (running, exit, card) =
            (Arc::clone(&is_running), Arc::clone(&should_exit), self.clone());
        let began = Instant::now();
        self.events.open_streams.fetch_add(1, Ordering::SeqCst);
        let thread = std::thread::spawn(move || {
            let period = |frames: u32| {
                let secs = f64::from(frames) / f64::from(card.spec.rate) / card.spec.speed;
                Duration::from_secs_f64(secs)
            };
            let mut sizes = sizes.into_iter().cycle();
            let mut frames = sizes.next().expect("a size");
            let (mut first, mut due) = (0, Instant::now() + period(frames));
            while !exit.load(Ordering::Acquire) {
                let now = Instant::now();
                if !running.load(Ordering::Acquire) {
                    std::thread::park_timeout(Duration::from_millis(1));
                    due = Instant::now() + period(frames);
                } else if now < due {
                    std::thread::park_timeout(due - now);
                } else {
                    let nanos = |at: Instant| at.saturating_duration_since(began).as_nanos() as u64;
                    let at = [Instant::now(), due].map(|at| StreamInstant::from_nanos(nanos(at)));
                    let is_gone = card.events.is_unplugged.load(Ordering::Acquire);
                    if !card.events.is_frozen.load(Ordering::Acquire) {
                        if !block(first, frames, at, is_gone) {
                            return;
                        }
                        first += u64::from(frames);
                    }
                    frames = sizes.next().expect("without end");
                    due += period(frames);
                }
            }
        });
        FakeStream { is_running, should_exit, began, card: self.clone(), thread: Some(thread) }
    }
}

/// An open stream.
pub struct FakeStream {
    is_running: Arc<AtomicBool>,
    should_exit: Arc<AtomicBool>,
    began: Instant,
    card: Card,
    thread: Option<JoinHandle<()>>,
}

impl Drop for FakeStream {
    fn drop(&mut self) {
        self.should_exit.store(true, Ordering::Release);
        if let Some(thread) = self.thread.take() {
            thread.join().expect("the card's thread");
        }
        self.card.events.open_streams.fetch_sub(1, Ordering::SeqCst);
        while self.card.events.hangs_on_drop.load(Ordering::Acquire) {
            std::thread::park_timeout(Duration::from_secs(1));
        }
    }
}

impl StreamTrait for FakeStream {
    fn play(&self) -> Result<(), Error> {
        self.is_running.store(true, Ordering::Release);
        Ok(())
    }
    fn pause(&self) -> Result<(), Error> {
        self.is_running.store(false, Ordering::Release);
        Ok(())
    }
    fn buffer_size(&self) -> Result<FrameCount, Error> {
        Ok(self.card.spec.block)
    }
    fn now(&self) -> StreamInstant {
        StreamInstant::from_nanos(self.began.elapsed().as_nanos() as u64)
    }
}

/// The sound system: devices that are both microphone and loudspeaker, one at least; the first is the default.
#[derive(Clone)]
pub struct FakeHost(Vec<Card>);

impl HostTrait for FakeHost {
    type Device = FakeDevice;
    type Devices = std::vec::IntoIter<FakeDevice>;

    fn is_available() -> bool {
        true
    }
    fn devices(&self) -> Result<Self::Devices, Error> {
        Ok(self.0.iter().cloned().map(FakeDevice).collect::<Vec<_>>().into_iter())
    }
    fn default_input_device(&self) -> Option<FakeDevice> {
        // Real systems name a default device where there is none.
        self.0.first().cloned().map(FakeDevice)
    }
    fn default_output_device(&self) -> Option<FakeDevice> {
        self.0.first().cloned().map(FakeDevice)
    }
}

/// The device.
#[derive(Clone)]
pub struct FakeDevice(Card);

impl PartialEq for FakeDevice {
    fn eq(&self, other: &Self) -> bool {
        self.0.spec.id == other.0.spec.id
    }
}
impl Eq for FakeDevice {}
impl std::hash::Hash for FakeDevice {
    fn hash<H: std::hash::Hasher>(&self, _: &mut H) {}
}
impl std::fmt::Debug for FakeDevice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("FakeDevice")
    }
}
impl std::fmt::Display for FakeDevice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Fake sound card")
    }
}

type Ranges = std::vec::IntoIter<SupportedStreamConfigRange>;

impl FakeDevice {
    fn ranges(&self, is_there: bool) -> Ranges {
        let spec = &self.0.spec;
        let range = SupportedStreamConfigRange::new(
            spec.channels,
            spec.rate,
            spec.rate,
            SupportedBufferSize::Unknown,
            spec.format,
        );
        if is_there { vec![range] } else { Vec::new() }.into_iter()
    }

    fn default(&self, is_there: bool) -> Result<SupportedStreamConfig, Error> {
        let is_there = is_there && !self.0.events.is_unplugged.load(Ordering::Acquire);
        if is_there { Ok(self.0.config()) } else { Err(Error::new(ErrorKind::DeviceNotAvailable)) }
    }
}

impl DeviceTrait for FakeDevice {
    type SupportedInputConfigs = Ranges;
    type SupportedOutputConfigs = Ranges;
    type Stream = FakeStream;

    fn description(&self) -> Result<DeviceDescription, Error> {
        Ok(DeviceDescriptionBuilder::new(self.0.spec.name).build())
    }
    fn id(&self) -> Result<DeviceId, Error> {
        Ok(DeviceId::new(HostId::Custom, self.0.spec.id))
    }
    fn supported_input_configs(&self) -> Result<Ranges, Error> {
        Ok(self.ranges(self.0.spec.has_microphone))
    }
    fn supported_output_configs(&self) -> Result<Ranges, Error> {
        Ok(self.ranges(self.0.spec.has_loudspeaker))
    }
    fn default_input_config(&self) -> Result<SupportedStreamConfig, Error> {
        self.default(self.0.spec.has_microphone)
    }
    fn default_output_config(&self) -> Result<SupportedStreamConfig, Error> {
        self.default(self.0.spec.has_loudspeaker)
    }

    fn build_input_stream_raw<D, E>(
        &self,
        config: StreamConfig,
        format: SampleFormat,
        data: D,
        error: E,
        _: Option<Duration>,
    ) -> Result<FakeStream, Error>
    where
        D: FnMut(&Data, &InputCallbackInfo) + Send + 'static,
        E: FnMut(Error) + Send + 'static,
    {
        self.0.check(&config)?;
        by_format(format, Input { card: self.0.clone(), data, error })
    }

    fn build_output_stream_raw<D, E>(
        &self,
        config: StreamConfig,
        format: SampleFormat,
        data: D,
        error: E,
        _: Option<Duration>,
    ) -> Result<FakeStream, Error>
    where
        D: FnMut(&mut Data, &OutputCallbackInfo) + Send + 'static,
        E: FnMut(Error) + Send + 'static,
    {
        self.0.check(&config)?;
        by_format(format, Output { card: self.0.clone(), data, error })
    }
}

/// Something that is done alike for every sample type.
trait Generic {
    fn run<T: SizedSample + Send + 'static>(
        self,
        encode: fn(f64) -> T,
        decode: fn(T) -> f64,
    ) -> FakeStream;
}

/// Encodes and decodes in ways of its own, so that a mistake in the library is not made twice.
fn by_format(format: SampleFormat, what: impl Generic) -> Result<FakeStream, Error> {
    Ok(match format {
        SampleFormat::I8 => what.run(|x| (x * 128.0) as i8, |v| f64::from(v) / 128.0),
        SampleFormat::I16 => what.run(|x| (x * 32_768.0) as i16, |v| f64::from(v) / 32_768.0),
        // As PulseAudio does it: nothing in the fourth byte, not even for negative samples.
        SampleFormat::I24 => what.run(
            |x| I24::new_unchecked((x * 8_388_608.0) as i32 & 0x00ff_ffff),
            |v| f64::from(v.inner()) / 8_388_608.0,
        ),
        SampleFormat::I32 => {
            what.run(|x| (x * 2_147_483_648.0) as i32, |v| f64::from(v) / 2_147_483_648.0)
        }
        SampleFormat::I64 => {
            what.run(|x| ((x * 32_768.0) as i64) << 48, |v| (v >> 32) as f64 / 2_147_483_648.0)
        }
        SampleFormat::U8 => {
            what.run(|x| (x * 128.0 + 128.0) as u8, |v| (f64::from(v) - 128.0) / 128.0)
        }
        SampleFormat::U16 => {
            what.run(|x| (x * 32_768.0 + 32_768.0) as u16, |v| (f64::from(v) - 32_768.0) / 32_768.0)
        }
        SampleFormat::U24 => what.run(
            |x| U24::new_unchecked((x * 8_388_608.0 + 8_388_608.0) as i32),
            |v| (f64::from(v.inner()) - 8_388_608.0) / 8_388_608.0,
        ),
        SampleFormat::U32 => what.run(
            |x| (x * 2_147_483_648.0 + 2_147_483_648.0) as u32,
            |v| (f64::from(v) - 2_147_483_648.0) / 2_147_483_648.0,
        ),
        SampleFormat::U64 => what.run(
            |x| ((x * 32_768.0 + 32_768.0) as u64) << 48,
            |v| ((v >> 32) as f64 - 2_147_483_648.0) / 2_147_483_648.0,
        ),
        SampleFormat::F32 => what.run(|x| x as f32, f64::from),
        SampleFormat::F64 => what.run(|x| x, |v| v),
        _ => return Err(Error::new(ErrorKind::UnsupportedConfig)),
    })
}

struct Input<D, E> {
    card: Card,
    data: D,
    error: E,
}

impl<D, E> Generic for Input<D, E>
where
    D: FnMut(&Data, &InputCallbackInfo) + Send + 'static,
    E: FnMut(Error) + Send + 'static,
{
    fn run<T: SizedSample + Send + 'static>(
        self,
        encode: fn(f64) -> T,
        _: fn(T) -> f64,
    ) -> FakeStream {
        let Self { card, mut data, mut error } = self;
        let channels = card.spec.channels;
        let sizes = if card.spec.blocks.is_empty() {
            vec![card.spec.block]
        } else {
            card.spec.blocks.to_vec()
        };
        let largest = sizes.iter().max().copied().unwrap_or(0) as usize;
        let mut whole = vec![encode(0.0); largest * usize::from(channels)];
        let running = card.clone();
        card.run(sizes, move |first, block, [at, due], is_gone| {
            if is_gone {
                report_loss(&running, &mut error);
                return running.events.error_flood.load(Ordering::Acquire);
            }
            if running.loses() {
                running.events.lost.fetch_add(u64::from(block), Ordering::Release);
                error(Error::new(ErrorKind::Xrun));
                return true;
            }
            let length = Duration::from_secs_f64(f64::from(block) / f64::from(running.spec.rate));
            let buffer = &mut whole[..block as usize * usize::from(channels)];
            for (n, frame) in buffer.chunks_exact_mut(usize::from(channels)).enumerate() {
                for (channel, sample) in (0..channels).zip(frame) {
                    *sample = encode((running.spec.sound)(first + n as u64, channel));
                }
            }
            running.events.blocks.lock().expect("no panic").push((first, Instant::now()));
            // SAFETY: the pointer and length are those of `buffer`, whose type is `T::FORMAT`'s.
            let samples =
                unsafe { Data::from_parts(buffer.as_mut_ptr().cast(), buffer.len(), T::FORMAT) };
            // A card knows when it heard something, however late it is asked for it.
            let capture = due.checked_sub(length).unwrap_or(due);
            let info = InputCallbackInfo::new(InputStreamTimestamp { callback: at, capture });
            assert_no_alloc(|| data(&samples, &info));
            running.events.captured.fetch_add(u64::from(block), Ordering::Release);
            true
        })
    }
}

struct Output<D, E> {
    card: Card,
    data: D,
    error: E,
}

impl<D, E> Generic for Output<D, E>
where
    D: FnMut(&mut Data, &OutputCallbackInfo) + Send + 'static,
    E: FnMut(Error) + Send + 'static,
{
    fn run<T: SizedSample + Send + 'static>(
        self,
        encode: fn(f64) -> T,
        decode: fn(T) -> f64,
    ) -> FakeStream {
        let Self { card, mut data, mut error } = self;
        let channels = usize::from(card.spec.channels);
        let mut buffer = vec![encode(0.0); card.spec.block as usize * channels];
        let running = card.clone();
        card.events.outputs_opened.fetch_add(1, Ordering::SeqCst);
        let asleep = (card.spec.asleep.as_secs_f64() * f64::from(card.spec.rate)) as u64;
        card.run(vec![card.spec.block], move |first, _, [at, _], is_gone| {
            if is_gone {
                report_loss(&running, &mut error);
                return running.events.error_flood.load(Ordering::Acquire);
            }
            buffer.fill(encode(0.0));
            // SAFETY: the pointer and length are those of `buffer`, whose type is `T::FORMAT`'s.
            let mut samples =
                unsafe { Data::from_parts(buffer.as_mut_ptr().cast(), buffer.len(), T::FORMAT) };
            let playback = at + running.spec.latency;
            let info = OutputCallbackInfo::new(OutputStreamTimestamp { callback: at, playback });
            assert_no_alloc(|| data(&mut samples, &info));
            let mut heard = running.events.heard.lock().expect("no panic");
            for (n, frame) in (first..).zip(buffer.chunks_exact(channels)) {
                let left = decode(frame[0]);
                let is_right = frame.iter().enumerate().skip(1).all(|(channel, sample)| {
                    decode(*sample) == if channel == 1 { left } else { 0.0 }
                });
                if !is_right {
                    running.events.side_channels_wrong.store(true, Ordering::Release);
                }
                let is_mute = n < asleep;
                if is_mute && left != 0.0 {
                    running.events.lost_asleep.fetch_add(1, Ordering::SeqCst);
                }
                heard.push(if is_mute { 0.0 } else { left });
            }
            true
        })
    }
}

fn report_loss(card: &Card, error: &mut impl FnMut(Error)) {
    let is_flood = card.events.error_flood.load(Ordering::Acquire);
    let kind = if is_flood { ErrorKind::BackendError } else { ErrorKind::DeviceNotAvailable };
    for _ in 0..if is_flood { 240 } else { 1 } {
        error(Error::new(kind));
    }
}
