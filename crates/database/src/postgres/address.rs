//! Where a PostgreSQL is, without ever saying its password.
//!
//! A password belongs into PGPASSWORD, PGPASSFILE or ~/.pgpass; in a URL it is accepted, and shown nowhere.
//! To another machine the line is encrypted and the machine's certificate checked, unless the URL says
//! otherwise.

use std::fmt;
use std::net::IpAddr;
use std::path::Path;

use sqlx::postgres::{PgConnectOptions, PgSslMode};
use url::Url;

/// What may stand behind the question mark. Anything else would be ignored, or repeated in a log.
const KNOWN: [&str; 9] = [
    "application_name",
    "dbname",
    "host",
    "password",
    "port",
    "sslcert",
    "sslkey",
    "sslmode",
    "sslrootcert",
];
const USER: &str = "user";

#[derive(Clone)]
pub struct Address {
    options: PgConnectOptions,
    has_password: bool,
}

/// None of these repeats what was given, since a password may be in it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    #[error("this is no address of a PostgreSQL: write postgres://USER@HOST/DATABASE")]
    NotAUrl,
    #[error("the address of the database has a part that is not known here: {0}")]
    Unknown(String),
    #[error("the address of the database names no database: write postgres://USER@HOST/DATABASE")]
    NoName,
}

impl Address {
    pub fn parse(text: &str) -> Result<Self, AddressError> {
        let url = Url::parse(text.trim()).map_err(|_| AddressError::NotAUrl)?;
        if !matches!(url.scheme(), "postgres" | "postgresql") {
            return Err(AddressError::NotAUrl);
        }
        let mut has_password = url.password().is_some();
        let mut has_mode = std::env::var_os("PGSSLMODE").is_some();
        for (key, _) in url.query_pairs() {
            if !KNOWN.contains(&&*key) && key != USER {
                return Err(AddressError::Unknown(key.into_owned()));
            }
            has_password |= key == "password";
            has_mode |= key == "sslmode";
        }
        let options: PgConnectOptions = url.as_str().parse().map_err(|_| AddressError::NotAUrl)?;
        if options.get_database().is_none() {
            return Err(AddressError::NoName);
        }
        let address = Self { options, has_password };
        if has_mode || address.is_here() {
            return Ok(address);
        }
        let options = address.options.ssl_mode(PgSslMode::VerifyFull);
        Ok(Self { options, has_password })
    }

    /// Whether the password stands in the text itself.
    pub fn has_password(&self) -> bool {
        self.has_password
    }

    pub(super) fn options(&self) -> PgConnectOptions {
        let options = self.options.clone();
        match options.get_application_name() {
            Some(_) => options,
            None => options.application_name("brobygger"),
        }
    }

    fn socket(&self) -> Option<&Path> {
        let host = self.options.get_host();
        let host = host.starts_with('/').then(|| Path::new(host));
        self.options.get_socket().map(|socket| socket.as_path()).or(host)
    }

    fn is_here(&self) -> bool {
        let host = self.options.get_host();
        let loopback = host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback());
        self.socket().is_some() || host == "localhost" || loopback
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.options.get_database().unwrap_or_default();
        let (user, port) = (self.options.get_username(), self.options.get_port());
        match self.socket() {
            Some(folder) => write!(f, "PostgreSQL in {}, port {port}", folder.display())?,
            None => write!(f, "PostgreSQL on {}, port {port}", self.options.get_host())?,
        }
        write!(f, ", database {name}, as {user}")
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_word_about_the_password() {
        for text in [
            "postgres://kari:hemmelig@db.example.org/bro",
            "postgresql://kari@db.example.org/bro?password=hemmelig",
            "postgres://kari:hemmelig@%2Frun%2Fpg/bro",
        ] {
            let address = Address::parse(text).unwrap();
            assert!(address.has_password());
            for said in [address.to_string(), format!("{address:?}")] {
                assert!(!said.contains("hemmelig"), "{said}");
                assert!(said.contains("bro") && said.contains("kari"), "{said}");
            }
        }
        for text in ["hemmelig", "mysql://kari:hemmelig@x/bro", "postgres://k:hemmelig@x:port/bro"]
        {
            let error = Address::parse(text).unwrap_err();
            assert_eq!(error, AddressError::NotAUrl);
            assert!(!error.to_string().contains("hemmelig"));
        }
        let misspelt = Address::parse("postgres://kari@x/bro?pasword=hemmelig").unwrap_err();
        assert_eq!(misspelt, AddressError::Unknown("pasword".into()));
    }

    #[test]
    fn to_another_machine_the_line_is_checked() {
        for (text, mode) in [
            ("postgres://kari@db.example.org/bro", "VerifyFull"),
            ("postgres://kari@db.example.org/bro?sslmode=require", "Require"),
            ("postgres://kari@localhost/bro", "Prefer"),
            ("postgres://kari@127.0.0.1:5433/bro", "Prefer"),
            ("postgres://kari@%2Frun%2Fpostgresql/bro", "Prefer"),
            ("postgres:///bro?host=/run/postgresql", "Prefer"),
        ] {
            let address = Address::parse(text).unwrap();
            assert_eq!(format!("{:?}", address.options().get_ssl_mode()), mode, "{text}");
            assert!(!address.has_password(), "{text}");
        }
    }

    #[test]
    fn a_database_is_named() {
        assert_eq!(Address::parse("postgres://kari@x").unwrap_err(), AddressError::NoName);
    }
}
