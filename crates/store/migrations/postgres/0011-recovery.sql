-- How what was paid too much comes back: so much a month from a month on, as one proposed and another decided.
-- `amount` is what was open then. Of those that were approved, the latest counts.
create table recovery_plan (
    id bigint primary key,
    claim bigint not null,
    no bigint not null,
    amount bigint not null,
    instalment bigint not null,
    from_month date not null,
    maker bigint not null,
    made_at timestamptz not null,
    outcome text check (outcome in ('approved', 'refused')),
    checker bigint,
    decided_at timestamptz
);

create index recovery_plan_claim on recovery_plan (claim, no, id);

-- What was paid back of what was paid too much.
create table paid_back (
    id bigint primary key,
    claim bigint not null,
    no bigint not null,
    day date not null,
    amount bigint not null,
    account bigint,
    known_at timestamptz not null
);

create index paid_back_claim on paid_back (claim, no);
