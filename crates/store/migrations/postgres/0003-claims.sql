-- Claims: what happened, what is claimed for it, what was decided, and where the money went.

-- An event that was reported, which is a case. `sealed` is what was reported with it, by the law's names.
create table claim_case (
    id bigint primary key,
    person bigint not null,
    kind text not null,
    day date not null,
    reported_on date not null,
    by_employer boolean not null,
    account bigint,
    sealed bytea not null,
    known_at timestamptz not null
);

create index claim_case_person on claim_case (person, id);

-- One claim of a case. An outcome that is reported later is a case of its own and makes the claim its own;
-- `opened_by` stays. `state` is what its steps come to. `papers` are those it took at the beginning.
create table claim (
    id bigint primary key,
    person bigint not null,
    of_case bigint not null,
    opened_by bigint not null,
    kind text not null,
    membership bigint not null,
    segment text not null,
    notified_on date not null,
    papers text not null,
    state text not null,
    known_at timestamptz not null
);

create index claim_of_case on claim (of_case);
create index claim_person on claim (person, id);
create index claim_state on claim (state, id);

-- What was done to a claim, in order; steps are only ever added.
create table claim_step (
    claim bigint not null,
    no smallint not null,
    day date not null,
    actor text not null,
    account bigint,
    act text not null,
    value text,
    amount bigint,
    known_at timestamptz not null,
    primary key (claim, no)
);

-- A paper that was handed in: `sealed` is what the file was called, a line, and what is in it.
create table claim_paper (
    id bigint primary key,
    claim bigint not null,
    paper text not null,
    form text not null check (form in ('pdf', 'png', 'jpeg')),
    size bigint not null,
    given_by text not null,
    account bigint,
    sealed bytea not null,
    known_at timestamptz not null
);

create index claim_paper_claim on claim_paper (claim, id);

-- What was granted, the first time and each time it turned out different: rows are only ever added. `more`
-- says that further payments of it come later.
create table claim_grant (
    claim bigint not null,
    no smallint not null,
    membership bigint not null,
    programme text not null,
    day date not null,
    gross bigint not null,
    tax bigint not null,
    more boolean not null,
    employer bigint,
    law text not null,
    account bigint,
    journal smallint,
    seq bigint,
    known_at timestamptz not null,
    primary key (claim, no)
);

-- What was taken out of savings for a grant. `growth` was booked before it; `whole` says that nothing of what
-- was there is left.
create table withdrawal (
    membership bigint not null,
    claim bigint not null,
    no smallint not null,
    day date not null,
    amount bigint not null,
    growth bigint not null,
    whole boolean not null,
    primary key (membership, claim, no)
);

create index withdrawal_claim on withdrawal (claim, no);

create table claim_grant_line (
    claim bigint not null,
    no smallint not null,
    component text not null,
    amount bigint not null,
    primary key (claim, no, component)
);

-- Where the money of a case goes: `hand` is `member`, `relative 3` or the law's name of somebody else. The
-- latest row counts. `sealed` is a name, a bank and an account, a line each.
create table payee (
    id bigint primary key,
    of_case bigint not null,
    hand text not null,
    sealed bytea not null,
    account bigint,
    known_at timestamptz not null
);

create index payee_of_case on payee (of_case, hand);

-- Payments of one fund on one day, which somebody made and somebody else lets go.
create table benefit_run (
    id bigint primary key,
    fund text not null,
    day date not null,
    orders bigint not null,
    amount bigint not null,
    maker bigint not null,
    made_at timestamptz not null,
    checker bigint,
    approved_at timestamptz,
    from_account text,
    from_bank text
);

-- One payment to one hand; its number is its name from end to end. After a bank gave the money back, or did
-- not take it, there is another one.
create table payment_order (
    id bigint primary key,
    claim bigint not null,
    no smallint not null,
    fund text not null,
    hand text not null,
    amount bigint not null,
    state text not null check (state in ('waiting', 'sent', 'paid', 'rejected', 'returned', 'stopped')),
    run bigint,
    payee bigint,
    again_of bigint,
    known_at timestamptz not null
);

create index payment_order_claim on payment_order (claim, id);
create index payment_order_state on payment_order (state, fund, id);
create index payment_order_run on payment_order (run, id);

-- What a bank answered to a run, each answer once.
create table bank_answer (
    run bigint not null,
    no bigint not null,
    payment_order bigint,
    verdict text not null check (verdict in ('pending', 'accepted', 'paid', 'rejected', 'returned')),
    code text not null,
    reference text not null,
    amount bigint,
    known_at timestamptz not null,
    primary key (run, no)
);

-- What was granted too much and paid, by the grant that found it; and what was kept back of later grants.
create table recovery (
    claim bigint not null,
    no smallint not null,
    person bigint not null,
    membership bigint not null,
    programme text not null,
    amount bigint not null,
    primary key (claim, no)
);

create index recovery_person on recovery (person, programme);

create table kept_back (
    claim bigint not null,
    no smallint not null,
    by_claim bigint not null,
    by_no smallint not null,
    amount bigint not null,
    primary key (claim, no, by_claim, by_no)
);

-- What claims need to know of a relative: marriage, work, her own number, and `sealed`, who acts for her.
create table relative_mark (
    person bigint not null,
    no smallint not null,
    known_at timestamptz not null,
    married boolean not null,
    works boolean not null,
    relative bigint,
    sealed bytea,
    primary key (person, no, known_at)
);

-- Days on which somebody who draws a pension was seen alive.
create table life_proof (
    person bigint not null,
    day date not null,
    how text not null,
    account bigint,
    known_at timestamptz not null,
    primary key (person, day)
);

-- What the institution decides for itself about claims, from when on.
create table claim_setting (
    name text not null,
    known_at timestamptz not null,
    value bigint not null,
    account bigint,
    primary key (name, known_at)
);
