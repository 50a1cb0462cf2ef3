-- Letters, grievances, signals on claims, warnings, and care after an injury at work.

-- A letter as it was written, the same for ever. `sealed` is the letter with its lines in both languages;
-- `law` is the fingerprint of the law it was reckoned with.
create table claim_letter (
    id integer primary key,
    claim integer not null,
    no integer not null,
    kind text not null check (kind in (
        'granted', 'employer', 'refused', 'nothing', 'underpaid', 'overpaid', 'papers'
    )),
    day text not null,
    law text not null,
    sealed blob not null,
    known_at integer not null
) strict;

create unique index claim_letter_claim on claim_letter (claim, no);

-- A grievance on one line of a letter. `sealed` is what is wrong with it, in the claimant's words. `level`,
-- `since_on` and `state` are what its steps come to.
create table grievance (
    id integer primary key,
    letter integer not null,
    claim integer not null,
    line integer not null,
    sealed blob not null,
    opened_on text not null,
    account integer,
    level text not null,
    since_on text not null,
    state text not null,
    known_at integer not null
) strict;

create index grievance_claim on grievance (claim, id);
create index grievance_state on grievance (state, id);

-- What was done to a grievance, in order. `sealed` is the reason of an answer; `changed` says whether the
-- decision changes.
create table grievance_step (
    id integer primary key,
    grievance integer not null,
    no integer not null,
    day text not null,
    actor text not null,
    account integer,
    act text not null,
    changed integer,
    sealed blob,
    known_at integer not null
) strict;

create unique index grievance_step_grievance on grievance_step (grievance, no);

-- Why somebody should look at a claim before it is paid: `rests_on` is what it rests on, in both languages.
-- Who holds the payment back past its last day does so by name.
create table claim_signal (
    claim integer not null,
    code text not null,
    found_on text not null,
    looker text not null,
    why text not null,
    rests_on text not null,
    state text not null check (state in ('open', 'held', 'cleared')),
    reviewer integer,
    said text,
    reviewed_at integer,
    known_at integer not null,
    primary key (claim, code)
) strict;

create index claim_signal_state on claim_signal (state, claim);

-- Warnings that were told, each once.
create table warning_told (
    person integer not null,
    code text not null,
    about text not null,
    day text,
    message integer,
    known_at integer not null,
    primary key (person, code, about)
) strict;

-- What a hospital was told when it asked whether care is paid.
create table guarantee (
    id integer primary key,
    person integer not null,
    hospital integer not null,
    day text not null,
    answer text not null,
    law text not null,
    account integer,
    known_at integer not null
) strict;

create index guarantee_person on guarantee (person, id);
create index guarantee_hospital on guarantee (hospital, id);

-- A hospital's bill for the care of a claim. `grant_no` is the grant that pays it.
create table care_bill (
    id integer primary key,
    claim integer not null,
    hospital integer not null,
    number text not null,
    day text not null,
    billed integer not null,
    paid integer not null,
    state text not null check (state in ('taken', 'granted', 'refused')),
    said text,
    grant_no integer,
    account integer,
    known_at integer not null
) strict;

create unique index care_bill_number on care_bill (hospital, number);
create index care_bill_claim on care_bill (claim, id);
create index care_bill_state on care_bill (state, id);

-- Its items, care and fares, each with what is paid of it and why.
create table care_item (
    bill integer not null,
    no integer not null,
    kind text not null check (kind in ('care', 'fare')),
    item text not null,
    day text,
    cost integer not null,
    class_one integer,
    paid integer not null,
    verdict text not null,
    primary key (bill, no)
) strict;

-- Who has said what on the way back to work, by the law's names; the latest counts.
create table return_consent (
    claim integer not null,
    fact text not null,
    known_at integer not null,
    yes integer not null,
    account integer,
    primary key (claim, fact, known_at)
) strict;

-- A hospital is paid to the account that was named for it last.
create index payee_hand on payee (hand, id);

-- Branches of an employer are found from it.
create index payer_parent on payer (parent) where parent is not null;
