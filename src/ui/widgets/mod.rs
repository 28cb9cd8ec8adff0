//! Parts that several screens share. Each has a name for screen readers, works from the keyboard and
//! shows its focus; none knows what it is used for.

mod button;
mod card;
mod check_list;
mod dropdown;
mod level_meter;
mod notice;
mod number;
mod segmented;
mod strip;
mod text;
mod turn;

pub use button::{button_room, changing_button_ui, link_button_ui, primary_button_ui};
pub use card::{card_ui, dialog_ui, is_generous, panel_frame, row_ui, screen_ui};
pub use check_list::{CheckItem, check_list_ui};
pub use dropdown::{Choice, dropdown_ui};
pub use level_meter::{LevelWord, MeterSide, level_meter_ui};
pub use notice::{Notice, NoticeIntent, NoticeKind, notices_ui};
pub use number::{NumberField, number_field_ui, slider_ui};
pub use segmented::segmented_ui;
pub use strip::strip_ui;
pub use text::{
    Tone, body_ui, excerpt_ui, heading_ui, hint_ui, sentence_ui, title_ui, truncated_ui,
};
pub use turn::{Turn, turn_ui};
