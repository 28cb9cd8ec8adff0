//! The banks that come with the program.

/// Id and TOML text of each bank that ships. A file of the same id in the user's folder replaces one.
#[must_use]
pub fn built_in() -> &'static [(&'static str, &'static str)] {
    &[
        (
            "patient-relations-officer",
            include_str!("../../data/banks/patient-relations-officer.toml"),
        ),
        ("any-interview", include_str!("../../data/banks/any-interview.toml")),
    ]
}
