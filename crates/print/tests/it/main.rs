//! Documents as a reader of PDF finds them: whole, the same every time, and untouched by what a name says.

mod documents;
mod given;
mod hostile;
mod words;
