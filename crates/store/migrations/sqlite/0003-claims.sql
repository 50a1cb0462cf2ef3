-- Claims: what happened, what is claimed for it, what was decided, and where the money went.

-- An event that was reported, which is a case. `sealed` is what was reported with it, by the law's names.
create table claim_case (
    id integer primary key,
    person integer not null,
    kind text not null,
    day text not null,
    reported_on text not null,
    by_employer integer not null,
    account integer,
    sealed blob not null,
    known_at integer not null
) strict;

create index claim_case_person on claim_case (person, id);

-- One claim of a case. An outcome that is reported later is a case of its own and makes the claim its own;
-- `opened_by` stays. `state` is what its steps come to. `papers` are those it took at the beginning.
create table claim (
    id integer primary key,
    person integer not null,
    of_case integer not null,
    opened_by integer not null,
    kind text not null,
    membership integer not null,
    segment text not null,
    notified_on text not null,
    papers text not null,
    state text not null,
    known_at integer not null
) strict;

create index claim_of_case on claim (of_case);
create index claim_person on claim (person, id);
create index claim_state on claim (state, id);

-- What was done to a claim, in order; steps are only ever added.
create table claim_step (
    claim integer not null,
    no integer not null,
    day text not null,
    actor text not null,
    account integer,
    act text not null,
    value text,
    amount integer,
    known_at integer not null,
    primary key (claim, no)
) strict;

-- A paper that was handed in: `sealed` is what the file was called, a line, and what is in it.
create table claim_paper (
    id integer primary key,
    claim integer not null,
    paper text not null,
    form text not null check (form in ('pdf', 'png', 'jpeg')),
    size integer not null,
    given_by text not null,
    account integer,
    sealed blob not null,
    known_at integer not null
) strict;

create index claim_paper_claim on claim_paper (claim, id);

-- What was granted, the first time and each time it turned out different: rows are only ever added. `more`
-- says that further payments of it come later.
create table claim_grant (
    claim integer not null,
    no integer not null,
    membership integer not null,
    programme text not null,
    day text not null,
    gross integer not null,
    tax integer not null,
    more integer not null,
    employer integer,
    law text not null,
    account integer,
    journal integer,
    seq integer,
    known_at integer not null,
    primary key (claim, no)
) strict;

-- What was taken out of savings for a grant. `growth` was booked before it; `whole` says that nothing of what
-- was there is left.
create table withdrawal (
    membership integer not null,
    claim integer not null,
    no integer not null,
    day text not null,
    amount integer not null,
    growth integer not null,
    whole integer not null,
    primary key (membership, claim, no)
) strict;

create index withdrawal_claim on withdrawal (claim, no);

create table claim_grant_line (
    claim integer not null,
    no integer not null,
    component text not null,
    amount integer not null,
    primary key (claim, no, component)
) strict;

-- Where the money of a case goes: `hand` is `member`, `relative 3` or the law's name of somebody else. The
-- latest row counts. `sealed` is a name, a bank and an account, a line each.
create table payee (
    id integer primary key,
    of_case integer not null,
    hand text not null,
    sealed blob not null,
    account integer,
    known_at integer not null
) strict;

create index payee_of_case on payee (of_case, hand);

-- Payments of one fund on one day, which somebody made and somebody else lets go.
create table benefit_run (
    id integer primary key,
    fund text not null,
    day text not null,
    orders integer not null,
    amount integer not null,
    maker integer not null,
    made_at integer not null,
    checker integer,
    approved_at integer,
    from_account text,
    from_bank text
) strict;

-- One payment to one hand; its number is its name from end to end. After a bank gave the money back, or did
-- not take it, there is another one.
create table payment_order (
    id integer primary key,
    claim integer not null,
    no integer not null,
    fund text not null,
    hand text not null,
    amount integer not null,
    state text not null check (state in ('waiting', 'sent', 'paid', 'rejected', 'returned', 'stopped')),
    run integer,
    payee integer,
    again_of integer,
    known_at integer not null
) strict;

create index payment_order_claim on payment_order (claim, id);
create index payment_order_state on payment_order (state, fund, id);
create index payment_order_run on payment_order (run, id);

-- What a bank answered to a run, each answer once.
create table bank_answer (
    run integer not null,
    no integer not null,
    payment_order integer,
    verdict text not null check (verdict in ('pending', 'accepted', 'paid', 'rejected', 'returned')),
    code text not null,
    reference text not null,
    amount integer,
    known_at integer not null,
    primary key (run, no)
) strict;

-- What was granted too much and paid, by the grant that found it; and what was kept back of later grants.
create table recovery (
    claim integer not null,
    no integer not null,
    person integer not null,
    membership integer not null,
    programme text not null,
    amount integer not null,
    primary key (claim, no)
) strict;

create index recovery_person on recovery (person, programme);

create table kept_back (
    claim integer not null,
    no integer not null,
    by_claim integer not null,
    by_no integer not null,
    amount integer not null,
    primary key (claim, no, by_claim, by_no)
) strict;

-- What claims need to know of a relative: marriage, work, her own number, and `sealed`, who acts for her.
create table relative_mark (
    person integer not null,
    no integer not null,
    known_at integer not null,
    married integer not null,
    works integer not null,
    relative integer,
    sealed blob,
    primary key (person, no, known_at)
) strict;

-- Days on which somebody who draws a pension was seen alive.
create table life_proof (
    person integer not null,
    day text not null,
    how text not null,
    account integer,
    known_at integer not null,
    primary key (person, day)
) strict;

-- What the institution decides for itself about claims, from when on.
create table claim_setting (
    name text not null,
    known_at integer not null,
    value integer not null,
    account integer,
    primary key (name, known_at)
) strict;
