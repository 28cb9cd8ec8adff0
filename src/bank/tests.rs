//! The banks that ship are whole.

use super::*;

mod any_interview;

/// The twenty questions, letter for letter, with their ids.
const ASKED: [(&str, &str); 20] = [
    ("experience", "Tell me about your experience in customer service or patient relations."),
    ("why-this-role", "Why are you interested in working as a patient relations officer?"),
    (
        "difficult-family",
        "Describe a time you had to deal with a difficult patient or family member. What did you do?",
    ),
    ("stress", "How do you handle stress and maintain composure in a fast-paced environment?"),
    (
        "distress",
        "What are your strategies for effective communication, especially with individuals who may be experiencing distress?",
    ),
    (
        "privacy",
        "How familiar are you with patient rights and confidentiality regulations (e.g., HIPAA)?",
    ),
    ("investigate", "What steps would you take to investigate a patient complaint?"),
    (
        "feedback",
        "How would you ensure that patient feedback is used to improve the quality of care?",
    ),
    ("conflict", "Describe your experience with conflict resolution."),
    (
        "staying-current",
        "How do you stay updated on changes in healthcare policies and regulations?",
    ),
    (
        "qualities",
        "What do you consider to be the most important qualities of a patient relations officer?",
    ),
    (
        "policy",
        "How do you handle situations where you disagree with a hospital policy or procedure?",
    ),
    (
        "culture",
        "What is your understanding of cultural competency, and how do you apply it in your interactions with patients?",
    ),
    ("advocate", "Describe a time when you had to advocate for a patient."),
    ("priorities", "How do you prioritize your workload when faced with multiple urgent requests?"),
    ("trust", "What strategies do you use to build trust with patients and their families?"),
    (
        "no-formal-complaint",
        "How would you handle a situation where a patient is dissatisfied with their medical care but refuses to file a formal complaint?",
    ),
    ("ehr", "Describe your experience with electronic health record (ehr) systems."),
    ("success", "How do you measure the success of patient relations initiatives?"),
    ("salary", "What are your salary expectations for this position?"),
];

fn shipped() -> Bank {
    shipped_as("patient-relations-officer")
}

/// The built-in bank of this id.
fn shipped_as(id: &str) -> Bank {
    let (id, text) = built_in().iter().find(|(named, _)| *named == id).expect("it ships");
    let reading = read(text, id);
    assert_eq!(reading.problems, []);
    reading.bank.expect("the bank that ships can be read")
}

/// All questions that ship, with what to call each in a message.
fn all_questions() -> impl Iterator<Item = (String, Question)> {
    built_in().iter().map(|(id, _)| shipped_as(id)).flat_map(|bank| {
        let name = move |question: &Question| format!("{}/{}", bank.id, question.id);
        bank.questions.into_iter().map(move |question| (name(&question), question))
    })
}

#[test]
fn every_bank_that_ships_reads_without_a_problem_under_its_own_id() {
    for (id, text) in built_in() {
        let reading = read(text, id);
        assert_eq!(reading.problems, []);
        assert_eq!(reading.bank.map(|bank| bank.id).as_deref(), Some(*id));
    }
}

#[test]
fn all_twenty_questions_are_asked_as_they_were_written_and_in_their_order() {
    let bank = shipped();
    let asked: Vec<(&str, &str)> = bank
        .questions
        .iter()
        .map(|question| (question.id.as_str(), question.ask.as_str()))
        .collect();
    assert_eq!(asked, ASKED);
    assert!(ASKED.iter().all(|(id, ask)| bank.question(id).is_some_and(|found| found.ask == *ask)));
    assert_eq!(bank.question("no-such-question"), None);
}

#[test]
fn every_question_has_points_to_check_follow_ups_and_what_the_interviewer_looks_for() {
    for (name, question) in all_questions() {
        assert!((3..=6).contains(&question.points.len()), "{name}");
        assert!(question.probes.len() >= 2, "{name}");
        assert!(!question.looks_for.is_empty(), "{name}");
    }
}

#[test]
fn model_answers_can_be_said_in_about_half_a_minute() {
    for (name, question) in all_questions() {
        let said = spoken_answer(&question, &Values::new());
        let words = said.split_whitespace().count();
        assert!((55..=95).contains(&words), "{name}: {words} words");
    }
}

