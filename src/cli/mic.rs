//! `greenroom mic`: lists microphones, records from one.

use std::path::Path;
use std::sync::mpsc::{Receiver, sync_channel};
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use serde_json::json;

use crate::analysis::{CheckResult, Signal};
use crate::audio::{
    DeviceInfo, MicEvent, MicSource, Microphone, TakeHandle, TakeSpec, TakeSummary, list_devices,
};
use crate::cli::args::Mic;
use crate::cli::text::print_json;
use crate::disk;
use crate::rehearsal::outfit;

/// How long a microphone may take to give its first frames (Bluetooth ones take seconds).
const OPENING: Duration = Duration::from_secs(10);

/// How often it looks whether a recording is saved.
const LOOK: Duration = Duration::from_secs(1);

pub(super) fn run(args: &Mic) -> anyhow::Result<()> {
    match (&args.record, args.seconds) {
        (Some(file), Some(seconds)) => record(args, file, seconds),
        _ => list(args.json),
    }
}

fn list(as_json: bool) -> anyhow::Result<()> {
    let found = list_devices();
    if as_json {
        return print_json(&json!({
            "microphones": devices(&found.inputs),
            "problems": found.problems,
        }));
    }
    for device in &found.inputs {
        let default = if device.is_default { "  (default)" } else { "" };
        say!("{}  {} ({}){default}", device.id, device.name, device.host)?;
    }
    for problem in &found.problems {
        complain!("{problem}");
    }
    if found.inputs.is_empty() {
        say!("No microphone was found. Plug one in, or look into the system's sound settings.")?;
    }
    Ok(())
}

/// Devices as programs read them.
pub(super) fn devices(list: &[DeviceInfo]) -> serde_json::Value {
    list.iter()
        .map(|device| {
            json!({
                "id": device.id,
                "name": device.name,
                "host": device.host,
                "default": device.is_default,
            })
        })
        .collect()
}

fn record(args: &Mic, file: &Path, seconds: u32) -> anyhow::Result<()> {
    // A link that leads nowhere is there, too: what it names is not written.
    if file.symlink_metadata().is_ok() {
        bail!("This file is there already; choose another name: {}", file.display());
    }
    let (tell, events) = sync_channel(64);
    let microphone = Microphone::start(MicSource::System, move |event| {
        let _gone = tell.send(event);
    });
    microphone.open(outfit::device(args.microphone.as_deref()));
    let (device, rate) = match next(&events, OPENING)? {
        MicEvent::Ready { device, rate, .. } => (device, rate),
        MicEvent::OpenFailed(why) | MicEvent::Lost(why) => bail!(why),
        _ => bail!("The microphone did not say it was ready; try again."),
    };
    let lasts = Duration::from_secs(u64::from(seconds));
    microphone.start_take(TakeSpec {
        handle: TakeHandle(1),
        path: file.to_owned(),
        from: Instant::now(),
        max: lasts,
    });
    let summary = saved(&microphone, &events, lasts)?;
    report(args.json, &device, rate.hz(), &summary)
}

fn next(events: &Receiver<MicEvent>, patience: Duration) -> anyhow::Result<MicEvent> {
    let answer = events.recv_timeout(patience).ok();
    answer.context("The microphone does not answer; choose another one.")
}

fn saved(
    microphone: &Microphone,
    events: &Receiver<MicEvent>,
    lasts: Duration,
) -> anyhow::Result<TakeSummary> {
    let mut lost = None;
    let due = Instant::now() + lasts + OPENING;
    let mut says_waiting = false;
    loop {
        let Ok(event) = events.recv_timeout(LOOK) else {
            // Nothing is wrong with a disk that takes its time.
            anyhow::ensure!(
                Instant::now() < due || disk::quiet_for(due) < disk::STANDSTILL,
                "The recording is not known to be whole on the disk, which does not answer. What is there is in \
                 a file beside it that ends in .part"
            );
            if Instant::now() > due && !std::mem::replace(&mut says_waiting, true) {
                complain!("The disk is slow: still saving. Ctrl-C: end without waiting");
            }
            continue;
        };
        match event {
            MicEvent::TakeSaved(_, summary) => {
                if let Some(why) = lost {
                    complain!("{why}");
                }
                return Ok(summary);
            }
            MicEvent::TakeFailed(_, why) | MicEvent::TakeRefused(_, why) => bail!(why),
            // What came before is saved; that event follows.
            MicEvent::Lost(why) => {
                microphone.finish_take(TakeHandle(1));
                lost = Some(why);
            }
            _ => {}
        }
    }
}

fn report(as_json: bool, device: &str, rate_hz: u32, take: &TakeSummary) -> anyhow::Result<()> {
    let secs = take.frames.duration(take.rate).as_secs_f64();
    if as_json {
        return print_json(&json!({
            "file": take.path,
            "microphone": device,
            "rate_hz": rate_hz,
            "frames": take.frames.0,
            "seconds": secs,
            "dropped_frames": take.dropped_frames,
            "ring_high_water_frames": take.ring_high_water.0,
            "ring_capacity_frames": take.ring_capacity.0,
            "clipped_samples": take.clipped_samples,
            "peak_dbfs": take.peak.0,
            "gaps": take.gaps.len(),
        }));
    }
    say!(
        "{secs:.2} s from {device}, peak {:.1} dBFS, {} clipped samples, {} frames lost: {}",
        take.peak.0,
        take.clipped_samples,
        take.dropped_frames,
        take.path.display(),
    )?;
    let heard = CheckResult { peak: take.peak, clipped_samples: take.clipped_samples };
    if heard.signal() != Signal::Good {
        say!("{}", heard.sentence())?;
    }
    Ok(())
}
