//! Two coordinators at the command line. Each acts on what was last looked at, which may be stale.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use domain::{
    Accompaniment, AssignmentId, Contact, ContactRole, CoordinatorCommand, Edit, Field, LocalTime,
    MemberId, Part, Participant, ParticipantId, Row, Text,
};
use server::coordinate::{Mode, coordinate};
use uuid::Uuid;

use crate::dice::Dice;
use crate::executor::{Group, Who};
use crate::oracle::Errand;
use crate::people::{self, CENTRES, PEOPLE, today};
use crate::world::World;

pub const COORDINATORS: usize = 2;

/// Versions of the phone number and of the visit note, as a coordinator saw them.
type Seen = HashMap<Uuid, (u32, u32)>;

#[derive(Default)]
pub struct Desk {
    seen: RefCell<[Seen; COORDINATORS]>,
    /// Whatever was begun there.
    errands: RefCell<Vec<Group>>,
}

/// Reads what there is.
pub fn look(world: &World, coordinator: usize) {
    let mut seen = Seen::new();
    world.database.look(|state| {
        for row in state.rows.values().filter(|row| row.kind == "participant" && !row.gone) {
            if let Ok(Row::Participant(row)) = serde_json::from_str(&row.body) {
                seen.insert(row.id.0, (row.phone.version, row.visit_note.version));
            }
        }
    });
    world.desk.seen.borrow_mut()[coordinator] = seen;
}

/// Everybody leaves the desk, in the middle of whatever it is.
pub fn leave(world: &World) {
    let errands = std::mem::take(&mut *world.desk.errands.borrow_mut());
    errands.into_iter().for_each(|group| world.run.kill(group));
}

/// Does something at one of the centres, beside whatever else goes on.
pub fn errand(world: &Rc<World>, coordinator: usize, dice: &Dice) {
    let centre = dice.below(CENTRES.len());
    let Some(commands) = commands(world, coordinator, centre, dice) else {
        return;
    };
    let group = world.run.group();
    world.desk.errands.borrow_mut().push(group);
    let now = world.now();
    let errand = Errand { centre: CENTRES[centre], commands: commands.clone(), now };
    let number = world.oracle.borrow_mut().errand(errand);
    world.story.tell("errand", number as u64, || {
        let text = serde_json::to_string(&commands).unwrap_or_default();
        format!("   coordinator {coordinator} at centre {centre}, errand {number}: {text}")
    });
    let world_of_task = Rc::clone(world);
    world.run.spawn(group, Who::Errand(number), async move {
        let world = world_of_task;
        let (database, centre) = (&world.database, CENTRES[centre]);
        let done = coordinate(database, centre, now, &commands, Mode::ForReal).await;
        let clock = done.as_ref().ok().and_then(|done| done.clock);
        world.story.tell("errand done", clock.unwrap_or(0), || match &done {
            Ok(done) => format!("      errand {number}: {:?}, clock {clock:?}", done.decisions),
            Err(error) => format!("      errand {number}: {error}"),
        });
    });
    if dice.chance(5) {
        // The terminal is closed in the middle of it.
        world.polls(dice.below(12) as u64);
        world.run.kill(group);
    }
}

/// Erases a participant for good.
pub fn erase(world: &Rc<World>, dice: &Dice) {
    let centre = CENTRES[dice.below(CENTRES.len())];
    let participant = {
        let oracle = world.oracle.borrow();
        let Some(model) = oracle.model(centre) else { return };
        let there: Vec<Uuid> = model.view.all::<Participant>().map(|one| one.id.0).collect();
        if there.len() < 2 {
            return;
        }
        *dice.of(&there)
    };
    world.oracle.borrow_mut().erasing(participant);
    let service = world.servers.borrow()[0].service.clone();
    let world_of_task = Rc::clone(world);
    let group = world.run.group();
    world.desk.errands.borrow_mut().push(group);
    world.run.spawn(group, Who::Network, async move {
        let world = world_of_task;
        let erased = service.erase(centre, participant).await;
        world.story.tell("erased", u64::from(erased.is_ok()), || {
            format!("      {participant} is erased: {erased:?}")
        });
        if erased.is_ok() {
            world.oracle.borrow_mut().erased(centre, participant);
        }
    });
}

