//! An article, and the way through the window from it to a bank.

use std::time::Duration;

use egui::{Key, Modifiers};

use super::window::Window;

/// Something that follows at once.
const SOON: Duration = Duration::from_secs(10);

/// The button that keeps the article as a bank.
pub const KEEP: &str = "Keep 5 questions";

/// An article as people find them, of five questions.
pub const ARTICLE: &str = "\
Museum guide job interview questions and answers
Posted in: Guides for newcomers
By the front desk

Essential tasks
• Leading tours: Keeping a group together, on time and curious.
• Answering visitors: Saying what is known, and what is not.

Must-have abilities
• Storytelling: Making a thing behind glass matter to somebody.
• Calm: Staying friendly at the end of a long day.

Question 1
Tell me about yourself.
Answer: I have led [Number] tours at [Museum], most of them for schools. I like the moment when a group stops walking and starts asking.

Question 2
Why do you want to work in this museum?
Answer: Your collection of tools is about how people worked, and visitors know work. I would like to begin my tours there.

Question 3
Describe a time when a tour went wrong.
Answer: A lift failed with half of my group in it. I asked the others to choose the object they would save from a fire, and when the lift moved again they told the rest. We were [Number] minutes late, and nobody complained.

Question 4
How do you prepare a tour for people who are not interested?
Answer: I find one object that everyone in the room has held before. Then I let them say what it is for, and correct as little as possible.

Question 5
What are your salary expectations?
Answer: Between [Amount] and [Amount] a year, depending on weekends.

Share this article with a friend
";

/// Goes to where an article is pasted.
pub fn open(window: &mut Window) {
    window.control("Begin", SOON);
    window.press(Key::Num2, Modifiers::ALT);
    window.click("Import…");
    window.wait_for_words("Import questions", SOON);
}

/// Pastes the article and has it read.
pub fn paste(window: &mut Window) {
    window.paste(ARTICLE);
    window.click("Read it");
    window.control(KEEP, SOON);
}

/// Shows what was left out of it.
pub fn left_out(window: &mut Window) {
    let page = window.wait("what was left out", SOON, |thing| {
        thing.is_control() && thing.name.starts_with("List: Left out")
    });
    window.click_at(page.middle);
}
