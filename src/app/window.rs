//! The window itself: what is drawn now, and where each answer goes.

mod guard;
mod removals;

use std::path::PathBuf;
use std::time::{Duration, Instant};

use egui::{Context, Ui};

use crate::interview::StageView;
use crate::rehearsal::{Analyst, Command, Live, MicState, Outfit, Rehearsal, Snapshot};
use crate::store::{self, Store};
use crate::ui::first_start::{FirstStartIntent, FirstStartModel, FirstStartState, first_start_ui};
use crate::ui::frame::{FrameIntent, FrameModel, FrameState, Screen, frame_ui};
use crate::ui::prepare::{PrepareState, prepare_ui};
use crate::ui::questions::{QuestionsPage, QuestionsState, drop_hint_ui, questions_ui};
use crate::ui::review::{ReviewState, review_ui};
use crate::ui::room::{RoomState, room_ui};
use crate::ui::settings::{SettingsPage, SettingsState, settings_ui};
use crate::ui::theme;
use crate::ui::widgets::{Notice, NoticeIntent, NoticeKind};

use super::closing::Closing;
use super::desk::Desk;
use super::librarian::{Done, Job, Librarian};
use super::notices::{self, Deed, Notices};
use super::questions::QuestionsDesk;
use super::review::ReviewDesk;
use super::sized::Sized;
use super::{dropped, prepare, questions, review, room, settings};

/// The microphone is let go when nobody touched the window for this long: no light on a microphone that
/// nobody needs, and nothing to draw.
const MICROPHONE_IDLE: Duration = Duration::from_secs(20);

pub(super) use guard::Guarded;

/// The window.
pub(super) struct Window {
    rehearsal: Rehearsal,
    desk: Desk,
    questions: QuestionsDesk,
    review: ReviewDesk,
    screen: Screen,
    views: Views,
    notices: Notices,
    /// When the user last did something.
    touched: Instant,
    /// When the screen was entered.
    entered: Instant,
    /// The session of the interview that is over and was shown in the review.
    reviewed: Option<PathBuf>,
    closing: Closing,
    room: room::RoomDesk,
    sized: Sized,
    /// The room was asked to show all keys: they lie above it, in the frame.
    keys_wanted: bool,
}

/// What only the screens know.
#[derive(Default)]
struct Views {
    frame: FrameState,
    prepare: PrepareState,
    questions: QuestionsState,
    room: RoomState,
    review: ReviewState,
    settings: SettingsState,
    first_start: FirstStartState,
    /// Whether devices and voices were looked for.
    searched: bool,
}

/// When to draw after something happened. Not at once: egui draws twice for that.
const WAKE: Duration = Duration::from_millis(1);

/// By then the first picture is on the screen.
const FIRST_PICTURE: Duration = Duration::from_millis(400);

/// How long an interview may take to begin before it is taken for refused.
const BEGINNING: Duration = Duration::from_secs(3);

impl Window {
    /// Starts the director and the librarian and shows the first screen.
    pub(super) fn new(
        ctx: &Context,
        outfit: Outfit,
        store: Store,
        found: Vec<store::Notice>,
    ) -> std::io::Result<Self> {
        let wake = |ctx: &Context| {
            let ctx = ctx.clone();
            move || ctx.request_repaint_after(WAKE)
        };
        let rehearsal = Rehearsal::start(outfit, store.clone(), wake(ctx))?;
        let librarian = Librarian::start(store.clone(), wake(ctx))?;
        let analyst = Analyst::start(store.clone(), rehearsal.watch(), wake(ctx))?;
        librarian.ask(Job::Recover);
        let settings = store.settings();
        removals::remove_due(&settings.recordings, &librarian);
        let library = rehearsal.library();
        let mut notices = Notices::default();
        for notice in found {
            notices.add(NoticeKind::Warning, notice.to_string());
        }
        let mut views = Views::default();
        prepare::recall(&mut views.prepare, &settings);
        theme::install(ctx);
        let first = if settings.first_start_done { Screen::Prepare } else { Screen::FirstStart };
        let desk = Desk::new(store, library, librarian, analyst);
        let mut window = Self {
            rehearsal,
            desk,
            questions: QuestionsDesk::default(),
            review: ReviewDesk::default(),
            screen: Screen::Prepare,
            views,
            notices,
            touched: Instant::now(),
            entered: Instant::now(),
            reviewed: None,
            closing: Closing::default(),
            room: room::RoomDesk::default(),
            sized: Sized::default(),
            keys_wanted: false,
        };
        window.dress(ctx);
        window.go(first);
        Ok(window)
    }

