-- The institution: register, facts, runs, bills, journals.

-- The institution itself, in one row.
create table institution (
    one integer primary key check (one = 1),
    name text not null,
    jurisdiction text not null,
    mode text not null check (mode in ('demo', 'production')),
    crediting text not null,
    founded_on text not null,
    next_number integer not null,
    next_code integer not null,
    sealed blob not null
) strict;

-- Packs of law that decided something, so that it can be decided again.
create table law_pack (
    fingerprint text primary key,
    texts blob not null,
    first_used integer not null
) strict;

-- Values the institution itself declares, such as the rate of a year: `jht_rate[2024] 5.00`.
create table declared_value (
    place text not null,
    known_at integer not null,
    value text not null,
    instrument text not null,
    primary key (place, known_at)
) strict;

-- What was done to the register, by whom.
create table act (
    subject integer not null,
    at integer not null,
    what text not null,
    who text not null,
    primary key (subject, at, what)
) strict, without rowid;

create index act_at on act (at);

create table person (
    id integer primary key,
    registered_on text not null,
    known_at integer not null
) strict;

-- Who a person is; a correction is a further row, the latest counts.
create table identity (
    person integer not null,
    known_at integer not null,
    sealed blob not null,
    born_on text not null,
    sex text not null,
    primary key (person, known_at)
) strict, without rowid;

-- Finds by number or name without storing either: keyed hashes. Kinds: 1 NIK, 2 name, 3 KPJ, 4 NPP,
-- 5 name of a payer, 6 handle of an account.
create table look_up (
    hash blob not null,
    kind integer not null,
    subject integer not null,
    primary key (hash, kind, subject)
) strict, without rowid;

create table relative (
    person integer not null,
    no integer not null,
    known_at integer not null,
    relation text not null,
    sealed blob not null,
    born_on text,
    from_day text not null,
    until_day text,
    primary key (person, no, known_at)
) strict, without rowid;

-- Two numbers that are one person, from when on that was known; without a target they are two again.
create table link (
    person integer not null,
    known_at integer not null,
    into_person integer,
    reason text not null,
    primary key (person, known_at)
) strict, without rowid;

create index link_into on link (into_person);

-- Everybody who pays. `credit` is money received and not yet allocated.
create table payer (
    id integer primary key,
    kind text not null check (kind in ('employer', 'branch', 'project', 'platform', 'sponsor', 'own')),
    parent integer,
    sealed blob,
    province text not null,
    opened_on text not null,
    credit integer not null default 0 check (credit >= 0),
    known_at integer not null
) strict;

create table membership (
    id integer primary key,
    person integer not null,
    payer integer not null,
    segment text not null,
    sealed blob not null,
    started_on text not null,
    known_at integer not null
) strict;

create index membership_person on membership (person);

-- What is true, for which months, and since when that is known. Nothing is ever changed or taken away.
create table fact (
    subject integer not null,
    name text not null,
    from_month text not null,
    known_at integer not null,
    until_month text,
    value text,
    primary key (subject, name, from_month, known_at)
) strict, without rowid;

-- The facts as known now, month by month: what a run reads. Can be made again from `fact` at any time.
create table roll (
    payer integer not null,
    membership integer not null,
    from_month text not null,
    until_month text,
    segment text not null,
    facts text not null,
    primary key (payer, membership, from_month)
) strict, without rowid;

create index roll_membership on roll (membership);

create table payer_roll (
    payer integer not null,
    from_month text not null,
    until_month text,
    facts text not null,
    primary key (payer, from_month)
) strict, without rowid;

-- Short numbers for the lines of assessments and bills.
create table slot (
    no integer primary key,
    name text not null unique
) strict;

create table run (
    id integer primary key,
    kind text not null check (kind in ('month', 'interest', 'lapse', 'penalties')),
    period text not null,
    state text not null check (state in ('open', 'published')),
    law text not null,
    known_at integer not null,
    on_day text not null,
    people integer not null,
    first_code integer not null,
    published_at integer,
    unique (kind, period)
) strict;

-- Pieces of a run, which any number of workers claim. Numbers of payers, or of
-- memberships, from (inclusive) until (exclusive).
create table chunk (
    run integer not null,
    no integer not null,
    number_from integer not null,
    number_until integer not null,
    people integer not null,
    state text not null check (state in ('open', 'done')),
    worker text,
    done_at integer,
    assessed integer,
    faults integer,
    bills integer,
    owed integer,
    digest blob,
    primary key (run, no)
) strict, without rowid;

create index chunk_open on chunk (number_from) where state = 'open';

-- People the law could not answer for in a run.
create table run_fault (
    run integer not null,
    membership integer not null,
    payer integer not null,
    fault text not null,
    primary key (run, membership)
) strict, without rowid;

-- What one member's month came to: row 0 as first found, later rows the differences.
create table assessment (
    month text not null,
    payer integer not null,
    membership integer not null,
    no integer not null,
    run integer not null,
    owed integer not null,
    lines blob not null,
    primary key (month, payer, membership, no)
) strict, without rowid;

create table bill (
    month text not null,
    payer integer not null,
    no integer not null,
    kind text not null check (kind in ('contribution', 'penalty')),
    code integer not null,
    due_on text,
    run integer not null,
    owed integer not null,
    paid integer not null,
    settled_on text,
    known_at integer not null,
    lines blob not null,
    primary key (month, payer, no)
) strict, without rowid;

create index bill_open on bill (payer, month) where settled_on is null;
create index bill_code on bill (code) where no = 0;

-- Under which law a bill outside a run was reckoned; a run says it for all of its own.
create table bill_law (
    payer integer not null,
    month text not null,
    no integer not null,
    law text not null,
    primary key (payer, month, no)
) strict, without rowid;

-- What takes turns: whoever holds a row is alone with what it stands for, such as a NIK about to be registered.
create table turn (
    no integer primary key,
    taken integer not null
) strict;

create table payment (
    payer integer not null,
    id integer not null,
    amount integer not null check (amount > 0),
    paid_on text not null,
    known_at integer not null,
    channel text not null,
    reference text not null,
    journal integer not null,
    seq integer not null,
    reversed_on text,
    primary key (payer, id)
) strict, without rowid;

create table allocation (
    payer integer not null,
    month text not null,
    no integer not null,
    journal integer not null,
    seq integer not null,
    amount integer not null,
    on_day text not null,
    primary key (payer, month, no, journal, seq, on_day)
) strict, without rowid;

-- Growth credited to a member's savings for a year.
create table growth (
    membership integer not null,
    year integer not null,
    run integer not null,
    amount integer not null,
    primary key (membership, year)
) strict, without rowid;

-- Heads of the chains.
create table journal (
    no integer primary key,
    seq integer not null,
    hash blob not null,
    known_at integer
) strict;

-- Entries, each with the hash of all before it in its journal. Rows are only ever added.
create table entry (
    journal integer not null,
    seq integer not null,
    day text not null,
    text text not null,
    hash blob not null,
    primary key (journal, seq)
) strict, without rowid;

-- Requests that were answered: the same key gives the same answer.
create table request (
    key blob primary key,
    input blob not null,
    answer text not null,
    at integer not null
) strict;
