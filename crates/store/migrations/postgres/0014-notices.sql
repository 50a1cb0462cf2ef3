-- A death that the civil registry gave notice of, by the hash of the notice's number there: who has died, when, what
-- came of it and the case that it opened, or found open.
create table death_notice (
    notice bytea primary key,
    person bigint not null,
    day date not null,
    outcome text not null check (outcome in ('opened', 'noted', 'dead')),
    claim_case bigint,
    account bigint,
    known_at timestamptz not null
);

create index death_notice_case on death_notice (claim_case);
