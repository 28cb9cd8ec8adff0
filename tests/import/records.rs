//! Lists of records in the shapes that people have them, written by us.

use crate::articles::holds;

macro_rules! fixtures {
    ($($fact:ident: $name:literal,)*) => {
        $(
            #[test]
            fn $fact() {
                holds(concat!("records/", $name));
            }
        )*
    };
}

fixtures! {
    a_table_with_heads_of_its_own: "heads.csv",
    a_table_parted_by_semicolons_in_another_language: "semicolons.csv",
    a_list_with_numbers_and_no_heads: "numbered.tsv",
    cards_in_html_with_columns_of_ankis_own: "cards.txt",
    objects_with_keys_of_many_names: "objects.json",
    a_map_from_questions_to_answers: "answers.json",
    a_page_of_questions_for_search_engines: "faq.json",
    another_bank_with_two_slips: "bank.toml",
}
