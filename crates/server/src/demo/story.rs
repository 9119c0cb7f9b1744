//! What a demo centre's text consists of. Days are told as how long ago they are, so that the story is
//! always fresh.

use domain::{
    Again, ChangeAbout, Company, Country, EmergencyKind, FollowUpKey, HowOften, Language,
    LegalBasis, MeetingPlace, Outcome, PartOfDay, Purpose, Step, TalkKind, Theme, WishState,
};

/// One made-up centre.
pub struct Script {
    /// Names the centre in its ids.
    pub key: &'static str,
    pub name: &'static str,
    pub country: Country,
    pub language: Language,
    pub legal_basis: LegalBasis,
    pub hours: &'static str,
    pub greeting: &'static str,
    pub emergency: &'static [(EmergencyKind, &'static str)],
    pub people: &'static str,
    pub volunteers: &'static str,
    pub activities: &'static str,
    pub words: Words,
    pub stories: &'static [Story],
}

/// Phrases from which plans are put together.
pub struct Words {
    /// Something to do at any hour of any day, and where to meet.
    pub walks: &'static [(&'static str, &'static str)],
}

/// What has happened between a participant and the centre.
pub struct Story {
    /// The line in `people.csv`.
    pub of: &'static str,
    pub referred: i32,
    pub consented: Option<i32>,
    pub also: &'static [Purpose],
    pub paused: Option<i32>,
    pub first: Option<First>,
    pub talks: &'static [Talk],
    pub wishes: &'static [Wished],
    pub trips: &'static [Trip],
    pub unclosed: Option<Unclosed>,
    pub ahead: Ahead,
    pub changes: &'static [Changed],
    pub marks: &'static [Mark],
}

pub const STORY: Story = Story {
    of: "",
    referred: 0,
    consented: None,
    also: &[],
    paused: None,
    first: None,
    talks: &[],
    wishes: &[],
    trips: &[],
    unclosed: None,
    ahead: Ahead::Nothing,
    changes: &[],
    marks: &[],
};

/// The first conversation. Empty text was not said.
pub struct First {
    pub ago: i32,
    pub by_coordinator: bool,
    pub interpreter: bool,
    pub place: MeetingPlace,
    pub matters: &'static str,
    pub themes: &'static [Theme],
    pub next: Step,
    pub earlier: &'static str,
    pub still_liked: &'static str,
    pub good_at: &'static str,
    pub want_to_try: &'static str,
    pub when: &'static [PartOfDay],
    pub company: Option<Company>,
    pub how_often: Option<HowOften>,
}

pub const FIRST: First = First {
    ago: 0,
    by_coordinator: false,
    interpreter: false,
    place: MeetingPlace::Home,
    matters: "",
    themes: &[],
    next: Step::GoTogether,
    earlier: "",
    still_liked: "",
    good_at: "",
    want_to_try: "",
    when: &[],
    company: None,
    how_often: None,
};

/// A later conversation.
pub struct Talk {
    pub ago: i32,
    pub talk: TalkKind,
    pub matters: &'static str,
    pub themes: &'static [Theme],
    pub next: Step,
    pub follow_up: Option<FollowUpKey>,
}

pub struct Wished {
    pub ago: i32,
    pub text: &'static str,
    pub themes: &'static [Theme],
    pub state: WishState,
}

/// A going-together that was closed: on the activity's last day that lies at least `ago` days back.
pub struct Trip {
    pub to: &'static str,
    pub ago: i32,
    pub outcome: Outcome,
    pub again: Option<Again>,
    /// 1 to 5; 0 where nobody chose one.
    pub face: u8,
    pub welcomed: Option<bool>,
    pub note: &'static str,
}

pub const TRIP: Trip = Trip {
    to: "",
    ago: 0,
    outcome: Outcome::AttendedTogether,
    again: Some(Again::Together),
    face: 0,
    welcomed: None,
    note: "",
};

/// A walk that nobody closed.
pub struct Unclosed {
    pub ago: i32,
    pub hour: u16,
    /// Whether "We have met" was said.
    pub met: bool,
}

/// What is planned. Of the named activities the first that fits, else a walk.
pub enum Ahead {
    Nothing,
    Today(&'static [&'static str]),
    /// Within the next six days.
    Soon(&'static [&'static str]),
}

pub struct Changed {
    pub ago: i32,
    pub about: ChangeAbout,
    pub note: &'static str,
}

/// What was decided about a follow-up.
pub struct Mark {
    pub ago: i32,
    pub key: FollowUpKey,
    /// Days from today; `None` skips it.
    pub moved_to: Option<i32>,
}
