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
        ("กรุณาแนะนำตัวเอง อยู่ที่นี่", "กรุณาแนะนำตัวเอง อยู่ที่นี่"),
        ("अपने बारे में, हिन्दी में।", "अपने बारे में, हिन्दी में."),
    ] {
        assert_eq!(prepare(written), said, "{written}");
    }
}

/// What articles, saved pages and lists bring along.
#[test]
fn what_is_imported_is_said_as_people_say_it() {
    for (written, said) in [
        ("The Q&A, w/ a pen", "The Q and A, with a pen"),
        ("Your CV, your KPIs", "Your C V, your K P I's"),
        ("Why [Company]? Why <Company>? Why {Company}?", "Why Company? Why Company? Why Company?"),
        ("I have ____ years, and ___.", "I have blank years, and blank."),
        ("Do NOT say WHY you left; ALWAYS be SMART.", "Do NOT say WHY you left; ALWAYS be SMART."),
        ("First point.\n\nSecond point\n\n  Third", "First point. Second point, Third"),
        ("● Listen ● Ask → repeat ✓ done", "Listen, Ask, repeat, done"),
        ("See https://www.example.com/jobs?id=3_4&x=[y].", "See example dot com."),
        (
            "(HTTP://user@example.co.uk:80/a) or www.example.org",
            "example dot co dot uk, or example dot org",
        ),
        ("Write to jane.doe@example.com.", "Write to jane dot doe at example dot com."),
        ("Node.js, C++, C# and .NET", "Node dot js, C plus plus, C sharp and dot net"),
        ("It went well.Then I left.", "It went well. Then I left."),
        ("Great 🎉👍🏽 work 1️⃣", "Great work one"),
        ("𝗧𝗲𝗹𝗹 𝘮𝘦 ｍｏｒｅ, 𝟭𝟮 times", "Tell me more, twelve times"),
        ("a diﬃcult ﬁrst oﬃce", "a difficult first office"),
        (
            "10k users, 3x faster, 2M calls, 2000+ tickets",
            "ten thousand users, three times faster, two million calls, two thousand plus tickets",
        ),
        ("~50 people, 2½ years, ½ a day", "about fifty people, two and a half years, half a day"),
        (
            "rated 4/5, split 50/50, on 24/11/2026",
            "rated four out of five, split fifty-fifty, on twenty-four eleven twenty twenty-six",
        ),
        ("the manager(s) and a 401(k) plan", "the managers and a four oh one K plan"),
        ("1:1 meetings, A/B tests, n/a", "one-on-one meetings, A B tests, not applicable"),
        ("ספר לי על עצמך", "ספר לי על עצמך"),
        ("\u{202b}أخبرني عن نفسك\u{202c}؟", "أخبرني عن نفسك?"),
        ("自己紹介、お願いします。はい？", "自己紹介, お願いします. はい?"),
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
