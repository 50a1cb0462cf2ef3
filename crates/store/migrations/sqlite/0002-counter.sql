-- The counter: who may come in, what was looked at, what waits for somebody, what is said to whom.

-- Offices of the institution, and the regions above them.
create table branch (
    id integer primary key,
    name text not null,
    province text not null,
    closed_on text
) strict;

-- Which branch cares for a person or a payer.
create table caseload (
    subject integer primary key,
    branch integer not null,
    known_at integer not null
) strict;

create index caseload_branch on caseload (branch);

-- Who may sign in. A member is a person, an employer's administrator acts for a payer, staff belong to a
-- branch, a province or neither. `sealed` is the name, the address for messages and the handle, a line each.
create table account (
    id integer primary key,
    role text not null,
    person integer,
    payer integer,
    branch integer,
    province text,
    sealed blob not null,
    password text,
    second blob,
    second_step integer,
    failures integer not null default 0,
    locked_until integer,
    ended_at integer,
    known_at integer not null
) strict;

create index account_branch on account (branch) where branch is not null;

create index account_person on account (person);
create index account_payer on account (payer);

-- What another administrator has to confirm before an account is usable: who asked, and who confirmed.
create table confirmation (
    account integer not null,
    asked_at integer not null,
    what text not null check (what in ('opened', 'password', 'second')),
    asked_by integer not null,
    confirmed_by integer,
    confirmed_at integer,
    primary key (account, asked_at)
) strict;

-- Somebody's browser: the token is kept as its hash. Without an account it belongs to a visitor.
create table session (
    token blob primary key,
    account integer,
    stage text not null check (stage in ('visitor', 'password', 'full')),
    began_at integer not null,
    seen_at integer not null,
    until_at integer not null
) strict;

create index session_account on session (account);
create index session_until on session (until_at);

-- A code that was sent to somebody, as its hash; one at a time.
create table one_time_code (
    subject integer primary key,
    hash blob not null,
    until_at integer not null,
    tries integer not null
) strict;

-- Telling how many codes were sent, or tried, and when: by a keyed hash of what they are counted for.
create table tally (
    key blob not null,
    no integer not null,
    at integer not null,
    primary key (key, no)
) strict;

create index tally_at on tally (at);

-- Programs of partners, by the hash of their key.
create table client (
    id integer primary key,
    name text not null,
    key blob not null unique,
    role text not null,
    payer integer,
    branch integer,
    province text,
    ended_at integer,
    known_at integer not null
) strict;

-- Every look at somebody's personal data: who, in which role, why, at what.
create table reading (
    person integer not null,
    at integer not null,
    account integer not null,
    who text not null,
    role text not null,
    why text not null,
    place text not null,
    primary key (person, at, account)
) strict;

create index reading_account on reading (account, at);

-- A change that two people have to want.
create table approval (
    id integer primary key,
    what text not null,
    subject integer not null,
    branch integer,
    sealed blob not null,
    maker integer not null,
    made_at integer not null,
    outcome text check (outcome in ('approved', 'refused', 'withdrawn', 'failed')),
    checker integer,
    decided_at integer,
    said text
) strict;

create index approval_maker on approval (maker, made_at);

create index approval_subject on approval (subject, made_at);

create index approval_outcome on approval (outcome, made_at);

-- Work that is done later, beside the pages.
create table job (
    id integer primary key,
    kind text not null,
    asked text not null,
    account integer,
    payer integer,
    state text not null check (state in ('waiting', 'working', 'done', 'failed')),
    done integer not null default 0,
    total integer not null default 0,
    told text,
    tries integer not null default 0,
    not_before integer not null,
    made_at integer not null,
    changed_at integer not null,
    daily text unique
) strict;

create index job_state on job (state, not_before);

-- An employer's file, and what each of its rows came to.
create table upload (
    id integer primary key,
    payer integer not null,
    month text not null,
    name text not null,
    sealed blob not null,
    state text not null check (state in ('checking', 'checked', 'taking', 'taken', 'dropped', 'failed')),
    complete integer not null,
    account integer not null,
    told text,
    made_at integer not null
) strict;

