//! What can be typed.

use std::path::PathBuf;

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};

use crate::bank::{ExportForm, Form};
use crate::interview::choosing::Choice;

/// Rehearse a job interview aloud, alone, at your own desk.
#[derive(Debug, Parser)]
#[command(name = "greenroom", version, about, after_help = AFTER)]
pub(super) struct Args {
    /// Nothing opens the window.
    #[command(subcommand)]
    pub order: Option<Order>,
}

const AFTER: &str = "Without a command the window opens. Recordings stay in your own folder; \
                     `greenroom doctor` says where. Ctrl-C ends an interview and keeps its takes; \
                     what a killed program leaves behind is recovered at the next start.";

#[derive(Debug, Subcommand)]
pub(super) enum Order {
    /// Rehearse in the terminal, with the real microphone and loudspeaker.
    Rehearse(Rehearse),
    /// A whole rehearsal with a simulated candidate: no microphone, loudspeaker or display needed.
    Demo(Demo),
    /// List, check, import and export banks of questions.
    Bank(BankArgs),
    /// List the sessions, show one, or remove one.
    Session(SessionArgs),
    /// The sessions there are with their sizes, newest first; the same as `session list`.
    Sessions(SessionsArgs),
    /// Say what can be known of a recording: length, pauses, loudness, pitch and more.
    Measure(Measure),
    /// List microphones, or record from one.
    Mic(Mic),
    /// Say what works here (voices, microphones, loudspeakers, folders) and what to do about the rest.
    Doctor(Json),
    /// Every text that ships and is spoken, as JSON lines for making the voice pack.
    #[command(hide = true)]
    VoiceTexts(VoiceTexts),
}

/// Who asks.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum Interviewer {
    /// The first voice.
    A,
    /// The second voice.
    B,
}

