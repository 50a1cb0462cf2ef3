-- How what was paid too much comes back: so much a month from a month on, as one proposed and another decided.
-- `amount` is what was open then. Of those that were approved, the latest counts.
create table recovery_plan (
    id integer primary key,
    claim integer not null,
    no integer not null,
    amount integer not null,
    instalment integer not null,
    from_month text not null,
    maker integer not null,
    made_at integer not null,
    outcome text check (outcome in ('approved', 'refused')),
    checker integer,
    decided_at integer
) strict;

create index recovery_plan_claim on recovery_plan (claim, no, id);

-- What was paid back of what was paid too much.
create table paid_back (
    id integer primary key,
    claim integer not null,
    no integer not null,
    day text not null,
    amount integer not null,
    account integer,
    known_at integer not null
) strict;

create index paid_back_claim on paid_back (claim, no);
