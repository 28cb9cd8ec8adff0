//! Faults caused on purpose to the real program, and what is lost by them. Run by script/faults; the
//! table they make is kept in `benches/faults.md`. Made with what Linux and its like have.

#![cfg(unix)]

#[path = "../common/mod.rs"]
mod common;
#[path = "../e2e/mod.rs"]
mod e2e;
#[path = "../common/slow_syncs.rs"]
mod slow_syncs;

mod again;
mod cut_disk;
mod device;
mod disk;
mod disk_model;
mod earlier;
mod formats;
mod hostile;
mod killed;
mod load;
mod long;
mod nth_call;
mod opening;
mod out_of_memory;
mod panics;
mod power;
mod power_cut;
mod privacy;
mod private_server;
mod recorder;
mod scene;
mod small_disk;
mod speech;
mod stall;
mod stream;
mod table;
mod terminal;
mod tone;
mod trace;
mod twice;
use std::path::Path;

use greenroom::rehearsal::recover;
use greenroom::store::{Folders, NoticeKind, Session, Store};

/// How many faults of a sort are caused: few in CI, all with `script/test --faults`.
fn times(in_ci: usize, whole: usize) -> usize {
    if is_whole() { whole } else { in_ci }
}

fn is_whole() -> bool {
    std::env::var_os("FAULTS_WHOLE").is_some()
}

/// A store on what a killed program left, recovered as every start does; no file may have been unreadable.
fn recovered(data: &Path) -> (Store, usize) {
    let (store, notices) = Store::open(Folders::at(data));
    let unreadable = notices.iter().filter(|notice| notice.kind == NoticeKind::SetAside).count();
    assert_eq!(unreadable, 0, "{notices:?}");
    let count = recover(&store).iter().filter(|one| one.sentence.starts_with("Recovered")).count();
    assert_eq!(recover(&store), [], "once is enough");
    (store, count)
}

/// Every take of every session is whole, in its place, and there once.
fn sessions_in_order(store: &Store) -> Vec<Session> {
    let listed = store.list_sessions();
    let sessions: Vec<Session> = listed
        .iter()
        .map(|summary| store.load_session(&summary.path).expect("a session can be read"))
        .collect();
    for session in &sessions {
        assert_eq!(session.problem, None, "nothing in it is unreadable");
        let mut seen = std::collections::BTreeSet::new();
        for take in &session.takes {
            let record = &take.record;
            let sound = e2e::sound::Sound::read(&take.wav);
            // Killed between a recording's last name and its last notes: the file alone tells its length.
            let told = if record.frames == 0 { sound.samples.len() as u64 } else { record.frames };
            assert_eq!(sound.samples.len() as u64, told, "{}", take.wav.display());
            assert!(told > 0, "an empty take: {}", take.wav.display());
            let name = format!("{} {:?} {}", record.question_id, record.part, record.take);
            assert!(seen.insert(name.clone()), "twice: {name}");
            if let Some(planned) = session.record.plan.get(record.position) {
                assert_eq!(*planned, record.question_id, "{}", take.wav.display());
            }
        }
    }
    sessions
}
