//! Settings, profile, pacings and banks.

use super::*;

fn changed() -> Settings {
    Settings {
        microphone: Some("pulseaudio:mic".to_owned()),
        voice: VoiceSettings {
            engine: EnginePreference::System,
            system_voice: Some("Anna".to_owned()),
            ..VoiceSettings::default()
        },
        look: Look::Light,
        scale: 1.25,
        window: Some([1280.0, 800.0]),
        first_start_done: true,
        ..Settings::default()
    }
}

fn path(folder: &TempDir, name: &str) -> std::path::PathBuf {
    folder.path().join(name)
}

#[test]
fn settings_come_back_as_they_were_saved() {
    let (folder, store) = fresh();
    assert_eq!(store.settings(), Settings::default());
    store.save_settings(&changed()).unwrap();
    assert_eq!(store.settings(), changed());
    drop(store);
    assert_eq!(reopen(folder.path()).settings(), changed());
}

#[test]
fn unknown_settings_survive_a_round_trip() {
    let folder = tempfile::tempdir().unwrap();
    let text = "colour-of-curtain = \"red\"\nlook = \"dark\"\n[voice]\npitch = 3\n[shelf]\nbooks = [1, 2]\n";
    fs::write(path(&folder, "settings.toml"), text).unwrap();
    let store = reopen(folder.path());
    let mut settings = store.settings();
    assert_eq!(settings.look, Look::Dark);
    settings.look = Look::Light;
    store.save_settings(&settings).unwrap();

    let saved: toml::Table =
        fs::read_to_string(path(&folder, "settings.toml")).unwrap().parse().unwrap();
    assert_eq!(saved["colour-of-curtain"].as_str(), Some("red"));
    assert_eq!(saved["voice"]["pitch"].as_integer(), Some(3));
    assert_eq!(saved["shelf"]["books"].as_array().unwrap().len(), 2);
    assert_eq!(saved["look"].as_str(), Some("light"));
}

#[test]
fn unreadable_settings_are_set_aside_and_reported() {
    for damage in [&b"look = "[..], b"\xFF\xFE\x00", &[b'#'; 2 << 20]] {
        let folder = tempfile::tempdir().unwrap();
        fs::write(path(&folder, "settings.toml"), damage).unwrap();
        let (store, notices) = Store::open(Folders::at(folder.path()));
        let aside = path(&folder, "settings.unreadable-1.toml");
        assert_eq!(notices.len(), 1, "{notices:?}");
        assert_eq!((notices[0].kind, &notices[0].path), (NoticeKind::SetAside, &aside));
        assert_eq!(fs::read(&aside).unwrap(), damage);
        assert_eq!(store.settings(), Settings::default());
        store.save_settings(&changed()).unwrap();
        assert_eq!(fs::read(&aside).unwrap(), damage, "saving leaves it alone");
    }
}

#[test]
fn one_bad_entry_costs_only_itself_and_the_file_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let text =
        "look = \"sepia\"\nscale = 1.5\npacing = \"Cold and quiet\"\nwindow = [1.0, 2.0, 3.0]\n";
    fs::write(path(&folder, "settings.toml"), text).unwrap();
    let (store, notices) = Store::open(Folders::at(folder.path()));
    assert_eq!(notices.len(), 1);
    assert!(notices[0].sentence.contains("look, window"), "{}", notices[0]);
    let settings = store.settings();
    assert_eq!((settings.look, settings.scale), (Look::System, 1.5));
    assert_eq!(settings.pacing, "Cold and quiet");
    assert_eq!(fs::read_to_string(path(&folder, "settings.unreadable-1.toml")).unwrap(), text);
    drop(store);
    assert_eq!(reopen(folder.path()).settings(), settings, "reported once");
}

#[test]
fn newer_settings_are_used_and_never_changed() {
    let folder = tempfile::tempdir().unwrap();
    let text = "schema = 2\nlook = \"dark\"\nscale = \"huge\"\n";
    fs::write(path(&folder, "settings.toml"), text).unwrap();
    let (store, notices) = Store::open(Folders::at(folder.path()));
    assert_eq!(notices.len(), 1);
    assert_eq!(notices[0].kind, NoticeKind::ReadOnly);
    assert_eq!(store.settings().look, Look::Dark);
    let refused = store.save_settings(&changed());
    assert!(matches!(refused, Err(StoreError::Newer { found: 2, known: 1, .. })));
    assert_eq!(fs::read_to_string(path(&folder, "settings.toml")).unwrap(), text);
    assert!(names_in(folder.path()).iter().all(|name| !name.contains("unreadable")));
}

