//! An empty window of the same toolkit: what a window costs before it does anything.
//!
//! `bare_window` shows a word; `bare_window clock` repaints once a second, with a clock and a bar.

use std::time::{Duration, Instant};

use eframe::egui;

struct Bare {
    clock: bool,
    begun: Instant,
}

impl eframe::App for Bare {
    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        egui::CentralPanel::default().show(ui, |ui| {
            if !self.clock {
                ui.heading("Nothing but a window");
                return;
            }
            let secs = self.begun.elapsed().as_secs();
            ui.heading(format!("{}:{:02}", secs / 60, secs % 60));
            ui.add(egui::ProgressBar::new((secs % 60) as f32 / 60.0));
            let to_the_next = 1.0 - self.begun.elapsed().as_secs_f64().fract();
            ui.ctx().request_repaint_after(Duration::from_secs_f64(to_the_next));
        });
    }
}

fn main() -> eframe::Result {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    // `cargo test` runs benches as well; a window is opened only on request.
    if !arguments.iter().any(|word| word == "window" || word == "clock") {
        println!("usage: bare_window window|clock");
        return Ok(());
    }
    let clock = arguments.iter().any(|word| word == "clock");
    let options = eframe::NativeOptions {
        viewport: egui::ViewportBuilder::default().with_inner_size([1000.0, 700.0]),
        ..Default::default()
    };
    let app = Bare { clock, begun: Instant::now() };
    eframe::run_native("bare", options, Box::new(|_| Ok(Box::new(app))))
}
