//! What the program promises, as tables of what goes in and what comes out.

mod assess;
mod payroll;
