-- Letters, grievances, signals on claims, warnings, and care after an injury at work.

-- A letter as it was written, the same for ever. `sealed` is the letter with its lines in both languages;
-- `law` is the fingerprint of the law it was reckoned with.
create table claim_letter (
    id bigint primary key,
    claim bigint not null,
    no smallint not null,
    kind text not null check (kind in (
        'granted', 'employer', 'refused', 'nothing', 'underpaid', 'overpaid', 'papers'
    )),
    day date not null,
    law text not null,
    sealed bytea not null,
    known_at timestamptz not null
);

create unique index claim_letter_claim on claim_letter (claim, no);

-- A grievance on one line of a letter. `sealed` is what is wrong with it, in the claimant's words. `level`,
-- `since_on` and `state` are what its steps come to.
create table grievance (
    id bigint primary key,
    letter bigint not null,
    claim bigint not null,
    line smallint not null,
    sealed bytea not null,
    opened_on date not null,
    account bigint,
    level text not null,
    since_on date not null,
    state text not null,
    known_at timestamptz not null
);

create index grievance_claim on grievance (claim, id);
create index grievance_state on grievance (state, id);

-- What was done to a grievance, in order. `sealed` is the reason of an answer; `changed` says whether the
-- decision changes.
create table grievance_step (
    id bigint primary key,
    grievance bigint not null,
    no smallint not null,
    day date not null,
    actor text not null,
    account bigint,
    act text not null,
    changed boolean,
    sealed bytea,
    known_at timestamptz not null
);

create unique index grievance_step_grievance on grievance_step (grievance, no);

-- Why somebody should look at a claim before it is paid: `rests_on` is what it rests on, in both languages.
-- Who holds the payment back past its last day does so by name.
create table claim_signal (
    claim bigint not null,
    code text not null,
    found_on date not null,
    looker text not null,
    why text not null,
    rests_on text not null,
    state text not null check (state in ('open', 'held', 'cleared')),
    reviewer bigint,
    said text,
    reviewed_at timestamptz,
    known_at timestamptz not null,
    primary key (claim, code)
);

create index claim_signal_state on claim_signal (state, claim);

-- Warnings that were told, each once.
create table warning_told (
    person bigint not null,
    code text not null,
    about text not null,
    day date,
    message bigint,
    known_at timestamptz not null,
    primary key (person, code, about)
);

-- What a hospital was told when it asked whether care is paid.
create table guarantee (
    id bigint primary key,
    person bigint not null,
    hospital bigint not null,
    day date not null,
    answer text not null,
    law text not null,
    account bigint,
    known_at timestamptz not null
);

create index guarantee_person on guarantee (person, id);
create index guarantee_hospital on guarantee (hospital, id);

-- A hospital's bill for the care of a claim. `grant_no` is the grant that pays it.
create table care_bill (
    id bigint primary key,
    claim bigint not null,
    hospital bigint not null,
    number text not null,
    day date not null,
    billed bigint not null,
    paid bigint not null,
    state text not null check (state in ('taken', 'granted', 'refused')),
    said text,
    grant_no smallint,
    account bigint,
    known_at timestamptz not null
);

create unique index care_bill_number on care_bill (hospital, number);
create index care_bill_claim on care_bill (claim, id);
create index care_bill_state on care_bill (state, id);

-- Its items, care and fares, each with what is paid of it and why.
create table care_item (
    bill bigint not null,
    no smallint not null,
    kind text not null check (kind in ('care', 'fare')),
    item text not null,
    day date,
    cost bigint not null,
    class_one bigint,
    paid bigint not null,
    verdict text not null,
    primary key (bill, no)
);

-- Who has said what on the way back to work, by the law's names; the latest counts.
create table return_consent (
    claim bigint not null,
    fact text not null,
    known_at timestamptz not null,
    yes boolean not null,
    account bigint,
    primary key (claim, fact, known_at)
);

-- A hospital is paid to the account that was named for it last.
create index payee_hand on payee (hand, id);

-- Branches of an employer are found from it.
create index payer_parent on payer (parent) where parent is not null;