create index upload_payer on upload (payer, made_at);

create table upload_row (
    upload integer not null,
    no integer not null,
    state text not null check (state in ('same', 'changed', 'joins', 'leaves', 'refused')),
    unusual text,
    confirmed integer not null,
    membership integer,
    sealed blob not null,
    primary key (upload, no)
) strict;

-- People whom an employer or a partner names and who could not be confirmed: the branch looks at them.
create table mismatch (
    id integer primary key,
    payer integer not null,
    why text not null,
    sealed blob not null,
    account integer not null,
    made_at integer not null,
    done_at integer
) strict;

create index mismatch_payer on mismatch (payer, made_at);

-- Lines of a bank's statements: those that wait to be booked, and those that somebody has to look at.
create table statement_line (
    id integer primary key,
    statement integer not null,
    no integer not null,
    amount integer,
    paid_on text,
    state text not null check (state in ('waiting', 'booked', 'known', 'open', 'asked', 'returned')),
    print blob not null,
    sealed blob not null,
    payer integer,
    account integer,
    made_at integer not null,
    done_at integer
) strict;

create index statement_line_state on statement_line (state, id);
create index statement_line_statement on statement_line (statement, state);
create index statement_line_print on statement_line (print);

-- What is said to people, by whatever way; sent once.
create table message (
    id integer primary key,
    person integer,
    account integer,
    channel text not null,
    sealed blob not null,
    state text not null check (state in ('waiting', 'sent', 'failed')),
    made_at integer not null,
    sent_at integer
) strict;

create index message_person on message (person, made_at);

create index message_state on message (state, made_at);

-- What somebody has answered so far, question by question; gone when it is sent in.
create table draft (
    token blob primary key,
    sealed blob not null,
    version integer not null,
    known_at integer not null
) strict;

-- How it was proved who somebody is, and the membership she began herself: `self` by a telephone alone, and
-- `registry` where the civil registry said the same; `payer` by who enrolled her, `desk` by her card.
create table proof (
    person integer primary key,
    how text not null check (how in ('self', 'registry', 'payer', 'desk')),
    membership integer,
    known_at integer not null
) strict;

-- What the civil registry says of a person.
create table registry_check (
    person integer primary key,
    state text not null check (state in ('pending', 'confirmed', 'different', 'unknown', 'dead')),
    told text,
    asked_at integer not null,
    answered_at integer
) strict;

create index registry_check_state on registry_check (state, asked_at);

-- A member says that a month is not as the employer reported it.
create table contest (
    id integer primary key,
    membership integer not null,
    month text not null,
    sealed blob not null,
    state text not null check (state in ('open', 'upheld', 'refused')),
    made_at integer not null,
    answered_by integer,
    answered_at integer,
    answer text,
    approval integer
) strict;

create index contest_membership on contest (membership);
create index contest_state on contest (state, made_at);

-- What officers write down about a person or a payer, and when to come back to it.
create table note (
    subject integer not null,
    at integer not null,
    account integer not null,
    kind text not null check (kind in ('note', 'call', 'visit', 'letter')),
    sealed blob not null,
    again_on text,
    primary key (subject, at, account)
) strict;

create index note_again on note (again_on);

-- What an officer should look at today: made anew each day from the books.
create table signal (
    branch integer not null,
    kind text not null,
    subject integer not null,
    membership integer not null default 0,
    amount integer not null,
    facts text not null,
    since text not null,
    done_at integer,
    until_on text,
    officer integer,
    primary key (branch, kind, subject, membership)
) strict;

-- People protected, month by month: what the public page shows.
create table coverage (
    month text not null,
    segment text not null,
    province text not null,
    sex text not null,
    sponsored integer not null,
    people integer not null,
    primary key (month, segment, province, sex, sponsored)
) strict;

-- Somebody wants to pay: what the QR was made for, until the money comes.
create table intent (
    id integer primary key,
    payer integer not null,
    amount integer not null,
    months integer not null,
    made_at integer not null,
    until_at integer not null,
    paid_at integer
) strict;

create index intent_payer on intent (payer, made_at);
