//! Linux and the BSDs: who can be asked to hold off sleep, over D-Bus.

use std::time::Duration;

use zbus::blocking::Connection;
use zbus::blocking::connection::Builder;
use zbus::zvariant::OwnedFd;

use super::Hold;

/// How long one answer may take.
const ANSWER: Duration = Duration::from_secs(5);

/// Who holds off sleep, and why, as the system may show it.
const WHO: &str = "Greenroom";
const WHY: &str = "An interview is being rehearsed or heard";

/// GNOME's flag for "do not suspend".
const NO_SUSPEND: u32 = 4;

/// Asks logind, which is asked for sleep alone; where there is none, the desktop. The first that agrees holds.
pub(super) fn take_hold() -> Option<Hold> {
    let asked = [logind, gnome, power_management, screen_saver];
    asked.into_iter().find_map(|ask| match ask() {
        Ok(hold) => Some(hold),
        Err(error) => {
            log::info!("sleep is not held off by one service: {error}");
            None
        }
    })
}

/// Holds as long as a file is open.
fn logind() -> zbus::Result<Hold> {
    let bus = Builder::system()?.method_timeout(ANSWER).build()?;
    let reply = bus.call_method(
        Some("org.freedesktop.login1"),
        "/org/freedesktop/login1",
        Some("org.freedesktop.login1.Manager"),
        "Inhibit",
        &("sleep", WHO, WHY, "block"),
    )?;
    let held: OwnedFd = reply.body().deserialize()?;
    Ok(Box::new(held))
}

fn gnome() -> zbus::Result<Hold> {
    let place = Place {
        name: "org.gnome.SessionManager",
        path: "/org/gnome/SessionManager",
        interface: "org.gnome.SessionManager",
        release: "Uninhibit",
    };
    place.inhibit(&(WHO, 0_u32, WHY, NO_SUSPEND))
}

fn power_management() -> zbus::Result<Hold> {
    let place = Place {
        name: "org.freedesktop.PowerManagement",
        path: "/org/freedesktop/PowerManagement/Inhibit",
        interface: "org.freedesktop.PowerManagement.Inhibit",
        release: "UnInhibit",
    };
    place.inhibit(&(WHO, WHY))
}

/// The last resort: it holds off the lock of the screen, too.
fn screen_saver() -> zbus::Result<Hold> {
    let place = Place {
        name: "org.freedesktop.ScreenSaver",
        path: "/org/freedesktop/ScreenSaver",
        interface: "org.freedesktop.ScreenSaver",
        release: "UnInhibit",
    };
    place.inhibit(&(WHO, WHY))
}

/// A service of the desktop that gives a number for what it holds.
struct Place {
    name: &'static str,
    path: &'static str,
    interface: &'static str,
    release: &'static str,
}

impl Place {
    fn inhibit<B>(self, body: &B) -> zbus::Result<Hold>
    where
        B: serde::Serialize + zbus::zvariant::DynamicType,
    {
        let bus = Builder::session()?.method_timeout(ANSWER).build()?;
        let reply =
            bus.call_method(Some(self.name), self.path, Some(self.interface), "Inhibit", body)?;
        let cookie: u32 = reply.body().deserialize()?;
        Ok(Box::new(Numbered { bus, place: self, cookie }))
    }
}

/// Held until it is given back, or the connection ends.
struct Numbered {
    bus: Connection,
    place: Place,
    cookie: u32,
}

impl Drop for Numbered {
    fn drop(&mut self) {
        let Place { name, path, interface, release } = self.place;
        let given = self.bus.call_method(Some(name), path, Some(interface), release, &self.cookie);
        if let Err(error) = given {
            log::info!("sleep may be held off until Greenroom is closed: {error}");
        }
    }
}
