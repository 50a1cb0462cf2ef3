-- The counter: who may come in, what was looked at, what waits for somebody, what is said to whom.

-- Offices of the institution, and the regions above them.
create table branch (
    id bigint primary key,
    name text not null,
    province text not null,
    closed_on date
);

-- Which branch cares for a person or a payer.
create table caseload (
    subject bigint primary key,
    branch bigint not null,
    known_at timestamptz not null
);

create index caseload_branch on caseload (branch);

-- Who may sign in. A member is a person, an employer's administrator acts for a payer, staff belong to a
-- branch, a province or neither. `sealed` is the name, the address for messages and the handle, a line each.
create table account (
    id bigint primary key,
    role text not null,
    person bigint,
    payer bigint,
    branch bigint,
    province text,
    sealed bytea not null,
    password text,
    second bytea,
    second_step bigint,
    failures smallint not null default 0,
    locked_until timestamptz,
    ended_at timestamptz,
    known_at timestamptz not null
);

create index account_branch on account (branch) where branch is not null;

create index account_person on account (person);
create index account_payer on account (payer);

-- What another administrator has to confirm before an account is usable: who asked, and who confirmed.
create table confirmation (
    account bigint not null,
    asked_at timestamptz not null,
    what text not null check (what in ('opened', 'password', 'second')),
    asked_by bigint not null,
    confirmed_by bigint,
    confirmed_at timestamptz,
    primary key (account, asked_at)
);

-- Somebody's browser: the token is kept as its hash. Without an account it belongs to a visitor.
create table session (
    token bytea primary key,
    account bigint,
    stage text not null check (stage in ('visitor', 'password', 'full')),
    began_at timestamptz not null,
    seen_at timestamptz not null,
    until_at timestamptz not null
);

create index session_account on session (account);
create index session_until on session (until_at);

-- A code that was sent to somebody, as its hash; one at a time.
create table one_time_code (
    subject bigint primary key,
    hash bytea not null,
    until_at timestamptz not null,
    tries smallint not null
);

-- Telling how many codes were sent, or tried, and when: by a keyed hash of what they are counted for.
create table tally (
    key bytea not null,
    no bigint not null,
    at timestamptz not null,
    primary key (key, no)
);

create index tally_at on tally (at);

-- Programs of partners, by the hash of their key.
create table client (
    id bigint primary key,
    name text not null,
    key bytea not null unique,
    role text not null,
    payer bigint,
    branch bigint,
    province text,
    ended_at timestamptz,
    known_at timestamptz not null
);

-- Every look at somebody's personal data: who, in which role, why, at what.
create table reading (
    person bigint not null,
    at timestamptz not null,
    account bigint not null,
    who text not null,
    role text not null,
    why text not null,
    place text not null,
    primary key (person, at, account)
);

create index reading_account on reading (account, at);

-- A change that two people have to want.
create table approval (
    id bigint primary key,
    what text not null,
    subject bigint not null,
    branch bigint,
    sealed bytea not null,
    maker bigint not null,
    made_at timestamptz not null,
    outcome text check (outcome in ('approved', 'refused', 'withdrawn', 'failed')),
    checker bigint,
    decided_at timestamptz,
    said text
);

create index approval_maker on approval (maker, made_at);

create index approval_subject on approval (subject, made_at);

create index approval_outcome on approval (outcome, made_at);

-- Work that is done later, beside the pages.
create table job (
    id bigint primary key,
    kind text not null,
    asked text not null,
    account bigint,
    payer bigint,
    state text not null check (state in ('waiting', 'working', 'done', 'failed')),
    done bigint not null default 0,
    total bigint not null default 0,
    told text,
    tries smallint not null default 0,
    not_before timestamptz not null,
    made_at timestamptz not null,
    changed_at timestamptz not null,
    daily text unique
);

create index job_state on job (state, not_before);

-- An employer's file, and what each of its rows came to.
create table upload (
    id bigint primary key,
    payer bigint not null,
    month date not null,
    name text not null,
    sealed bytea not null,
    state text not null check (state in ('checking', 'checked', 'taking', 'taken', 'dropped', 'failed')),
    complete boolean not null,
    account bigint not null,
    told text,
    made_at timestamptz not null
);

