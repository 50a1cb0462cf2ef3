-- What a bank said of an account before money goes there: in the payee's name, in another, or not there at all. The
-- latest row of a payee counts; without a verdict the bank was asked and has not answered.
create table account_check (
    payee integer not null,
    asked_at integer not null,
    verdict text check (verdict in ('same', 'other', 'unknown')),
    heard_at integer,
    primary key (payee, asked_at)
) strict;
