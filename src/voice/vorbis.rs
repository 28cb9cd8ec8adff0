//! Ogg Vorbis files to mono samples. Knows nothing of who speaks, and reads only what is in memory.

use std::io::Cursor;

use lewton::audio::{PreviousWindowRight, read_audio_packet_generic};
use lewton::header::{IdentHeader, SetupHeader, read_header_ident, read_header_setup};
use ogg::{Packet, PacketReader};

use crate::units::SampleRate;

/// The longest clip that is decoded, in seconds; a longer one is refused.
const MAX_SECS: usize = 300;

/// Why a clip can't be decoded.
#[derive(Debug, thiserror::Error)]
pub enum VorbisFault {
    /// The container is damaged or cut off.
    #[error("its pages are damaged")]
    Pages(#[from] ogg::OggReadError),
    /// The headers are.
    #[error("its headers are damaged")]
    Headers(#[from] lewton::header::HeaderReadError),
    /// The sound is.
    #[error("its sound is damaged")]
    Sound(#[from] lewton::audio::AudioReadError),
    /// No rate, no channel, no sample, or longer than five minutes.
    #[error("its length or rate is not one of ours")]
    Implausible,
}

/// The first channel of a Vorbis stream and its rate.
pub(super) fn decode(bytes: Vec<u8>) -> Result<(Vec<f32>, SampleRate), VorbisFault> {
    let mut pages = PacketReader::new(Cursor::new(bytes));
    let (ident, setup) = headers(&mut pages)?;
    let rate = SampleRate::new(ident.audio_sample_rate).ok_or(VorbisFault::Implausible)?;
    let limit = MAX_SECS.saturating_mul(ident.audio_sample_rate as usize);

    let mut samples = Vec::new();
    let mut window = PreviousWindowRight::new();
    while let Some(packet) = pages.read_packet()? {
        let decoded: Vec<Vec<f32>> =
            read_audio_packet_generic(&ident, &setup, &packet.data, &mut window)?;
        samples.extend_from_slice(decoded.first().ok_or(VorbisFault::Implausible)?);
        if samples.len() > limit {
            return Err(VorbisFault::Implausible);
        }
        trim_end(&mut samples, &packet);
    }
    if samples.is_empty() {
        return Err(VorbisFault::Implausible);
    }
    for sample in &mut samples {
        *sample = if sample.is_finite() { sample.clamp(-1.0, 1.0) } else { 0.0 };
    }
    Ok((samples, rate))
}

/// The last page says how many samples there are; the last block is usually longer.
fn trim_end(samples: &mut Vec<f32>, packet: &Packet) {
    if packet.last_in_stream()
        && let Ok(length) = usize::try_from(packet.absgp_page())
    {
        samples.truncate(length);
    }
}

/// The first and third of the three packets before the sound; the second holds comments.
fn headers(
    pages: &mut PacketReader<Cursor<Vec<u8>>>,
) -> Result<(IdentHeader, SetupHeader), VorbisFault> {
    let ident = read_header_ident(&pages.read_packet_expected()?.data)?;
    if ident.audio_channels == 0 || ident.audio_sample_rate > 192_000 {
        return Err(VorbisFault::Implausible);
    }
    pages.read_packet_expected()?;
    let blocks = (ident.blocksize_0, ident.blocksize_1);
    let setup =
        read_header_setup(&pages.read_packet_expected()?.data, ident.audio_channels, blocks)?;
    Ok((ident, setup))
}