#[test]
fn what_can_not_be_read_now_is_not_written_over() {
    let folder = tempfile::tempdir().unwrap();
    // A folder in its place: neither readable nor damaged.
    fs::create_dir(path(&folder, "settings.toml")).unwrap();
    let (store, notices) = Store::open(Folders::at(folder.path()));
    assert_eq!(notices[0].kind, NoticeKind::ReadOnly);
    assert!(matches!(store.save_settings(&changed()), Err(StoreError::NotReadBefore { .. })));
    assert!(path(&folder, "settings.toml").is_dir());
}

#[test]
fn the_profile_comes_back_with_what_others_wrote_into_it() {
    let (folder, store) = fresh();
    let mut profile = Profile::default();
    profile.set("officer", "experience/Number/1", "twelve");
    profile.set("officer", "experience/Number/2", " \"30\" % 😀 ");
    store.save_profile(&profile).unwrap();
    assert_eq!(store.profile(), profile);
    drop(store);

    let file = path(&folder, "profile.toml");
    let text = fs::read_to_string(&file).unwrap();
    let by_hand = format!("name = \"Ada\"\n{text}\n[banks.cook]\n\"salary/Number/1\" = 52000\n");
    fs::write(&file, by_hand).unwrap();
    let store = reopen(folder.path());
    let mut read = store.profile();
    assert_eq!(read.value("cook", "salary/Number/1"), Some("52000"));
    assert_eq!(read.value("officer", "experience/Number/2"), Some("\"30\" % 😀"));
    read.set("cook", "salary/Number/1", "");
    store.save_profile(&read).unwrap();
    let saved = fs::read_to_string(&file).unwrap();
    assert!(saved.contains("name = \"Ada\""), "{saved}");
    assert!(!saved.contains("salary"), "removed values are gone: {saved}");
    store.save_profile(&profile).unwrap();
    assert!(fs::read_to_string(&file).unwrap().contains("name = \"Ada\""));
}

#[test]
fn words_kept_without_a_bank_count_for_each_bank_until_it_has_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let file = path(&folder, "profile.toml");
    let text = "schema = 1\nname = \"Ada\"\n[values]\n\"why/Number/1\" = \"12\"\n\"why/Place/1\" = \"Hull\"\n";
    fs::write(&file, text).unwrap();
    let store = reopen(folder.path());
    let mut profile = store.profile();
    for bank in ["officer", "cook"] {
        assert_eq!(profile.value(bank, "why/Number/1"), Some("12"), "{bank}");
    }
    profile.set("officer", "why/Number/1", "13");
    profile.set("officer", "why/Place/1", "  ");
    store.save_profile(&profile).unwrap();
    drop(store);

    let profile = reopen(folder.path()).profile();
    assert_eq!(profile.value("officer", "why/Number/1"), Some("13"));
    assert_eq!(profile.value("officer", "why/Place/1"), None, "emptied, and it stays so");
    assert_eq!(profile.of("officer"), BTreeMap::from([("why/Number/1".into(), "13".into())]));
    assert_eq!(profile.value("cook", "why/Number/1"), Some("12"));
    assert_eq!(profile.value("cook", "why/Place/1"), Some("Hull"));
    let saved: toml::Table = fs::read_to_string(&file).unwrap().parse().unwrap();
    assert_eq!(saved["schema"].as_integer(), Some(2));
    assert_eq!(saved["name"].as_str(), Some("Ada"));
    assert_eq!(saved["values"]["why/Place/1"].as_str(), Some("Hull"), "nothing is lost");
}

#[test]
fn a_newer_profile_is_used_and_never_changed() {
    let folder = tempfile::tempdir().unwrap();
    let file = path(&folder, "profile.toml");
    let text = "schema = 3\n[banks.cook]\n\"why/Number/1\" = \"12\"\n";
    fs::write(&file, text).unwrap();
    let (store, notices) = Store::open(Folders::at(folder.path()));
    assert_eq!(notices[0].kind, NoticeKind::ReadOnly);
    assert_eq!(store.profile().value("cook", "why/Number/1"), Some("12"));
    let refused = store.save_profile(&Profile::default());
    assert!(matches!(refused, Err(StoreError::Newer { found: 3, known: 2, .. })));
    assert_eq!(fs::read_to_string(&file).unwrap(), text);
}

#[test]
fn a_copy_of_a_bank_begins_with_its_words() {
    let mut profile = Profile::default();
    profile.set("officer", "why/Number/1", "12");
    profile.set("officer", "why/Place/1", "Hull");
    profile.set("mine", "why/Place/1", "York");
    profile.copy_bank("officer", "mine");
    profile.copy_bank("nobody", "mine");
    assert_eq!(profile.value("mine", "why/Number/1"), Some("12"));
    assert_eq!(profile.value("mine", "why/Place/1"), Some("York"), "its own stay");
    profile.set("mine", "why/Number/1", "3");
    assert_eq!(profile.value("officer", "why/Number/1"), Some("12"));
}