    /// Shows another screen, with what it needs.
    fn go(&mut self, screen: Screen) {
        if self.screen == Screen::Review {
            self.review.leave(&self.rehearsal, &self.desk);
        }
        if self.screen == Screen::Questions {
            self.questions.leave(&self.desk);
        }
        prepare::remember(&self.views.prepare, &mut self.desk);
        self.screen = screen;
        self.entered = Instant::now();
        self.rehearsal.send(Command::StopCheck);
        self.rehearsal.send(Command::StopPlayback);
        let running = self.running(&self.rehearsal.snapshot()).is_some();
        self.desk.read_history();
        match screen {
            Screen::Prepare | Screen::FirstStart => {
                // At the start the first picture comes first; see `search_once`.
                if !running && self.views.searched {
                    self.rehearsal.send(Command::OpenMicrophone(self.desk.microphone()));
                }
            }
            Screen::Questions => {
                // Another program may have changed a bank.
                self.rehearsal.send(Command::Reload);
                self.questions.open(&self.desk);
            }
            Screen::Review => {
                self.review.open(None, &self.desk);
            }
            Screen::Room => {}
            Screen::Settings => {
                self.rehearsal.send(Command::ListDevices);
                self.rehearsal.send(Command::ProbeVoices);
                self.desk.librarian.ask(Job::CountFolders);
            }
        }
    }

    /// Look and size as the settings have them.
    fn dress(&self, ctx: &Context) {
        theme::set_look(ctx, settings::look(self.desk.settings.look));
        let scale = self.desk.settings.scale;
        if (ctx.zoom_factor() - scale).abs() > f32::EPSILON {
            ctx.set_zoom_factor(scale);
        }
    }

    fn receive(&mut self) {
        let done: Vec<Done> = self.desk.librarian.done().collect();
        for one in done {
            match one {
                Done::Recovered(all) => {
                    for recovered in all {
                        self.notices.add(NoticeKind::Warning, recovered.sentence);
                    }
                }
                Done::Sessions(sessions) => self.review.listed(sessions, &self.desk),
                Done::Session(session) => {
                    let takes = self.review.takes_at_hand();
                    if self.review.opened(*session, &self.desk) {
                        self.views.review = ReviewState::default();
                    } else if self.review.takes_at_hand() != takes {
                        self.views.review.takes_changed(&self.review.model);
                    }
                }
                Done::LookedBack(past) => self.review.looked_back(*past, &self.desk),
                Done::History(history) => {
                    self.desk.practised.read(history, &self.desk.librarian);
                    self.review.rebuild(&self.desk);
                }
                Done::Counted(holdings) => self.desk.holdings = Some(holdings),
                Done::Weighed(removal, weight) => {
                    if let Some(sentence) = self.review.weighed(&removal, weight) {
                        self.notices.add(NoticeKind::Problem, sentence);
                    }
                }
                Done::Removed(removed) => self.removed(removed),
                Done::BroughtBack(removed, problem) => self.brought_back(&removed, problem),
                Done::Due(settings, due) => self.due(settings, due),
                Done::SessionsChanged => self.sessions_changed(),
                Done::PacingsSaved | Done::BanksChanged => {
                    self.rehearsal.send(Command::Reload);
                }
                Done::BankKeptBeside(kept) => {
                    self.desk.copy_words(&kept.id, &kept.new_id);
                    self.questions.kept_beside(kept);
                    self.rehearsal.send(Command::Reload);
                }
                Done::BankNotKept(bank, sentence) => {
                    self.questions.not_kept(&bank);
                    self.notices.add(NoticeKind::Problem, sentence);
                }
                Done::ImportKept(result) => {
                    if result.is_ok() {
                        self.rehearsal.send(Command::Reload);
                    }
                    self.questions.import_kept(result, &self.desk);
                }
                Done::Exported(outcome) => {
                    if let Some(sentence) = self.questions.exported(outcome) {
                        self.notices.add(NoticeKind::Problem, sentence);
                    }
                }
                Done::Problem(sentence) => self.notices.add(NoticeKind::Problem, sentence),
            }
        }
        if let Some(kept) = self.questions.import_settled(&self.desk) {
            self.views.questions.import.forget();
            self.views.questions.page = QuestionsPage::Bank;
            let deed = Deed::Rehearse(kept.id.clone());
            self.notices.offer(NoticeKind::Good, kept.sentence(), "Rehearse it", deed);
        }
        for sentence in self.review.learn(self.desk.analyst.news(), &self.desk) {
            self.notices.add(NoticeKind::Problem, sentence);
        }
    }

