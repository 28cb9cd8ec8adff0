use proptest::prelude::*;

use super::*;

#[test]
fn written_forms_are_said_as_people_say_them() {
    for (written, said) in [
        ("Regulations (e.g., HIPAA)?", "Regulations, for example, hippa?"),
        ("electronic health records (ehr) systems", "electronic health records systems"),
        ("Electronic Health Records (EHRs) help", "Electronic Health Records help"),
        ("I used the EHR daily.", "I used the E H R daily."),
        ("An FAQ, two KPIs and the ICU", "An F A Q, two K P I's and the I C U"),
        (
            "Between $60,000 and $75k.",
            "Between sixty thousand dollars and seventy-five thousand dollars.",
        ),
        ("$60,000–$70,000", "sixty thousand dollars to seventy thousand dollars"),
        (
            "I took 1,250 calls, 30% of them at night",
            "I took one thousand two hundred fifty calls, thirty percent of them at night",
        ),
        ("since 2019, for 3.5 years", "since twenty nineteen, for three point five years"),
        ("your 1st, 2nd and 30th day", "your first, second and thirtieth day"),
        ("60–90 seconds or 5-10", "sixty to ninety seconds or five to ten"),
        ("24/7, and/or he/she", "twenty-four seven, and or he or she"),
        ("“What’s next?” she asked…", "What's next? she asked."),
        ("Trust — and calm – first", "Trust, and calm, first"),
        ("Mr. Lee and Dr. Wu vs. time, etc.", "Mister Lee and Doctor Wu versus time, and so on."),
        ("[Previous Company] & [Number] years", "Previous Company and Number years"),
        ("• First\n• Second\n\nThird", "First, Second, Third"),
        ("I use STAR, and the MRI", "I use STAR, and the M R I"),
        ("PLEASE LISTEN TO THE PATIENT", "please listen to the patient"),
        ("open-ended, non-verbal", "open-ended, non-verbal"),
        ("at 9:30 or 10:00 a.m. daily", "at nine thirty or ten A M daily"),
        ("naïve café 日本", "naïve café 日本"),
    ] {
        assert_eq!(prepare(written), said, "{written}");
    }
}

#[test]
fn nothing_an_engine_could_obey_is_left() {
    for hostile in [
        "\u{1}10S very fast \u{1}b1",
        "<speak><break time='9s'/></speak>",
        "[[inpt PHON]] -w/etc/x",
        "$(rm) `id` \\r\\n.\r\n.\r\nQUIT",
        "\u{202e}reversed\u{2066} \u{200b}hidden\u{feff}\u{9b}31m",
    ] {
        let said = prepare(hostile);
        let allowed = |c: char| c.is_alphanumeric() || " .,;:?!'-".contains(c);
        assert!(said.chars().all(allowed), "{hostile:?} became {said:?}");
        assert!(!said.starts_with('.') && !said.contains(" ."), "{said:?}");
    }
}

#[test]
fn nothing_to_say_is_empty() {
    for empty in ["", "  ", "…", "--- — -", "\u{200b}\u{1}", "()", "🎉"] {
        assert_eq!(prepare(empty), "", "{empty:?}");
    }
}

#[test]
fn a_megabyte_is_cut_to_minutes() {
    assert!(prepare(&"a".repeat(1_000_000)).len() <= MAX_WORD_CHARS);
    let long = prepare(&"word ".repeat(200_000));
    assert!(long.len() <= MAX_CHARS && long.ends_with("word"), "{} characters", long.len());
}

proptest! {
    #[test]
    fn any_text_becomes_a_bounded_plain_one(text in "\\PC{0,300}|[\\x00-\\x7f]{0,300}") {
        let said = prepare(&text);
        prop_assert!(said.chars().count() <= MAX_CHARS);
        prop_assert!(!said.contains(['<', '>', '&', '[', ']', '\\', '$', '"']));
        prop_assert!(!said.contains("  ") && said.trim() == said);
        prop_assert!(!said.chars().any(char::is_control));
    }
}
