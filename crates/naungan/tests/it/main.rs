//! What the program promises, as tables of what goes in and what comes out.

mod assess;
mod explain;
mod explain_json;
mod law_commands;
mod payroll;
mod program;