    /// Looks for devices and voices once the first picture stands: it starts programs and takes seconds.
    fn search_once(&mut self, ctx: &Context) {
        if self.views.searched {
            return;
        }
        let left = FIRST_PICTURE.saturating_sub(self.entered.elapsed());
        if left.is_zero() {
            self.views.searched = true;
            self.rehearsal.send(Command::ListDevices);
            self.rehearsal.send(Command::ProbeVoices);
        } else {
            ctx.request_repaint_after(left);
        }
    }

    /// Lets go of a microphone that nobody looks at, and takes it again when somebody does.
    fn mind_the_microphone(&mut self, ctx: &Context, snapshot: &Snapshot) {
        if ctx.input(|input| !input.events.is_empty()) {
            self.touched = Instant::now();
        }
        if self.running(snapshot).is_some() {
            return; // it is the interview's
        }
        let idle = self.touched.elapsed();
        let wanted = self.shows_the_microphone() && idle < MICROPHONE_IDLE;
        match snapshot.microphone {
            MicState::Ready { .. } if !wanted => {
                self.rehearsal.send(Command::CloseMicrophone);
            }
            MicState::Ready { .. } => {
                ctx.request_repaint_after(MICROPHONE_IDLE.saturating_sub(idle));
            }
            MicState::Closed if wanted && self.views.searched => {
                self.rehearsal.send(Command::OpenMicrophone(self.desk.microphone()));
            }
            _ => {}
        }
    }

    fn shows_the_microphone(&self) -> bool {
        match self.screen {
            Screen::Prepare | Screen::FirstStart => true,
            Screen::Settings => self.views.settings.page == SettingsPage::Sound,
            Screen::Room | Screen::Questions | Screen::Review => false,
        }
    }

