-- What was billed and paid for each contribution month, as it was counted last: to sum the bills of a nation takes
-- longer than whoever asks for the page should wait.
create table collected (
    month text primary key,
    owed integer not null,
    paid integer not null,
    counted_at integer not null
) strict;
