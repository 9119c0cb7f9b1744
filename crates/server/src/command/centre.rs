//! `brobygger centre`

use anyhow::{Result, bail};
use clap::{Args, Subcommand, ValueEnum};
use domain::{
    CentreId, CoordinatorCommand, Country, EmergencyKind, EmergencyNumber, FollowUpRule, Language,
    LegalBasis, Line, Name, Phone,
};
use server::Clock;
use server::coordinate::{Mode, add_centre, coordinate};
use uuid::Uuid;

use super::open::Data;

#[derive(Subcommand)]
pub enum Centre {
    /// Add a centre
    Add(Box<Add>),
    /// List the centres
    List(List),
}

#[derive(Args)]
pub struct Add {
    #[command(flatten)]
    data: Data,
    /// What the centre is called
    #[arg(long)]
    name: Line,
    /// The country, which settles the emergency numbers
    #[arg(long, value_enum)]
    country: Where,
    /// The language that a new phone starts with: nb, da or en [default: the country's]
    #[arg(long)]
    language: Option<Language>,
    /// The first name of the coordinator
    #[arg(long, value_name = "NAME")]
    coordinator: Name,
    /// The number that "call the coordinator" dials
    #[arg(long, value_name = "NUMBER")]
    coordinator_phone: Phone,
    /// When someone answers it, in the centre's own words
    #[arg(long, value_name = "WORDS")]
    coordinator_hours: Option<Line>,
    /// On what ground the centre keeps data on participants
    #[arg(long, value_enum, default_value = "consent")]
    legal_basis: Ground,
    /// Where a participant withdraws, delete worries that were not sent yet, too. Without this they are sent:
    /// a duty to report does not end with a consent
    #[arg(long)]
    drop_concerns: bool,
}

#[derive(Args)]
pub struct List {
    #[command(flatten)]
    data: Data,
}

#[derive(Clone, Copy, ValueEnum)]
enum Where {
    #[value(name = "NO", alias = "no")]
    Norway,
    #[value(name = "DK", alias = "dk")]
    Denmark,
}

#[derive(Clone, Copy, ValueEnum)]
enum Ground {
    Consent,
    PublicTask,
    LegitimateInterest,
    LegalObligation,
}

impl Centre {
    pub async fn run(self) -> Result<()> {
        match self {
            Centre::Add(add) => add.run().await,
            Centre::List(list) => list.run().await,
        }
    }
}

impl Add {
    async fn run(self) -> Result<()> {
        let database = self.data.open_or_begin().await?;
        let mut read = database.begin_read().await?;
        if read.centres().await?.iter().any(|centre| centre.name == self.name.as_str()) {
            bail!("There is a centre called {} already.", self.name);
        }
        drop(read);
        let centre = self.settled();
        add_centre(database.as_ref(), &centre).await?;
        let id = centre.id.0;
        let settle = [CoordinatorCommand::SettleCentre(centre)];
        coordinate(database.as_ref(), id, Clock::system().now(), &settle, Mode::ForReal).await?;
        println!("{} was added. Its id is {id}.", self.name);
        database.close().await;
        Ok(())
    }

    fn settled(&self) -> domain::Centre {
        let country = match self.country {
            Where::Norway => Country::Norway,
            Where::Denmark => Country::Denmark,
        };
        domain::Centre {
            id: CentreId(Uuid::now_v7()),
            name: self.name.clone(),
            country,
            language: self.language.unwrap_or(match country {
                Country::Norway => Language::NB,
                Country::Denmark => Language::DA,
            }),
            coordinator: self.coordinator.clone(),
            coordinator_phone: self.coordinator_phone.clone(),
            coordinator_hours: self.coordinator_hours.clone(),
            emergency: emergency_numbers(country),
            follow_up_rules: FollowUpRule::DEFAULT.to_vec(),
            legal_basis: match self.legal_basis {
                Ground::Consent => LegalBasis::Consent,
                Ground::PublicTask => LegalBasis::PublicTask,
                Ground::LegitimateInterest => LegalBasis::LegitimateInterest,
                Ground::LegalObligation => LegalBasis::LegalObligation,
            },
            safety_window_minutes: 60,
            lease_days: 14,
            keep_concerns: !self.drop_concerns,
            greeting: None,
            demo: false,
        }
    }
}

/// The country's own. A Danish doctor on call is the region's, so a Danish centre says it itself.
fn emergency_numbers(country: Country) -> Vec<EmergencyNumber> {
    use EmergencyKind as Kind;
    let numbers: &[(Kind, &str)] = match country {
        Country::Norway => &[
            (Kind::Ambulance, "113"),
            (Kind::Police, "112"),
            (Kind::Fire, "110"),
            (Kind::Doctor, "116117"),
            (Kind::Crisis, "116123"),
        ],
        Country::Denmark => &[
            (Kind::Ambulance, "112"),
            (Kind::Police, "112"),
            (Kind::Fire, "112"),
            (Kind::Crisis, "70201201"),
        ],
    };
    let number = |(kind, number): &(Kind, &str)| {
        let number = number.parse().ok()?;
        Some(EmergencyNumber { kind: *kind, number })
    };
    numbers.iter().filter_map(number).collect()
}

impl List {
    async fn run(self) -> Result<()> {
        let database = self.data.open().await?;
        let mut read = database.begin_read().await?;
        for centre in read.centres().await? {
            println!("{}  {}  {}", centre.id, centre.country, centre.name);
        }
        drop(read);
        database.close().await;
        Ok(())
    }
}