    /// The interview that is going on.
    fn running<'a>(&self, snapshot: &'a Snapshot) -> Option<&'a Live> {
        let live = snapshot.live.as_ref()?;
        (live.view.stage != StageView::Finished).then_some(live)
    }

    /// Opens the review of an interview that has just ended.
    fn end_of_interview(&mut self, snapshot: &Snapshot) {
        let Some(live) = &snapshot.live else { return };
        let over = live.view.stage == StageView::Finished;
        if self.screen == Screen::Room && over && self.reviewed.as_ref() != Some(&live.folder) {
            self.go(Screen::Review);
            self.review.open(Some(live.folder.clone()), &self.desk);
            self.reviewed = Some(live.folder.clone());
        }
    }

    fn notices(&self, snapshot: &Snapshot) -> Vec<Notice> {
        if self.screen == Screen::Room {
            return Vec::new();
        }
        let waits = self.running(snapshot).is_some();
        self.notices.all(waits, self.desk.reused.as_ref(), &snapshot.notices)
    }

    fn screen_ui(&mut self, ui: &mut Ui, snapshot: &Snapshot) {
        crate::panics::point("view");
        match self.screen {
            Screen::FirstStart => self.first_start_ui(ui, snapshot),
            Screen::Prepare => {
                let model = prepare::model(snapshot, &mut self.desk);
                let intents = prepare_ui(ui, &model, &mut self.views.prepare);
                let leave = prepare::apply(intents, &self.rehearsal, &mut self.desk);
                self.leave_prepare(leave);
            }
            Screen::Questions => {
                let views = &self.views.questions;
                self.questions.follow(views.page, views.bank.guide_beside, snapshot, &self.desk);
                let intents = questions_ui(ui, &self.questions.model, &mut self.views.questions);
                let leave = self.questions.apply(intents, &self.rehearsal, &mut self.desk);
                self.leave_questions(leave);
            }
            Screen::Room => self.room_ui(ui, snapshot),
            Screen::Review => {
                self.review.follow(snapshot, &self.rehearsal, &self.desk);
                self.review.expect(self.touched, &self.rehearsal);
                let intents = review_ui(ui, &self.review.model, &mut self.views.review);
                let leave = self.review.apply(intents, &self.rehearsal, &mut self.desk);
                if let Some(sentence) = self.review.refusal() {
                    self.notices.add(NoticeKind::Problem, sentence);
                }
                self.leave_review(leave);
            }
            Screen::Settings => {
                let model = settings::model(snapshot, &self.desk);
                let intents = settings_ui(ui, &model, &mut self.views.settings);
                settings::apply(intents, &self.rehearsal, &mut self.desk);
                self.dress(ui.ctx());
            }
        }
    }

    fn leave_prepare(&mut self, leave: Option<prepare::Leave>) {
        match leave {
            Some(prepare::Leave::Room) => {
                // Notes and questions asked belong to one interview.
                self.views.room = RoomState::default();
                self.go(Screen::Room);
            }
            Some(prepare::Leave::Placeholders) => self.questions_at(QuestionsPage::Blanks),
            Some(prepare::Leave::Guide) => self.questions_at(QuestionsPage::Guide),
            Some(prepare::Leave::Pacings) => self.settings_at(SettingsPage::Pacing),
            None => {}
        }
    }

    fn leave_questions(&mut self, leave: Option<questions::Leave>) {
        match leave {
            Some(questions::Leave::Rehearse(question)) => {
                let bank = self.questions.bank().to_owned();
                self.views.prepare.pick(&bank, question);
                self.desk.change(|settings| settings.bank = bank);
                self.go(Screen::Prepare);
            }
            Some(questions::Leave::Edit) => {
                self.views.questions.page = QuestionsPage::Bank;
                self.views.questions.bank.show_editor = true;
            }
            None => {}
        }
    }

    fn leave_review(&mut self, leave: Option<review::Leave>) {
        let Some(review::Leave::Write { bank, question }) = leave else { return };
        self.questions_at(QuestionsPage::Bank);
        self.questions.go_to(bank, question);
        self.views.questions.bank.show_editor = true;
    }

    fn questions_at(&mut self, page: QuestionsPage) {
        self.views.questions.page = page;
        self.go(Screen::Questions);
    }

    fn settings_at(&mut self, page: SettingsPage) {
        self.views.settings.page = page;
        self.go(Screen::Settings);
    }

    fn first_start_ui(&mut self, ui: &mut Ui, snapshot: &Snapshot) {
        let prepared = prepare::model(snapshot, &mut self.desk);
        let speakers = settings::speakers(snapshot);
        let model = FirstStartModel {
            prepare: &prepared,
            speakers: &speakers,
            speaker_chosen: self.desk.settings.speaker.as_ref(),
        };
        let views = &mut self.views;
        for intent in first_start_ui(ui, model, &mut views.first_start, &mut views.prepare) {
            match intent {
                FirstStartIntent::Prepare(intent) => {
                    let leave = prepare::apply(vec![intent], &self.rehearsal, &mut self.desk);
                    self.leave_prepare(leave);
                }
                FirstStartIntent::SpeakerChosen(id) => {
                    self.desk.change(|settings| settings.speaker = id);
                    self.rehearsal.send(Command::UseSpeaker(self.desk.speaker()));
                }
                FirstStartIntent::RefreshSpeakers => {
                    self.rehearsal.send(Command::ListDevices);
                }
                FirstStartIntent::Finished => {
                    self.desk.change(|settings| settings.first_start_done = true);
                    self.go(Screen::Prepare);
                }
            }
        }
    }

    /// Takes files that are dropped on a screen with the navigation.
    fn drop_ui(&mut self, ui: &Ui) {
        if !self.screen.is_framed() {
            return;
        }
        drop_hint_ui(ui);
        let Some((path, more)) = dropped::dropped(ui.ctx()) else { return };
        if self.screen != Screen::Questions {
            self.go(Screen::Questions);
        }
        self.questions.read_dropped(&path, &self.desk);
        if more > 0 {
            let text = "One file at a time: the first one is read.".to_owned();
            self.notices.add(NoticeKind::Info, text);
        }
        ui.ctx().request_repaint();
    }

    /// Does what the button of a notice promised.
    /// A notice was read, or its button pressed.
    fn answer(&mut self, intent: NoticeIntent) {
        match intent {
            NoticeIntent::Act(notices::BACK) => self.go(Screen::Room),
            NoticeIntent::Act(notices::REUSED) => {
                self.desk.undo_reuse();
                self.review.rebuild(&self.desk);
            }
            NoticeIntent::Dismiss(notices::REUSED) => self.desk.reused = None,
            NoticeIntent::Act(id) | NoticeIntent::Dismiss(id) => {
                let deed = self.notices.dismiss(id);
                if let (NoticeIntent::Act(_), Some(deed)) = (intent, deed) {
                    self.act(deed);
                }
                self.rehearsal.send(Command::Dismiss(id));
            }
        }
    }

    fn act(&mut self, deed: Deed) {
        match deed {
            Deed::Rehearse(bank) => {
                self.views.prepare.bank.clone_from(&bank);
                self.desk.change(|settings| settings.bank = bank);
                self.go(Screen::Prepare);
            }
            Deed::PutBack(removed) => {
                self.review.bring_back(&removed, &self.rehearsal, &self.desk);
            }
            Deed::ShowDue => self.show_due(),
        }
    }

    fn room_ui(&mut self, ui: &mut Ui, snapshot: &Snapshot) {
        let old = |live: &Live| self.reviewed.as_ref() == Some(&live.folder);
        self.room.follow(&self.rehearsal);
        let model = self.room.model(snapshot, &self.desk);
        let Some(model) = model.filter(|_| !snapshot.live.as_ref().is_some_and(old)) else {
            // It could not begin: a notice says why.
            if self.entered.elapsed() > BEGINNING {
                self.go(Screen::Prepare);
            }
            ui.ctx().request_repaint_after(BEGINNING);
            return;
        };
        if let Some(left) = self.room.redraw_after(snapshot) {
            ui.ctx().request_repaint_after(left);
        }
        let intents = room_ui(ui, &model, &mut self.views.room);
        match self.room.apply(intents, &self.rehearsal, &self.desk) {
            Some(room::Leave::Review) => self.end_of_interview(snapshot),
            // The interview waits, broken or paused; the navigation leads back to it.
            Some(room::Leave::Devices) => self.settings_at(SettingsPage::Sound),
            Some(room::Leave::Keys) => self.keys_wanted = true,
            None => {}
        }
    }
}

