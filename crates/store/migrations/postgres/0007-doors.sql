-- How a family comes to the counter after a death: what was reported, and how a relative comes in.

-- A death that somebody reported from outside. `sealed` is what was answered; `reference` is the hash of
-- what the one who reported was given. It waits for the branch unless the family is known.
create table death_report (
    id bigint primary key,
    reference bytea not null,
    sealed bytea not null,
    state text not null check (state in ('new', 'waiting', 'opened', 'refused')),
    person bigint,
    branch bigint,
    claim_case bigint,
    account bigint,
    made_at timestamptz not null,
    decided_at timestamptz
);

create index death_report_state on death_report (state, branch, id);

-- The telephone at which a relative is reached, as a branch noted it: the latest row counts. `reference` is the
-- hash of what she comes in with, beside a code that goes to that telephone.
create table heir_contact (
    id bigint primary key,
    person bigint not null,
    no smallint not null,
    reference bytea not null,
    sealed bytea not null,
    account bigint,
    known_at timestamptz not null
);

create index heir_contact_reference on heir_contact (reference);
create index heir_contact_person on heir_contact (person, no, id);

-- Which relative of whom an account is, of relatives who are not in the register themselves.
create table heir_account (
    account bigint primary key,
    person bigint not null,
    no smallint not null,
    known_at timestamptz not null
);

create index heir_account_person on heir_account (person, no);

-- A relative who is in the register herself is found by her own number.
create index relative_mark_relative on relative_mark (relative);