fn commands(
    world: &World,
    coordinator: usize,
    centre: usize,
    dice: &Dice,
) -> Option<Vec<CoordinatorCommand>> {
    use CoordinatorCommand as C;
    let people: Vec<&people::Person> = PEOPLE.iter().filter(|p| p.centre == centre).collect();
    let member = MemberId(dice.of(&people).id);
    let oracle = world.oracle.borrow();
    let model = oracle.model(CENTRES[centre])?;
    let participants: Vec<ParticipantId> =
        model.view.all::<Participant>().map(|participant| participant.id).collect();
    // Everybody may have withdrawn or been erased.
    if participants.is_empty() {
        return None;
    }
    let participant = *dice.of(&participants);
    let assigned = model.assigned();
    let day = today(world.now());
    let assign = |member, participant| C::Assign {
        id: AssignmentId(id(dice)),
        member,
        participant,
        part: Part::Lead,
        from: day,
    };
    let end = |(member, participant): (Uuid, Uuid)| C::EndAssignment {
        member: MemberId(member),
        participant: ParticipantId(participant),
        until: day,
    };
    Some(match dice.below(20) {
        0..=3 => vec![assign(member, participant)],
        4..=6 if !assigned.is_empty() => vec![end(*dice.of(&assigned))],
        7 | 8 if !assigned.is_empty() => {
            let pair = *dice.of(&assigned);
            vec![end(pair), assign(MemberId(pair.0), ParticipantId(pair.1))]
        }
        9..=13 => vec![edit(world, coordinator, participant, dice)],
        14 => vec![people::consent(u128::from(dice.next()) | 1 << 100, participant.0)],
        15 => vec![C::RegisterContact(Contact {
            id: id::<Uuid>(dice).into(),
            participant,
            role: ContactRole::NextOfKin,
            name: Field::new(words(dice)),
            phone: Field::new(None),
        })],
        16 | 17 => vec![C::PlanFor(Accompaniment {
            id: id::<Uuid>(dice).into(),
            participant,
            companion: member,
            activity: None,
            what: words(dice),
            starts: Field::new(LocalTime { day, time: "13:00".parse().ok()? }),
            minutes: 60,
            meeting_point: Field::new(None),
            transport: None,
            planned_by: MemberId(Uuid::nil()),
            planned_at: domain::Moment(world.now()),
            voided: None,
        })],
        18 => {
            let new: Uuid = id(dice);
            vec![people::participant(new, "Nye").ok()?, assign(member, ParticipantId(new))]
        }
        _ => vec![publish(dice, day)?],
    })
}

fn edit(
    world: &World,
    coordinator: usize,
    participant: ParticipantId,
    dice: &Dice,
) -> CoordinatorCommand {
    let seen = world.desk.seen.borrow();
    let (phone, note) = seen[coordinator].get(&participant.0).copied().unwrap_or((1, 1));
    let number = format!("900000{:02}", dice.below(100)).parse().ok();
    let note = Edit { value: Some(words(dice)), seen: note };
    let both = dice.chance(20);
    let phone = (both || dice.chance(30)).then_some(Edit { value: number, seen: phone });
    let visit_note = (both || phone.is_none()).then_some(note);
    CoordinatorCommand::EditParticipant { participant, phone, visit_note }
}

fn publish(dice: &Dice, day: domain::Day) -> Option<CoordinatorCommand> {
    serde_json::from_value(serde_json::json!({"publish_activity": {
        "id": Uuid::from_u128(0xAC00 + dice.below(3) as u128),
        "name": format!("Strikkekafé {}", dice.below(100)),
        "place": {"name": "Huset", "town": "Ås", "latitude": 59.66, "longitude": 10.79},
        "recurrence": {"rule": "ONCE", "from": day}, "starts": "11:00", "minutes": 60,
        "cost": "free", "verified": day,
    }}))
    .ok()
}

fn id<T: From<Uuid>>(dice: &Dice) -> T {
    let mut bytes = [0; 16];
    dice.fill(&mut bytes);
    T::from(uuid::Builder::from_random_bytes(bytes).into_uuid())
}

fn words<const MAX: usize>(dice: &Dice) -> Text<MAX> {
    let text = format!("Avtalt {}", dice.below(1000));
    Text::parse(&text).unwrap_or_else(|_| unreachable!("short enough"))
}