impl eframe::App for Window {
    fn logic(&mut self, ctx: &Context, _frame: &mut eframe::Frame) {
        self.desk.library = self.rehearsal.library();
        self.receive();
        if let Some(left) = self.questions.save_in_time(&self.desk) {
            ctx.request_repaint_after(left);
        }
        let snapshot = self.rehearsal.snapshot();
        self.search_once(ctx);
        self.mind_the_microphone(ctx, &snapshot);
        let mut closing = std::mem::take(&mut self.closing);
        closing.mind(ctx, self.running(&snapshot));
        self.closing = closing;
        self.end_of_interview(&snapshot);
        self.sized.fit(ctx, Instant::now());
        if let Some(size) = self.sized.look(ctx, Instant::now()) {
            self.desk.change(|settings| settings.window = Some(size));
        }
    }

    fn on_exit(&mut self, _graphics: Option<&eframe::glow::Context>) {
        self.review.leave(&self.rehearsal, &self.desk);
        self.questions.leave(&self.desk);
        prepare::remember(&self.views.prepare, &mut self.desk);
        if let Some(size) = self.sized.last() {
            self.desk.change(|settings| settings.window = Some(size));
        }
    }

    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        // How often a window at rest is drawn can be counted with GREENROOM_LOG=trace.
        log::trace!("a frame of {:?}", self.screen);
        let snapshot = self.rehearsal.snapshot();
        let model = FrameModel {
            screen: self.screen,
            notices: self.notices(&snapshot),
            version: env!("CARGO_PKG_VERSION").to_owned(),
        };
        let mut frame = std::mem::take(&mut self.views.frame);
        let ((), intents) = frame_ui(ui, &model, &mut frame, |ui| self.screen_ui(ui, &snapshot));
        self.views.frame = frame;
        if std::mem::take(&mut self.keys_wanted) {
            self.views.frame.keys_open = true;
            ui.ctx().request_repaint();
        }
        self.drop_ui(ui);
        self.closing.ui(ui, &snapshot, &self.rehearsal);
        for intent in intents {
            match intent {
                FrameIntent::Go(screen) => self.go(screen),
                FrameIntent::Notice(intent) => self.answer(intent),
            }
        }
    }
}
