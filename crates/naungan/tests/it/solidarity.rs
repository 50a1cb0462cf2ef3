//! Money of others for workers' months, through the commands.

mod list;
