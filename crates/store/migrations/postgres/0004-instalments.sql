-- What is paid later and again: pensions month by month, and what is late.

-- A pension for one hand, from the approval of its claim to its end. `next_month` is the first that is not
-- granted yet, `until_month` the last that is owed. Survivors who draw it together have a part each.
-- `look_on` is the day of something that may have changed who draws it, until somebody has looked.
create table pension (
    id bigint primary key,
    claim bigint not null,
    person bigint not null,
    membership bigint not null,
    kind text not null,
    start_month date not null,
    drawn_by text,
    formula bigint not null,
    hand text not null,
    part smallint not null,
    parts smallint not null,
    drawer bigint,
    born date,
    proven date not null,
    next_month date not null,
    until_month date,
    ended date,
    why text,
    look_on date,
    known_at timestamptz not null
) with (fillfactor = 80);

create index pension_claim on pension (claim, id);
create index pension_person on pension (person);
create index pension_drawer on pension (drawer);

-- What was granted of a pension for a month; `no` counts what was found to be different later.
create table pension_month (
    pension bigint not null,
    month date not null,
    no smallint not null,
    run bigint,
    amount bigint not null,
    known_at timestamptz not null,
    primary key (pension, month, no)
);

create index pension_month_run on pension_month (run, pension);

-- A payroll of pensions; a month that is run again grants what was not granted yet.
create table pension_run (
    id bigint primary key,
    month date not null,
    turn smallint not null,
    state text not null check (state in ('open', 'published')),
    law text not null,
    known_at timestamptz not null,
    on_day date not null,
    people bigint not null,
    first_order bigint not null,
    account bigint,
    published_at timestamptz,
    unique (month, turn)
);

-- A proof that a later payment of a claim is owed: somebody was still unable to work in a month, or studies
-- in a year. `grant_no` is the grant it was paid with.
create table instalment (
    claim bigint not null,
    component text not null,
    whom smallint not null,
    no smallint not null,
    due date not null,
    amount bigint not null,
    proof text not null,
    proven_by bigint not null,
    grant_no smallint,
    known_at timestamptz not null,
    primary key (claim, component, whom, no)
);

-- Compensation for delay, by the order that was paid late; the institution's own order pays it.
create table delay (
    payment_order bigint primary key,
    claim bigint not null,
    due date not null,
    paid date not null,
    amount bigint not null,
    paid_with bigint not null
);

create index delay_claim on delay (claim);

-- What waits is looked for by fund; what a run lets go changes in no index.
drop index payment_order_state;
create index payment_order_open on payment_order (fund, id) where run is null;
alter table payment_order set (fillfactor = 80);
