//! What Greenroom and its helper program say to each other.
//!
//! One JSON object a line: orders on the helper's standard input, replies on its standard output. Lines that are
//! none of these are ignored by both.

use serde::{Deserialize, Serialize};

use super::VoiceName;

/// Raised whenever an order or reply changes its meaning.
pub const VERSION: u32 = 1;

/// The longest line either side reads, in bytes.
pub const MAX_LINE_BYTES: u64 = 1024 * 1024;

/// Greenroom to the helper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Order {
    /// Are you there? Answered by [`Reply::Ready`].
    Hello,
    /// Which voices are there? Answered by [`Reply::Voices`]; may take seconds.
    Voices,
    /// Speak. Answered by [`Reply::Begun`] and later [`Reply::Ended`], or by [`Reply::Failed`].
    Say {
        /// Comes back in the replies.
        id: u64,
        /// Prepared for the ear.
        text: String,
        /// Speed in words per minute.
        wpm: u16,
        /// Name of the voice; none for the system's choice.
        voice: Option<String>,
    },
    /// Be quiet at once. Not answered.
    Stop,
}

/// The helper to Greenroom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Reply {
    /// The speech service answers.
    Ready {
        /// [`VERSION`] of the helper.
        version: u32,
        /// Name of the speech service.
        engine: String,
    },
    /// The voices, without the thousands of variants.
    Voices(Vec<VoiceName>),
    /// An utterance can be heard.
    Begun {
        /// Of this order.
        id: u64,
    },
    /// It can no longer be heard.
    Ended {
        /// Of this order.
        id: u64,
    },
    /// An order, or without `id` the whole helper, failed.
    Failed {
        /// Of this order.
        id: Option<u64>,
        /// For the log.
        why: String,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_as_documented() {
        let say = Order::Say { id: 7, text: "Hello.".into(), wpm: 165, voice: None };
        let line = serde_json::to_string(&say).unwrap();
        assert_eq!(line, r#"{"say":{"id":7,"text":"Hello.","wpm":165,"voice":null}}"#);
        assert_eq!(serde_json::from_str::<Order>(r#""stop""#).unwrap(), Order::Stop);
        assert_eq!(
            serde_json::from_str::<Reply>(r#"{"ended":{"id":7}}"#).unwrap(),
            Reply::Ended { id: 7 }
        );
    }
}
