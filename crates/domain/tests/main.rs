//! The rules, seen from outside: a module for each module of `src/`, and what holds for all of them.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

mod bad_input;
mod command_coordinator;
mod command_going_together;
mod command_participant;
mod command_talking;
mod command_void;
mod every_command;
mod merging;
mod query_agenda;
mod query_directory;
mod query_follow_ups;
mod query_people;
mod query_stage;
mod query_timeline;
mod query_visit;
mod wire;
