-- What is paid later and again: pensions month by month, and what is late.

-- A pension for one hand, from the approval of its claim to its end. `next_month` is the first that is not
-- granted yet, `until_month` the last that is owed. Survivors who draw it together have a part each.
-- `look_on` is the day of something that may have changed who draws it, until somebody has looked.
create table pension (
    id integer primary key,
    claim integer not null,
    person integer not null,
    membership integer not null,
    kind text not null,
    start_month text not null,
    drawn_by text,
    formula integer not null,
    hand text not null,
    part integer not null,
    parts integer not null,
    drawer integer,
    born text,
    proven text not null,
    next_month text not null,
    until_month text,
    ended text,
    why text,
    look_on text,
    known_at integer not null
) strict;

create index pension_claim on pension (claim, id);
create index pension_person on pension (person);
create index pension_drawer on pension (drawer);

-- What was granted of a pension for a month; `no` counts what was found to be different later.
create table pension_month (
    pension integer not null,
    month text not null,
    no integer not null,
    run integer,
    amount integer not null,
    known_at integer not null,
    primary key (pension, month, no)
) strict;

create index pension_month_run on pension_month (run, pension);

-- A payroll of pensions; a month that is run again grants what was not granted yet.
create table pension_run (
    id integer primary key,
    month text not null,
    turn integer not null,
    state text not null check (state in ('open', 'published')),
    law text not null,
    known_at integer not null,
    on_day text not null,
    people integer not null,
    first_order integer not null,
    account integer,
    published_at integer,
    unique (month, turn)
) strict;

-- A proof that a later payment of a claim is owed: somebody was still unable to work in a month, or studies
-- in a year. `grant_no` is the grant it was paid with.
create table instalment (
    claim integer not null,
    component text not null,
    whom integer not null,
    no integer not null,
    due text not null,
    amount integer not null,
    proof text not null,
    proven_by integer not null,
    grant_no integer,
    known_at integer not null,
    primary key (claim, component, whom, no)
) strict;

-- Compensation for delay, by the order that was paid late; the institution's own order pays it.
create table delay (
    payment_order integer primary key,
    claim integer not null,
    due text not null,
    paid text not null,
    amount integer not null,
    paid_with integer not null
) strict;

create index delay_claim on delay (claim);

-- What waits is looked for by fund; what a run lets go changes in no index.
drop index payment_order_state;
create index payment_order_open on payment_order (fund, id) where run is null;