create index upload_payer on upload (payer, made_at);

create table upload_row (
    upload bigint not null,
    no bigint not null,
    state text not null check (state in ('same', 'changed', 'joins', 'leaves', 'refused')),
    unusual text,
    confirmed boolean not null,
    membership bigint,
    sealed bytea not null,
    primary key (upload, no)
);

-- People whom an employer or a partner names and who could not be confirmed: the branch looks at them.
create table mismatch (
    id bigint primary key,
    payer bigint not null,
    why text not null,
    sealed bytea not null,
    account bigint not null,
    made_at timestamptz not null,
    done_at timestamptz
);

create index mismatch_payer on mismatch (payer, made_at);

-- Lines of a bank's statements: those that wait to be booked, and those that somebody has to look at.
create table statement_line (
    id bigint primary key,
    statement bigint not null,
    no bigint not null,
    amount bigint,
    paid_on date,
    state text not null check (state in ('waiting', 'booked', 'known', 'open', 'asked', 'returned')),
    print bytea not null,
    sealed bytea not null,
    payer bigint,
    account bigint,
    made_at timestamptz not null,
    done_at timestamptz
);

create index statement_line_state on statement_line (state, id);
create index statement_line_statement on statement_line (statement, state);
create index statement_line_print on statement_line (print);

-- What is said to people, by whatever way; sent once.
create table message (
    id bigint primary key,
    person bigint,
    account bigint,
    channel text not null,
    sealed bytea not null,
    state text not null check (state in ('waiting', 'sent', 'failed')),
    made_at timestamptz not null,
    sent_at timestamptz
);

create index message_person on message (person, made_at);

create index message_state on message (state, made_at);

-- What somebody has answered so far, question by question; gone when it is sent in.
create table draft (
    token bytea primary key,
    sealed bytea not null,
    version bigint not null,
    known_at timestamptz not null
);

-- How it was proved who somebody is, and the membership she began herself: `self` by a telephone alone, and
-- `registry` where the civil registry said the same; `payer` by who enrolled her, `desk` by her card.
create table proof (
    person bigint primary key,
    how text not null check (how in ('self', 'registry', 'payer', 'desk')),
    membership bigint,
    known_at timestamptz not null
);

-- What the civil registry says of a person.
create table registry_check (
    person bigint primary key,
    state text not null check (state in ('pending', 'confirmed', 'different', 'unknown', 'dead')),
    told text,
    asked_at timestamptz not null,
    answered_at timestamptz
);

create index registry_check_state on registry_check (state, asked_at);

-- A member says that a month is not as the employer reported it.
create table contest (
    id bigint primary key,
    membership bigint not null,
    month date not null,
    sealed bytea not null,
    state text not null check (state in ('open', 'upheld', 'refused')),
    made_at timestamptz not null,
    answered_by bigint,
    answered_at timestamptz,
    answer text,
    approval bigint
);

create index contest_membership on contest (membership);
create index contest_state on contest (state, made_at);

-- What officers write down about a person or a payer, and when to come back to it.
create table note (
    subject bigint not null,
    at timestamptz not null,
    account bigint not null,
    kind text not null check (kind in ('note', 'call', 'visit', 'letter')),
    sealed bytea not null,
    again_on date,
    primary key (subject, at, account)
);

create index note_again on note (again_on);

-- What an officer should look at today: made anew each day from the books.
create table signal (
    branch bigint not null,
    kind text not null,
    subject bigint not null,
    membership bigint not null default 0,
    amount bigint not null,
    facts text not null,
    since date not null,
    done_at timestamptz,
    until_on date,
    officer bigint,
    primary key (branch, kind, subject, membership)
);

-- People protected, month by month: what the public page shows.
create table coverage (
    month date not null,
    segment text not null,
    province text not null,
    sex text not null,
    sponsored boolean not null,
    people bigint not null,
    primary key (month, segment, province, sex, sponsored)
);

-- Somebody wants to pay: what the QR was made for, until the money comes.
create table intent (
    id bigint primary key,
    payer bigint not null,
    amount bigint not null,
    months smallint not null,
    made_at timestamptz not null,
    until_at timestamptz not null,
    paid_at timestamptz
);

create index intent_payer on intent (payer, made_at);
