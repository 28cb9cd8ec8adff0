//! Walks through every screen and dialog and looks where each control is: in small and large windows, at the
//! usual size and at twice that, everything that can be pressed lies in the window or comes into it by the
//! focus and by the wheel, and nothing lies on anything else.

mod look;
mod scenes;

use look::Window;
use scenes::Scene;

/// Windows, width and height in pixels, and how large everything in them is shown: the least window and a usual
/// one, at the usual size and at twice that.
const WINDOWS: [([f32; 2], f32); 4] =
    [([900.0, 600.0], 1.0), ([1280.0, 800.0], 1.0), ([900.0, 600.0], 2.0), ([1280.0, 800.0], 2.0)];

/// Looks at these scenes in every window, and tells of everything that is wrong.
fn walk(scenes: fn() -> Vec<Scene>) {
    let mut faults = Vec::new();
    for (size, scale) in WINDOWS {
        for scene in scenes() {
            let name = scene.name;
            for fault in Window::open(scene, size, scale).faults() {
                faults.push(format!("{name} at {}x{}, {scale}: {fault}", size[0], size[1]));
            }
        }
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

#[test]
#[ignore = "the walk is not yet green on every screen, and takes minutes"]
fn the_first_start_is_in_reach() {
    walk(scenes::first_start);
}

#[test]
#[ignore = "the walk is not yet green on every screen, and takes minutes"]
fn prepare_is_in_reach() {
    walk(scenes::prepare);
}

#[test]
#[ignore = "the walk is not yet green on every screen, and takes minutes"]
fn settings_are_in_reach() {
    walk(scenes::settings);
}

#[test]
#[ignore = "the walk is not yet green on every screen, and takes minutes"]
fn the_room_is_in_reach() {
    walk(scenes::rooms);
}

#[test]
#[ignore = "the walk is not yet green on every screen, and takes minutes"]
fn review_is_in_reach() {
    walk(scenes::reviews);
}

#[test]
#[ignore = "the walk is not yet green on every screen, and takes minutes"]
fn questions_are_in_reach() {
    walk(scenes::questions);
}

#[test]
#[ignore = "the walk is not yet green on every screen, and takes minutes"]
fn import_and_export_are_in_reach() {
    walk(scenes::in_and_out);
}

#[test]
#[ignore = "the walk is not yet green on every screen, and takes minutes"]
fn the_frame_and_what_lies_over_it_are_in_reach() {
    walk(scenes::around);
}

#[test]
fn what_lies_outside_without_a_way_to_it_is_found() {
    // The walk itself would be worth nothing if it let this pass.
    let scene = Scene::of("a button too far down", |ui| {
        ui.set_clip_rect(ui.max_rect());
        ui.add_space(900.0);
        let _unseen = ui.button("Out of reach");
    });
    let found = Window::open(scene, WINDOWS[0].0, 1.0).faults();
    assert!(found.iter().any(|fault| fault.contains("Out of reach")), "{found:?}");
    let scene = Scene::of("one button on another", |ui| {
        let below = ui.button("Below");
        ui.put(below.rect.translate(egui::vec2(10.0, 0.0)), egui::Button::new("Above"));
    });
    let found = Window::open(scene, WINDOWS[0].0, 1.0).faults();
    assert!(found.iter().any(|fault| fault.contains("lies on")), "{found:?}");
    let scene = Scene::of("a word cut off", |ui| {
        ui.set_clip_rect(egui::Rect::from_min_size(ui.max_rect().min, egui::vec2(40.0, 40.0)));
        ui.label("A sentence that is longer than that");
    });
    let found = Window::open(scene, WINDOWS[0].0, 1.0).faults();
    assert!(found.iter().any(|fault| fault.contains("is cut")), "{found:?}");
}

#[test]
fn page_keys_scroll_what_the_window_is_too_small_for() {
    let scene = Scene::of("a long page", |ui| {
        let area = egui::ScrollArea::vertical().auto_shrink(false);
        super::scrolling::scroll_ui(ui, area, |ui| {
            for nth in 0..80 {
                ui.label(format!("Line {nth}"));
            }
        });
    });
    let mut window = Window::open(scene, WINDOWS[0].0, 1.0);
    let top = |window: &mut Window| window.place_of("Line 0");
    let first = top(&mut window);
    window.press(egui::Key::PageDown);
    let second = top(&mut window);
    assert!(second < first - 300.0, "{first} {second}");
    window.press(egui::Key::End);
    assert!(top(&mut window) < second - 300.0);
    window.press(egui::Key::PageUp);
    window.press(egui::Key::Home);
    assert!((top(&mut window) - first).abs() < 1.0);
}
