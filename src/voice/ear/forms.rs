//! The tables of written forms: abbreviations, names, capitals that are a word.

/// Written forms and how they are said. Compared in lower case, without the marks that may follow.
pub(super) const SAID: &[(&str, &str)] = &[
    ("e.g", "for example"),
    ("eg", "for example"),
    ("i.e", "that is"),
    ("etc", "and so on"),
    ("vs", "versus"),
    ("approx", "approximately"),
    ("incl", "including"),
    ("aka", "also known as"),
    ("a.k.a", "also known as"),
    ("n/a", "not applicable"),
    ("tbd", "to be decided"),
    ("mr", "Mister"),
    ("mrs", "Missus"),
    ("ms", "Miz"),
    ("dr", "Doctor"),
    ("prof", "Professor"),
    ("w/", "with"),
    ("w/o", "without"),
    ("&", "and"),
    ("+", "plus"),
    ("=", "equals"),
    ("@", "at"),
    ("%", "percent"),
    ("€", "euros"),
    ("£", "pounds"),
    ("24/7", "twenty-four seven"),
    ("50/50", "fifty-fifty"),
    ("1/2", "one half"),
    ("1:1", "one-on-one"),
    ("1-on-1", "one-on-one"),
    ("9-to-5", "nine-to-five"),
    ("401k", "four oh one K"),
    ("a/b", "A B"),
    ("c++", "C plus plus"),
    ("c#", "C sharp"),
    (".net", "dot net"),
    ("ph.d", "P H D"),
    ("phd", "P H D"),
    ("yrs", "years"),
    ("hrs", "hours"),
    ("mins", "minutes"),
    ("dept", "department"),
    ("mgmt", "management"),
    ("hipaa", "hippa"),
    ("osha", "osha"),
    ("ehr", "E H R"),
    ("ehrs", "E H R's"),
    ("emr", "E M R"),
    ("emrs", "E M R's"),
    ("ok", "okay"),
    ("a.m", "A M"),
    ("p.m", "P M"),
    ("u.s", "U S"),
    ("u.k", "U K"),
];

/// Forms whose full stop belongs to them and does not end the sentence by itself.
pub(super) const WITH_STOP: &[&str] =
    &["e.g", "eg", "i.e", "vs", "approx", "incl", "mr", "mrs", "ms", "dr", "prof", "a.m", "p.m"];

/// What stands behind the last full stop of an address, a file or a programming tool.
pub(super) const ENDINGS: &[&str] = &[
    "com", "org", "net", "edu", "gov", "io", "ai", "co", "uk", "eu", "de", "fr", "ca", "app",
    "dev", "js", "html", "pdf", "docx", "xlsx",
];

/// Capitals that are read as a word: names that are said as one, and what articles like to stress.
pub(super) const WORDS_IN_CAPITALS: &[&str] = &[
    "ACE", "AGILE", "CAR", "COVID", "GAAP", "LEAN", "NASA", "NATO", "PAR", "PIN", "SCRUM", "SMART",
    "SOAR", "STAR", "SWOT", //
    "A", "ALL", "AN", "AND", "ANY", "ARE", "ASK", "AT", "AVOID", "BE", "BEST", "BUT", "BY", "CAN",
    "DO", "EACH", "EVER", "EVERY", "FIRST", "FOR", "FROM", "GOOD", "HOW", "I", "IF", "IN", "IS",
    "JOB", "JUST", "KNOW", "LESS", "MAY", "MORE", "MOST", "MUST", "MY", "NEED", "NEVER", "NEW",
    "NEXT", "NO", "NOT", "NOTE", "NOW", "OF", "ON", "ONE", "ONLY", "OR", "OUR", "SAY", "SO",
    "STOP", "TELL", "THAT", "THE", "THEIR", "THEM", "THEN", "THEY", "THIS", "TIP", "TO", "TRUE",
    "TWO", "VERY", "WAS", "WE", "WHAT", "WHEN", "WHERE", "WHICH", "WHO", "WHY", "WILL", "WITH",
    "YES", "YOU", "YOUR",
];