#[test]
fn own_pacings_are_kept_and_damaged_ones_not_overwritten() {
    let (folder, store) = fresh();
    assert_eq!(store.own_pacings_text(), None);
    store.save_own_pacings("[[pacing]]\nname = \"Mine\"\n").unwrap();
    assert_eq!(store.own_pacings_text().as_deref(), Some("[[pacing]]\nname = \"Mine\"\n"));

    fs::write(path(&folder, "pacings.toml"), "[[pacing\n").unwrap();
    store.save_own_pacings("# new\n").unwrap();
    let aside = path(&folder, "pacings.unreadable-1.toml");
    assert_eq!(fs::read_to_string(aside).unwrap(), "[[pacing\n");
    assert_eq!(store.set_own_pacings_aside().unwrap(), path(&folder, "pacings.unreadable-2.toml"));
    assert_eq!(store.own_pacings_text(), None);
}

#[test]
fn banks_are_read_in_order_and_each_problem_stands_alone() {
    let (folder, store) = fresh();
    let banks = path(&folder, "banks");
    fs::write(banks.join("b.toml"), "id = \"b\"").unwrap();
    fs::write(banks.join("a.toml"), [0xC3, 0x28]).unwrap();
    fs::write(banks.join("c.toml"), vec![b'#'; (16 << 20) + 1]).unwrap();
    fs::write(banks.join("d.txt"), "no bank").unwrap();
    fs::create_dir(banks.join("e.toml")).unwrap();
    let texts = store.bank_texts();
    let names: Vec<_> =
        texts.iter().map(|(path, _)| path.file_name().unwrap().to_str().unwrap()).collect();
    assert_eq!(names, ["a.toml", "b.toml", "c.toml", "e.toml"]);
    assert!(matches!(texts[0].1, Err(StoreError::NotText { .. })));
    assert_eq!(texts[1].1.as_deref().unwrap(), "id = \"b\"");
    assert!(matches!(texts[2].1, Err(StoreError::TooLarge { limit_bytes: 16_777_216, .. })));
    assert!(matches!(texts[3].1, Err(StoreError::Read { .. })));
}

#[cfg(unix)]
#[test]
fn banks_linked_from_elsewhere_are_refused() {
    let (folder, store) = fresh();
    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("secret.toml"), "secret").unwrap();
    let link = path(&folder, "banks").join("x.toml");
    std::os::unix::fs::symlink(outside.path().join("secret.toml"), &link).unwrap();
    let texts = store.bank_texts();
    assert!(matches!(texts[0].1, Err(StoreError::LeadsOut { .. })), "{texts:?}");
}

#[test]
fn errors_say_what_to_do_and_end_with_the_path() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("in-the-way");
    fs::write(&file, "").unwrap();
    let (store, notices) = Store::open(Folders::at(file.join("data")));
    assert_eq!(notices[0].kind, NoticeKind::NoFolder);
    let error = store.save_settings(&changed()).unwrap_err();
    let sentence = error.to_string();
    assert!(
        sentence.ends_with(&file.join("data/settings.toml").display().to_string()),
        "{sentence}"
    );
    assert!(sentence.contains("Try again, or choose another folder"), "{sentence}");
    assert!(!error.is_disk_full());
    let full = StoreError::Write {
        source: std::io::Error::from(std::io::ErrorKind::StorageFull),
        path: file,
    };
    assert!(full.is_disk_full());
    assert!(full.to_string().contains("Make room"), "{full}");
}

#[test]
fn chosen_days_come_back_with_what_others_wrote_beside_them() {
    let folder = tempfile::tempdir().unwrap();
    let text = "mood = \"calm\"\n[banks.mine.stress]\non = 2026-11-27\nafter = \"2026-11-20T08:00:00Z\"\n\
                rating = 3\nwhy = \"a holiday\"\n";
    fs::write(path(&folder, "returns.toml"), text).unwrap();
    let store = reopen(folder.path());
    let mut returns = store.returns();
    assert_eq!(returns["mine"]["stress"].on, "2026-11-27", "written by hand, without quotes");
    returns.get_mut("mine").unwrap().get_mut("stress").unwrap().on = "never".to_owned();
    returns.insert("emptied".to_owned(), BTreeMap::new());
    store.save_returns(&returns).unwrap();

    let saved: toml::Table =
        fs::read_to_string(path(&folder, "returns.toml")).unwrap().parse().unwrap();
    assert_eq!(saved["mood"].as_str(), Some("calm"));
    assert_eq!(saved["banks"]["mine"]["stress"]["why"].as_str(), Some("a holiday"));
    assert_eq!(saved["banks"]["mine"]["stress"]["on"].as_str(), Some("never"));
    assert!(saved["banks"].get("emptied").is_none());
}