/// What an interview is made of.
#[derive(Debug, ClapArgs)]
pub(super) struct Interview {
    /// The bank of questions; `greenroom bank list` shows them.
    #[arg(long, value_name = "ID", default_value = "patient-relations-officer")]
    pub bank: String,
    /// How the interview moves, by name.
    #[arg(long, value_name = "NAME")]
    pub pacing: Option<String>,
    /// How many questions at most; all if not given.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub questions: Option<u16>,
    /// Which questions: all, random, kind:KIND, ability:NAME, weak (rated 1 to 3 or not yet, the lowest
    /// first), new (never practised) or due (`greenroom bank due` lists them).
    #[arg(long, value_name = "WHICH", default_value = "all")]
    pub choose: Choice,
    /// Draw the order from this number, so that it can be repeated.
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
    /// The interviewer's voice, if not the one in the settings.
    #[arg(long, value_enum)]
    pub interviewer: Option<Interviewer>,
    /// Keep everything in this folder instead of your own.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Report as JSON on standard output.
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Rehearse {
    #[command(flatten)]
    pub interview: Interview,
    /// The microphone, by its id; `greenroom mic` shows them.
    #[arg(long, value_name = "ID")]
    pub microphone: Option<String>,
    /// The loudspeaker, by its id; `greenroom doctor` shows them.
    #[arg(long, value_name = "ID")]
    pub speaker: Option<String>,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Demo {
    #[command(flatten)]
    pub interview: Interview,
    /// Let time pass much faster than on the wall.
    #[arg(long)]
    pub fast: bool,
    /// Again and again, so many times in one process: for finding leaks.
    #[arg(long, value_name = "N", default_value_t = 1, hide = true)]
    pub times: u32,
}

#[derive(Debug, ClapArgs)]
pub(super) struct BankArgs {
    #[command(subcommand)]
    pub order: BankOrder,
}

#[derive(Debug, Subcommand)]
pub(super) enum BankOrder {
    /// The banks there are.
    List(Json),
    /// When questions return, by your ratings.
    Due {
        /// The bank; all that were rehearsed if not given.
        #[arg(value_name = "ID")]
        bank: Option<String>,
        /// Look in this folder instead of your own.
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
        /// Report as JSON on standard output.
        #[arg(long)]
        json: bool,
    },
    /// Read a bank's file and say what is wrong with it.
    Check {
        /// The file.
        file: PathBuf,
        /// Report as JSON on standard output.
        #[arg(long)]
        json: bool,
    },
    /// Make a bank of an article, a web page, a list or cards, and say what was understood.
    Import(BankImport),
    /// Write a bank in a form that other programs, printers or people read.
    Export(BankExport),
}

#[derive(Debug, ClapArgs)]
pub(super) struct BankImport {
    /// The article, page or list; `-` reads standard input.
    pub file: PathBuf,
    /// The bank's title, if not the one that was found.
    #[arg(long, value_name = "T")]
    pub title: Option<String>,
    /// What the file is, if it is not found out rightly: text, html, markdown, csv, tsv, anki, json or bank.
    #[arg(long = "as", value_name = "FORM", value_parser = form)]
    pub form: Option<Form>,
    /// Write the bank into this file, which must not exist yet, instead of your own banks.
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Report as JSON on standard output.
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, ClapArgs)]
pub(super) struct BankExport {
    /// The bank, by its id (`greenroom bank list` shows them), or a bank's file.
    #[arg(value_name = "ID|FILE")]
    pub bank: String,
    /// The form: toml, json, csv, anki, markdown or prep-sheet; as the file's name ends if not given.
    #[arg(long = "as", value_name = "FORM", value_parser = export_form)]
    pub form: Option<ExportForm>,
    /// Write into this file, which must not exist yet, instead of standard output.
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

fn form(word: &str) -> Result<Form, String> {
    Form::from_word(word)
        .ok_or_else(|| format!("one of these is wanted: {}", Form::ALL.map(Form::word).join(", ")))
}

fn export_form(word: &str) -> Result<ExportForm, String> {
    ExportForm::from_word(word).ok_or_else(|| {
        format!("one of these is wanted: {}", ExportForm::ALL.map(ExportForm::word).join(", "))
    })
}

#[derive(Debug, ClapArgs)]
pub(super) struct SessionArgs {
    #[command(subcommand)]
    pub order: SessionOrder,
    /// Look in this folder instead of your own.
    #[arg(long, value_name = "DIR", global = true)]
    pub out: Option<PathBuf>,
}

#[derive(Debug, ClapArgs)]
pub(super) struct SessionsArgs {
    /// Look in this folder instead of your own.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Report as JSON on standard output.
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Subcommand)]
pub(super) enum SessionOrder {
    /// The sessions there are, newest first.
    List(Json),
    /// One session with its takes.
    Show {
        /// Its folder, or the folder's name; the newest if not given.
        session: Option<PathBuf>,
        /// Report as JSON on standard output.
        #[arg(long)]
        json: bool,
    },
    /// Move one session to the wastebasket, after asking.
    Remove {
        /// Its folder's name, as `greenroom sessions` shows it.
        #[arg(value_name = "ID")]
        session: PathBuf,
        /// Do not ask.
        #[arg(long)]
        yes: bool,
    },
}

#[derive(Debug, ClapArgs)]
pub(super) struct Measure {
    /// A WAV file: 8 to 192 kHz, mono or stereo, integers of 8 to 32 bits or floats.
    #[arg(value_name = "FILE.wav")]
    pub file: PathBuf,
    /// The answer should last so many seconds at least.
    #[arg(long, value_name = "S", requires = "max", value_parser = secs)]
    pub min: Option<f64>,
    /// The answer should last so many seconds at most.
    #[arg(long, value_name = "S", requires = "min", value_parser = secs)]
    pub max: Option<f64>,
    /// Report as JSON on standard output.
    #[arg(long)]
    pub json: bool,
}

/// A length that an answer may have.
fn secs(text: &str) -> Result<f64, String> {
    let secs = text.parse().ok().filter(|secs| (0.0..=86_400.0).contains(secs));
    secs.ok_or_else(|| "a number of seconds is wanted, from 0 to 86400".to_owned())
}

#[derive(Debug, ClapArgs)]
pub(super) struct Mic {
    /// Record into this WAV file; it must not exist yet.
    #[arg(long, value_name = "FILE", requires = "seconds")]
    pub record: Option<PathBuf>,
    /// For so many seconds.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=7200))]
    pub seconds: Option<u32>,
    /// From this microphone, by its id.
    #[arg(long, value_name = "ID")]
    pub microphone: Option<String>,
    /// Report as JSON on standard output.
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Json {
    /// Report as JSON on standard output.
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, ClapArgs)]
pub(super) struct VoiceTexts {
    /// Only those that the voice pack in this folder lacks.
    #[arg(long, value_name = "DIR")]
    pub lacking: Option<PathBuf>,
}
