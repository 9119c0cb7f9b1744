//! What a choice is called on the screen. Each match is complete, so that a new choice in the domain
//! asks for its words when the app is built.

use domain::query::Stage;
use domain::{
    Access, Again, ChangeAbout, Company, ConcernTold, ContactPreference, ContactRole,
    EmergencyKind, FollowUpKey, HowOften, MeetingPlace, Outcome, PartOfDay, Present, Step, Theme,
    Told, WishState,
};

use super::Words;

impl Words {
    pub(crate) fn theme(self, theme: Theme) -> &'static str {
        match theme {
            Theme::Company => self.theme_company(),
            Theme::Movement => self.theme_movement(),
            Theme::Culture => self.theme_culture(),
            Theme::Making => self.theme_making(),
            Theme::Nature => self.theme_nature(),
            Theme::Learning => self.theme_learning(),
        }
    }

    pub(crate) fn step(self, step: Step) -> &'static str {
        match step {
            Step::GoTogether => self.talk_now_together(),
            Step::Call => self.talk_now_call(),
            Step::Nothing => self.talk_now_nothing(),
        }
    }

    pub(crate) fn outcome(self, outcome: Outcome) -> &'static str {
        match outcome {
            Outcome::AttendedTogether => self.visit_outcome_there(),
            Outcome::AttendedAlone => self.visit_outcome_alone(),
            Outcome::TurnedBack => self.visit_outcome_turned_back(),
            Outcome::NoShow => self.visit_outcome_no_show(),
            Outcome::CancelledByParticipant
            | Outcome::CancelledByVolunteer
            | Outcome::CancelledByOrganiser => self.visit_outcome_cancelled(),
        }
    }

    pub(crate) fn again(self, again: Again) -> &'static str {
        match again {
            Again::Together => self.visit_again_together(),
            Again::Alone => self.visit_again_alone(),
            Again::Unsure => self.visit_again_unsure(),
            Again::No => self.visit_again_no(),
        }
    }

    /// Faces run from 1 to 5.
    pub(crate) fn face(self, face: u8) -> &'static str {
        match face {
            0 | 1 => self.visit_face_1(),
            2 => self.visit_face_2(),
            3 => self.visit_face_3(),
            4 => self.visit_face_4(),
            _ => self.visit_face_5(),
        }
    }

    /// `None` where a volunteer need not be told: the person is not on the list any more.
    pub(crate) fn stage(self, stage: Stage) -> Option<&'static str> {
        Some(match stage {
            Stage::Referred => self.people_stage_new(),
            Stage::Contacted | Stage::Consented => self.people_stage_contacted(),
            Stage::Exploring => self.people_stage_exploring(),
            Stage::Matched => self.people_stage_matched(),
            Stage::Accompanied => self.people_stage_accompanied(),
            Stage::AttendingAlone => self.people_stage_alone(),
            Stage::Paused => self.people_stage_paused(),
            Stage::Closed => self.people_stage_closed(),
            Stage::Declined | Stage::Withdrawn | Stage::Deceased => return None,
        })
    }

    pub(crate) fn follow_up(self, key: FollowUpKey) -> &'static str {
        match key {
            FollowUpKey::Week1 => self.today_follow_up_week1(),
            FollowUpKey::Month1 => self.today_follow_up_month1(),
            FollowUpKey::Month3 => self.today_follow_up_month3(),
            FollowUpKey::Month6 => self.today_follow_up_month6(),
        }
    }

    pub(crate) fn change(self, about: ChangeAbout) -> &'static str {
        match about {
            ChangeAbout::HowToReach => self.change_how_to_reach(),
            ChangeAbout::HowTheyAre => self.change_how_they_are(),
            ChangeAbout::AtHome => self.change_at_home(),
            ChangeAbout::Wishes => self.change_wishes(),
            ChangeAbout::AwayForAWhile => self.change_away(),
            ChangeAbout::Other => self.change_other(),
        }
    }

    pub(crate) fn concern_told_to(self, told: ConcernTold) -> &'static str {
        match told {
            ConcernTold::Coordinator => self.concern_told_coordinator(),
            ConcernTold::Emergency => self.concern_told_emergency(),
            ConcernTold::Doctor => self.concern_told_doctor(),
            ConcernTold::Nobody => self.concern_told_nobody(),
        }
    }

    /// What an emergency number is for: its name, and when to call it.
    pub(crate) fn emergency(self, kind: EmergencyKind) -> (&'static str, &'static str) {
        match kind {
            EmergencyKind::Ambulance => {
                (self.emergency_ambulance(), self.emergency_ambulance_text())
            }
            EmergencyKind::Police => (self.emergency_police(), self.emergency_police_text()),
            EmergencyKind::Fire => (self.emergency_fire(), self.emergency_fire_text()),
            EmergencyKind::Doctor => (self.emergency_doctor(), self.emergency_doctor_text()),
            EmergencyKind::Crisis => (self.emergency_crisis(), self.emergency_crisis_text()),
        }
    }

    pub(crate) fn access(self, access: Access) -> &'static str {
        match access {
            Access::StepFree => self.access_step_free(),
            Access::HearingLoop => self.access_hearing_loop(),
            Access::Toilet => self.access_toilet(),
            Access::BusStop => self.access_bus_stop(),
            Access::Parking => self.access_parking(),
            Access::Quiet => self.access_quiet(),
        }
    }

    pub(crate) fn contact_role(self, role: ContactRole) -> &'static str {
        match role {
            ContactRole::NextOfKin => self.person_contact_next_of_kin(),
            ContactRole::MunicipalContact => self.person_contact_municipal(),
            ContactRole::Guardian => self.person_contact_guardian(),
            ContactRole::Other => self.person_contact_other(),
        }
    }

    pub(crate) fn wish_state(self, state: WishState) -> &'static str {
        match state {
            WishState::Open => self.person_wish_open(),
            WishState::Reached => self.person_wish_reached(),
            WishState::Dropped => self.person_wish_dropped(),
        }
    }

    pub(crate) fn meeting_place(self, place: MeetingPlace) -> &'static str {
        match place {
            MeetingPlace::Home => self.talk_place_home(),
            MeetingPlace::Centre => self.talk_place_centre(),
            MeetingPlace::Outdoors => self.talk_place_outdoors(),
            MeetingPlace::Cafe => self.talk_place_cafe(),
            MeetingPlace::Phone => self.talk_place_phone(),
            MeetingPlace::Other => self.talk_place_other(),
        }
    }

    pub(crate) fn present(self, present: Present) -> &'static str {
        match present {
            Present::Participant => self.talk_present_participant(),
            Present::Volunteer => self.talk_present_volunteer(),
            Present::Coordinator => self.talk_present_coordinator(),
            Present::NextOfKin => self.talk_present_next_of_kin(),
            Present::MunicipalContact => self.talk_present_municipal_contact(),
            Present::Interpreter => self.talk_present_interpreter(),
            Present::Guardian => self.talk_present_guardian(),
        }
    }

    pub(crate) fn told(self, told: Told) -> &'static str {
        match told {
            Told::Voluntary => self.talk_told_voluntary(),
            Told::NotStaff => self.talk_told_not_staff(),
            Told::Confidential => self.talk_told_confidential(),
            Told::LimitsOfConfidentiality => self.talk_told_limits(),
            Told::RightToSee => self.talk_told_right_to_see(),
            Told::RightToWithdraw => self.talk_told_right_to_withdraw(),
        }
    }

    pub(crate) fn part_of_day(self, part: PartOfDay) -> &'static str {
        match part {
            PartOfDay::Morning => self.talk_morning(),
            PartOfDay::Afternoon => self.talk_afternoon(),
            PartOfDay::Evening => self.talk_evening(),
            PartOfDay::Weekend => self.talk_weekend(),
        }
    }

    pub(crate) fn company(self, company: Company) -> &'static str {
        match company {
            Company::Alone => self.talk_company_alone(),
            Company::WithSomeone => self.talk_company_someone(),
            Company::InGroup => self.talk_company_group(),
        }
    }

    pub(crate) fn how_often(self, often: HowOften) -> &'static str {
        match often {
            HowOften::Weekly => self.talk_often_weekly(),
            HowOften::EverySecondWeek => self.talk_often_second_week(),
            HowOften::Monthly => self.talk_often_monthly(),
            HowOften::NowAndThen => self.talk_often_now_and_then(),
        }
    }

    pub(crate) fn contact_preference(self, preference: ContactPreference) -> &'static str {
        match preference {
            ContactPreference::Call => self.talk_contact_call(),
            ContactPreference::Message => self.talk_contact_message(),
            ContactPreference::Visit => self.talk_contact_visit(),
            ContactPreference::ThroughNextOfKin => self.talk_contact_next_of_kin(),
        }
    }
}