#[test]
fn no_bracket_and_no_doubled_word_is_left_in_an_unfilled_answer() {
    for (name, question) in all_questions() {
        let said = spoken_answer(&question, &Values::new());
        assert!(!said.contains(['[', ']', '$']), "{name}: {said}");
        let words: Vec<&str> = said.split_whitespace().collect();
        let doubled = words.windows(2).find(|pair| pair[0].eq_ignore_ascii_case(pair[1]));
        assert_eq!(doubled, None, "{name}");
    }
}

#[test]
fn no_two_things_that_ship_share_an_id_or_are_asked_in_the_same_words() {
    let mut asked = std::collections::BTreeMap::new();
    for (name, question) in all_questions() {
        let probes = question.probes.iter().map(|probe| probe.ask.clone());
        for ask in probes.chain([question.ask.clone()]) {
            assert_eq!(asked.insert(ask, name.clone()), None, "{name}");
        }
    }
    let ids: std::collections::BTreeSet<&str> = built_in().iter().map(|(id, _)| *id).collect();
    assert_eq!(ids.len(), built_in().len());
}

#[test]
fn the_six_placeholders_stand_in_three_questions_with_labels_of_their_own() {
    let bank = shipped();
    let placeholders: Vec<(String, String)> = bank
        .questions
        .iter()
        .flat_map(|question| &question.placeholders)
        .map(|placeholder| (placeholder.key(), placeholder.label.clone()))
        .collect();
    let expected = [
        ("experience/Number/1", "your number of years"),
        ("experience/Previous Company/1", "your previous employer"),
        ("experience/Number/2", "your number of people a day"),
        ("experience/Specific Issues/1", "the issues you dealt with"),
        ("ehr/EHR System Name/1", "the record system you used"),
        ("salary/Salary Range/1", "your salary range"),
    ];
    assert_eq!(placeholders, expected.map(|(key, label)| (key.to_owned(), label.to_owned())));
}

#[test]
fn unfilled_answers_read_well_aloud() {
    let bank = shipped();
    let said = |id| spoken_answer(bank.question(id).expect("it ships"), &Values::new());
    let experience = said("experience");
    assert!(experience.starts_with("I have worked with customers for your number of years, and"));
    assert!(experience.contains(
        "At your previous employer I spoke with your number of people a day, mainly about the issues you dealt with."
    ));
    assert!(
        said("ehr").starts_with("I have worked with the record system you used, and with other")
    );
    assert!(said("salary").contains("something within your salary range."));
    for question in &bank.questions {
        assert!(!said(&question.id).contains(['[', ']', '$']), "{}", question.id);
    }
}

#[test]
fn the_role_part_is_whole_and_two_questions_or_more_show_each_task_and_ability() {
    let bank = shipped();
    let role = &bank.role;
    let names = |texts: &[NamedText]| -> Vec<String> {
        texts.iter().map(|named| named.name.clone()).collect()
    };
    assert_eq!(
        names(&role.abilities),
        [
            "Empathy",
            "Communication",
            "Problem-Solving",
            "Active Listening",
            "Conflict Resolution",
            "Cultural Competency"
        ]
    );
    assert_eq!(
        names(&role.tasks),
        [
            "Complaint Resolution",
            "Patient Advocacy",
            "Information Dissemination",
            "Feedback Collection",
            "Conflict Mediation"
        ]
    );
    let shown =
        |is_in: &dyn Fn(&Question) -> bool| bank.questions.iter().filter(|one| is_in(one)).count();
    for ability in names(&role.abilities) {
        assert!(shown(&|question| question.abilities.contains(&ability)) >= 2, "{ability}");
    }
    for task in names(&role.tasks) {
        assert!(shown(&|question| question.tasks.contains(&task)) >= 2, "{task}");
    }
    let paragraphs = [&role.mindset, &role.duties, &role.skills, &role.showcasing, &role.advice];
    assert!(paragraphs.iter().all(|texts| texts.len() >= 2));
    let showcasing = role.showcasing.join(" ");
    assert!(showcasing.contains("STAR") && showcasing.contains("Be specific and quantify"));
}

#[test]
fn the_questions_to_ask_back_cover_team_training_development_and_culture() {
    let about: Vec<String> =
        shipped().your_questions.into_iter().map(|question| question.about).collect();
    assert!((6..=8).contains(&about.len()));
    for topic in ["team dynamics", "training", "professional development", "culture"] {
        assert!(about.iter().any(|about| about.contains(topic)), "{topic}");
    }
}
