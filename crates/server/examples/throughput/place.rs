//! Where the rows lie: a file of SQLite in a folder, which is a temporary one unless it is named, or new
//! databases on a PostgreSQL.

use std::path::PathBuf;
use std::sync::Arc;

use database::{Address, Database, Fresh, Postgres, Sqlite};

#[derive(clap::Args)]
pub struct Place {
    /// The folder of the files
    #[arg(long, conflicts_with = "database")]
    folder: Option<PathBuf>,
    /// A PostgreSQL on which databases may be made
    #[arg(long, value_name = "URL")]
    database: Option<String>,
    /// Its first process, whose processor is counted with that of all it started
    #[arg(long, value_name = "ID")]
    pub postmaster: Option<u32>,
    /// The database itself
    #[arg(long, hide = true)]
    at: Option<String>,
}

/// Removed when this is dropped.
pub struct Settled {
    pub pushed: Place,
    /// An empty one beside it.
    pub limit: Place,
    _kept: Box<dyn std::any::Any>,
}

impl Place {
    /// Makes two databases, or files, of it.
    pub async fn settle(&self) -> Settled {
        if let Some(server) = &self.database {
            let (pushed, limit) = (fresh(server).await, fresh(server).await);
            let at = |url: &str| self.at(url.to_owned());
            let (first, second) = (at(pushed.url()), at(limit.url()));
            return Settled { pushed: first, limit: second, _kept: Box::new((pushed, limit)) };
        }
        let temporary = tempfile::tempdir().unwrap();
        let folder = self.folder.clone().unwrap_or_else(|| temporary.path().to_owned());
        let file = |name: &str| self.at(folder.join(name).display().to_string());
        let (pushed, limit) = (file("throughput.sqlite"), file("limit.sqlite"));
        Settled { pushed, limit, _kept: Box::new(temporary) }
    }

    fn at(&self, at: String) -> Self {
        let Self { folder, database, postmaster, .. } = self;
        let (folder, database) = (folder.clone(), database.clone());
        Self { folder, database, postmaster: *postmaster, at: Some(at) }
    }

    pub fn name(&self) -> &'static str {
        match self.database {
            Some(_) => "PostgreSQL",
            None => "SQLite",
        }
    }

    /// As words of the command line, for another process.
    pub fn words(&self) -> Vec<String> {
        let database = self.database.iter().flat_map(|url| ["--database".into(), url.clone()]);
        let at = self.at.iter().flat_map(|at| ["--at".into(), at.clone()]);
        database.chain(at).collect()
    }

    pub async fn open(&self) -> Arc<dyn Database> {
        let at = self.at.as_deref().expect("settled");
        let database: Arc<dyn Database> = match self.database {
            Some(_) => Arc::new(Postgres::open(&Address::parse(at).unwrap()).await.unwrap()),
            None => Arc::new(Sqlite::open(at.as_ref()).await.unwrap()),
        };
        database
    }
}

async fn fresh(server: &str) -> Fresh {
    Fresh::on(server).await.expect("a PostgreSQL on which databases may be made")
}
