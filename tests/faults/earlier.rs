//! A session of earlier days, which nothing may touch.

use std::path::{Path, PathBuf};

use greenroom::store::{Folders, SessionRecord, Store, TakePart, TakeRecord};

use crate::e2e::sound::{RATE, Sound};

/// Its files: what is in them, and where they are below the data folder.
pub struct Earlier(Vec<(Vec<u8>, PathBuf)>);

impl Earlier {
    /// Puts one with a recording into `data`.
    pub fn put(data: &Path) -> Self {
        let (store, _notices) = Store::open(Folders::at(data));
        let began = "2026-01-01T09:00:00+00:00";
        let record = SessionRecord { began: began.to_owned(), ..SessionRecord::new("earlier") };
        let now = format!("{began}[UTC]").parse().expect("a time");
        let session = store.begin_session(&record, &now).expect("begun");
        session.save_record(&record).expect("saved");
        let paths = session.take_paths(0, "why", TakePart::Answer, 1);
        let samples: Vec<i16> = (0..4_800).map(|n| n % 99).collect();
        let frames = samples.len() as u64;
        Sound { rate_hz: RATE, samples }.write(&paths.wav);
        let take =
            TakeRecord { frames, rate_hz: RATE, ..TakeRecord::new("why", TakePart::Answer, 1) };
        session.save_take(&paths, &take).expect("saved");
        let files = [paths.wav, paths.sidecar, session.path().join("session.json")];
        let below = |path: &Path| path.strip_prefix(data).expect("in the data folder").to_owned();
        Self(files.map(|path| (std::fs::read(&path).expect("there"), below(&path))).into())
    }

    /// Fails unless each file is there, to the byte.
    pub fn assert_untouched(&self, data: &Path) {
        for (content, below) in &self.0 {
            let found = std::fs::read(data.join(below)).expect("there");
            assert_eq!(&found, content, "{}", below.display());
        }
    }
}
