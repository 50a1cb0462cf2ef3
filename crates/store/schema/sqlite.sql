-- The whole schema, as it stands after every step of migrations/. Words: docs/reference/words.md.
-- Privacy of every column: privacy.toml. Why keys look as they do: docs/decisions/0005.

-- Which steps this database has taken.
create table schema_step (
    no integer primary key,
    name text not null,
    taken_at integer not null
) strict;

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
-- 5 name of a payer, 6 handle of an account, 7 word of a name, 8 word of a payer's name, 9 bank account,
-- 10 telephone of somebody with a claim, 11 address told with an account, 12 two words of a name.
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
create index payment_order_open on payment_order (fund, id) where run is null;
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

-- A pension for one hand, from the approval of its claim to its end. `next_month` is the first that is not
-- granted yet, `until_month` the last that is owed. Survivors who draw it together have a part each.
-- `look_on` is the day of something that may have changed who draws it, until somebody has looked.
create table pension (
    id integer primary key,
    claim integer not null,
    person integer not null,
    membership integer not null,
    kind text not null,
    start_month text not null,
    drawn_by text,
    formula integer not null,
    hand text not null,
    part integer not null,
    parts integer not null,
    drawer integer,
    born text,
    proven text not null,
    next_month text not null,
    until_month text,
    ended text,
    why text,
    look_on text,
    known_at integer not null
) strict;

create index pension_claim on pension (claim, id);
create index pension_person on pension (person);
create index pension_drawer on pension (drawer);

-- What was granted of a pension for a month; `no` counts what was found to be different later.
create table pension_month (
    pension integer not null,
    month text not null,
    no integer not null,
    run integer,
    amount integer not null,
    known_at integer not null,
    primary key (pension, month, no)
) strict;

create index pension_month_run on pension_month (run, pension);

-- A payroll of pensions; a month that is run again grants what was not granted yet.
create table pension_run (
    id integer primary key,
    month text not null,
    turn integer not null,
    state text not null check (state in ('open', 'published')),
    law text not null,
    known_at integer not null,
    on_day text not null,
    people integer not null,
    first_order integer not null,
    account integer,
    published_at integer,
    unique (month, turn)
) strict;

-- A proof that a later payment of a claim is owed: somebody was still unable to work in a month, or studies
-- in a year. `grant_no` is the grant it was paid with.
create table instalment (
    claim integer not null,
    component text not null,
    whom integer not null,
    no integer not null,
    due text not null,
    amount integer not null,
    proof text not null,
    proven_by integer not null,
    grant_no integer,
    known_at integer not null,
    primary key (claim, component, whom, no)
) strict;

-- Compensation for delay, by the order that was paid late; the institution's own order pays it.
create table delay (
    payment_order integer primary key,
    claim integer not null,
    due text not null,
    paid text not null,
    amount integer not null,
    paid_with integer not null
) strict;

create index delay_claim on delay (claim);

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

-- Job loss: vacancies, seekers and what they did, months of cash, dismissals and who says otherwise.

-- A place to work that is free. `payer` is an employer of the institution's; others came with a file.
-- `source` is what whoever offers it calls it.
create table vacancy (
    id integer primary key,
    payer integer,
    source text not null,
    employer text not null,
    title text not null,
    occupation text,
    province integer,
    wage_least integer,
    wage_most integer,
    skills text not null,
    posted_on text not null,
    until_on text,
    withdrawn_on text,
    account integer,
    known_at integer not null,
    unique (employer, source)
) strict;

create index vacancy_payer on vacancy (payer, id);

-- What somebody who looks for work wishes and knows: occupations parted by blanks, skills a line each.
create table seeker (
    person integer primary key,
    wishes text not null,
    skills text not null,
    province integer,
    wage integer,
    known_at integer not null
) strict;

-- Somebody applied; without a vacancy somewhere else. `state` is what the employer says of it.
create table application (
    id integer primary key,
    person integer not null,
    vacancy integer,
    employer text not null,
    title text not null,
    day text not null,
    state text not null check (state in ('sent', 'interviewed', 'hired', 'declined')),
    account integer,
    known_at integer not null
) strict;

create index application_person on application (person, day);
create index application_vacancy on application (vacancy);

-- Somebody was called to a test or an interview; it counts once an employer or an officer has confirmed it.
create table interview (
    id integer primary key,
    person integer not null,
    application integer,
    employer text not null,
    day text not null,
    account integer,
    confirmed_by integer,
    confirmed_on text,
    known_at integer not null
) strict;

create index interview_person on interview (person, day);

-- A course with a number of places. `last_on` is its last day.
create table training (
    id integer primary key,
    provider text not null,
    name text not null,
    occupation text,
    province integer,
    places integer not null,
    from_on text not null,
    last_on text not null,
    account integer,
    known_at integer not null
) strict;

-- Who has a place in a course.
create table training_place (
    training integer not null,
    person integer not null,
    taken_on text not null,
    account integer,
    known_at integer not null,
    primary key (training, person)
) strict;

create index training_place_person on training_place (person);

-- Who was there in a session of a course, and who was not.
create table attendance (
    training integer not null,
    no integer not null,
    person integer not null,
    day text not null,
    present integer not null,
    account integer,
    known_at integer not null,
    primary key (training, no, person)
) strict;

create index attendance_person on attendance (person, day);

-- A counsellor spoke with somebody; `sealed` is what was agreed.
create table counselling (
    id integer primary key,
    person integer not null,
    day text not null,
    sealed blob not null,
    account integer,
    known_at integer not null
) strict;

create index counselling_person on counselling (person, day);

-- What somebody filled in, and that she works again: `employer` says for whom.
create table duty_mark (
    person integer not null,
    kind text not null check (kind in ('self_assessment', 'status_form', 'new_work')),
    day text not null,
    employer text,
    account integer,
    known_at integer not null,
    primary key (person, kind, day)
) strict;

-- What was decided on a month of job loss, each time it was: the latest row counts. `granted` is which grant
-- of the claim pays it, `pay_day` the day of payment that the law was asked with.
create table duty_month (
    claim integer not null,
    month integer not null,
    no integer not null,
    state text not null check (state in ('granted', 'refused', 'ended', 'held', 'taken_back')),
    day text not null,
    pay_day text not null,
    granted integer,
    gross integer,
    applications integer not null,
    interviews integer not null,
    sessions_held integer not null,
    sessions_attended integer not null,
    provision text,
    account integer,
    known_at integer not null,
    primary key (claim, month, no)
) strict;

-- A dismissal that one side reported: by whom, why, and who is told.
create table dismissal (
    of_case integer primary key,
    person integer not null,
    membership integer not null,
    payer integer not null,
    said_by text not null check (said_by in ('member', 'employer', 'officer')),
    account integer,
    day text not null,
    termination text not null,
    known_at integer not null
) strict;

create index dismissal_payer on dismissal (payer, of_case);

-- Somebody says that it is not so: a dismissal, or a signal by its code. `sealed` is what was said.
create table job_contest (
    id integer primary key,
    of_case integer not null,
    about text not null,
    said_by text not null check (said_by in ('member', 'employer')),
    sealed blob not null,
    account integer,
    state text not null check (state in ('open', 'upheld', 'refused')),
    answered_by integer,
    answered_at integer,
    answer text,
    known_at integer not null
) strict;

create index job_contest_of_case on job_contest (of_case);
create index job_contest_state on job_contest (state, id);

-- A signal about a claim of job loss that somebody has looked at: the latest row of a code counts.
create table signal_review (
    claim integer not null,
    code text not null,
    no integer not null,
    state text not null check (state in ('cleared', 'upheld')),
    answer text not null,
    account integer,
    known_at integer not null,
    primary key (claim, code, no)
) strict;

-- What an employer paid back of benefits that a fund advanced for her.
create table advance_repaid (
    id integer primary key,
    payer integer not null,
    programme text not null,
    day text not null,
    amount integer not null,
    account integer,
    known_at integer not null
) strict;

create index advance_repaid_payer on advance_repaid (payer, programme);

-- How a family comes to the counter after a death: what was reported, and how a relative comes in.

-- A death that somebody reported from outside. `sealed` is what was answered; `reference` is the hash of
-- what the one who reported was given. It waits for the branch unless the family is known.
create table death_report (
    id integer primary key,
    reference blob not null,
    sealed blob not null,
    state text not null check (state in ('new', 'waiting', 'opened', 'refused')),
    person integer,
    branch integer,
    claim_case integer,
    account integer,
    made_at integer not null,
    decided_at integer
) strict;

create index death_report_state on death_report (state, branch, id);

-- The telephone at which a relative is reached, as a branch noted it: the latest row counts. `reference` is the
-- hash of what she comes in with, beside a code that goes to that telephone.
create table heir_contact (
    id integer primary key,
    person integer not null,
    no integer not null,
    reference blob not null,
    sealed blob not null,
    account integer,
    known_at integer not null
) strict;

create index heir_contact_reference on heir_contact (reference);
create index heir_contact_person on heir_contact (person, no, id);

-- Which relative of whom an account is, of relatives who are not in the register themselves.
create table heir_account (
    account integer primary key,
    person integer not null,
    no integer not null,
    known_at integer not null
) strict;

create index heir_account_person on heir_account (person, no);

-- A relative who is in the register herself is found by her own number.
create index relative_mark_relative on relative_mark (relative);

-- What a bank said of an account before money goes there: in the payee's name, in another, or not there at all. The
-- latest row of a payee counts; without a verdict the bank was asked and has not answered.
create table account_check (
    payee integer not null,
    asked_at integer not null,
    verdict text check (verdict in ('same', 'other', 'unknown')),
    heard_at integer,
    primary key (payee, asked_at)
) strict;

-- From which device an account was told: the keyed hash of a mark that was made by chance and that only the browser
-- has, under the newest key when it was last seen. Nobody is found by it.
create table payee_device (
    payee integer primary key,
    device blob not null
) strict;

create index payee_device_device on payee_device (device);

-- Which people of a branch have a word of a name, so that whoever works there finds her own among many of the same
-- name: the hashes are those of `look_up`. A person is her own branch's, else that of whoever pays for her. Can be made
-- again from `look_up` and `caseload` at any time.
create table word_at (
    branch integer not null,
    hash blob not null,
    person integer not null,
    primary key (branch, hash, person)
) strict, without rowid;

-- How what was paid too much comes back: so much a month from a month on, as one proposed and another decided.
-- `amount` is what was open then. Of those that were approved, the latest counts.
create table recovery_plan (
    id integer primary key,
    claim integer not null,
    no integer not null,
    amount integer not null,
    instalment integer not null,
    from_month text not null,
    maker integer not null,
    made_at integer not null,
    outcome text check (outcome in ('approved', 'refused')),
    checker integer,
    decided_at integer
) strict;

create index recovery_plan_claim on recovery_plan (claim, no, id);

-- What was paid back of what was paid too much.
create table paid_back (
    id integer primary key,
    claim integer not null,
    no integer not null,
    day text not null,
    amount integer not null,
    account integer,
    known_at integer not null
) strict;

create index paid_back_claim on paid_back (claim, no);

-- What a doctor found later of what a case is about: `sealed` is facts by the law's names. Each of them counts
-- from then on instead of what was said of it before.
create table case_finding (
    id integer primary key,
    of_case integer not null,
    day text not null,
    sealed blob not null,
    account integer,
    known_at integer not null
) strict;

create index case_finding_case on case_finding (of_case, id);

-- Solidarity: what donors give, whom it is for, months through platforms, and agents.

-- Whom gifts are for. `payer` is the donor who leads it, where one does.
create table campaign (
    id integer primary key,
    name text not null,
    told text not null,
    payer integer,
    province text,
    state text not null check (state in ('draft', 'open', 'closed')),
    account integer,
    known_at integer not null
) strict;

-- What a campaign has set, the latest row counts: sources, criteria, programmes, months, places, steps.
create table campaign_rule (
    campaign integer not null,
    known_at integer not null,
    rule text not null,
    account integer,
    primary key (campaign, known_at)
) strict;

-- One donor's money for one campaign, a payer of the kind sponsor. Without a donor: everybody's small gifts.
create table pot (
    payer integer primary key,
    campaign integer not null,
    donor integer,
    source text not null,
    decree text,
    shown integer not null,
    known_at integer not null
) strict;
create index pot_campaign on pot (campaign);
create index pot_donor on pot (donor) where donor is not null;

-- Money that is promised. `received` is what has come of it.
create table pledge (
    id integer primary key,
    pot integer not null,
    amount integer not null,
    received integer not null,
    code integer not null,
    due_on text,
    state text not null check (state in ('open', 'kept', 'withdrawn')),
    account integer,
    known_at integer not null
) strict;
create index pledge_pot on pledge (pot, id);
create index pledge_code on pledge (code);

-- Money that came, in the order it lies on the pot's line. `sealed` is who gave it, where somebody is named.
create table gift (
    pot integer not null,
    no integer not null,
    payment integer not null,
    amount integer not null,
    returned integer not null,
    day text not null,
    shown integer not null,
    account integer,
    sealed blob,
    journal integer not null,
    seq integer not null,
    known_at integer not null,
    pledge integer,
    primary key (pot, no)
) strict;

-- A month of one worker that a pot pays, or helps to pay: then it is `shared`, and waits for her part.
create table worker_month (
    pot integer not null,
    month text not null,
    membership integer not null,
    state text not null check (state in ('reserved', 'readied', 'used', 'parted', 'freed')),
    reserved integer not null,
    used integer not null,
    why text,
    journal integer not null,
    seq integer not null,
    known_at integer not null,
    shared integer not null default 0,
    primary key (pot, month, membership)
) strict;
create index worker_month_membership on worker_month (membership, month);
create index worker_month_state on worker_month (month, state, pot);

-- Who helps to pay a worker's months, and how much: `share` is a fraction such as 3/4. Rows are only added.
create table month_share (
    membership integer not null,
    pot integer not null,
    from_month text not null,
    known_at integer not null,
    until_month text,
    kind text not null check (kind in ('public', 'donor', 'platform')),
    share text not null,
    account integer,
    primary key (membership, pot, from_month, known_at)
) strict;
create index month_share_pot on month_share (pot, from_month);

-- What was told and asked before a pot's months end.
create table renewal (
    pot integer not null,
    until_month text not null,
    asked_on text not null,
    people integer not null,
    state text not null check (state in ('asked', 'renewed', 'declined')),
    account integer,
    known_at integer not null,
    primary key (pot, until_month)
) strict;

-- A list of names that a village or an association hands in.
create table person_list (
    id integer primary key,
    payer integer not null,
    campaign integer not null,
    name text not null,
    decree text,
    month text not null,
    state text not null check (state in ('checking', 'checked', 'chosen', 'dropped', 'failed')),
    lines integer not null,
    account integer,
    told text,
    made_at integer not null
) strict;
create index person_list_payer on person_list (payer, id);
create index person_list_campaign on person_list (campaign, id);

-- A line of it. `look` finds the same number again; `sealed` is the line as it was handed in.
create table list_line (
    list integer not null,
    no integer not null,
    verdict text not null,
    look blob,
    person integer,
    membership integer,
    area text,
    sex text,
    work text,
    decile integer,
    disabled integer,
    sealed blob not null,
    primary key (list, no)
) strict;
create index list_line_look on list_line (list, look);
create index list_line_verdict on list_line (list, verdict, no);

-- In which order a campaign takes people: `place` counts from 1.
create table choice (
    campaign integer not null,
    place integer not null,
    list integer not null,
    line integer not null,
    state text not null check (state in ('waiting', 'chosen', 'enrolled', 'refused', 'freed')),
    membership integer,
    why text,
    account integer,
    known_at integer not null,
    primary key (campaign, place)
) strict;
create index choice_line on choice (list, line);
create index choice_state on choice (campaign, state, place);

-- What a member allows a platform. Without an end it goes on; rows are only added, the latest counts.
create table consent (
    membership integer not null,
    platform integer not null,
    purpose text not null check (purpose in ('enrol', 'put_aside', 'show_cover')),
    known_at integer not null,
    from_on text not null,
    until_on text,
    amount integer,
    how text not null,
    account integer,
    primary key (membership, platform, purpose, known_at)
) strict;
create index consent_platform on consent (platform, membership);

-- What a platform calls a rider.
create table rider (
    platform integer not null,
    name text not null,
    membership integer not null,
    known_at integer not null,
    primary key (platform, name)
) strict;
create index rider_membership on rider (membership);

-- A trip, by a hash of the platform's own number.
create table trip (
    platform integer not null,
    event blob not null,
    membership integer not null,
    began_at integer not null,
    ended_at integer not null,
    month text not null,
    amount integer not null,
    batch integer not null,
    primary key (platform, event)
) strict;
create index trip_membership on trip (membership, began_at);

-- Trips that were handed in together; `digest` is the fingerprint of those taken.
create table trip_batch (
    id integer primary key,
    platform integer not null,
    events integer not null,
    taken integer not null,
    same integer not null,
    parked integer not null,
    amount integer not null,
    digest blob not null,
    journal integer,
    seq integer,
    account integer,
    known_at integer not null
) strict;
create index trip_batch_platform on trip_batch (platform, id);

-- Events that could not be taken. `sealed` is the event.
create table trip_parked (
    batch integer not null,
    no integer not null,
    platform integer not null,
    event blob not null,
    why text not null,
    rider text not null,
    sealed blob not null,
    state text not null check (state in ('waiting', 'taken', 'dropped')),
    known_at integer not null,
    primary key (batch, no)
) strict;
create index trip_parked_event on trip_parked (platform, event);
create index trip_parked_rider on trip_parked (platform, rider, state);

-- What is put aside for a month through one platform, and how much of it the platform has handed over.
create table accrual (
    membership integer not null,
    month text not null,
    platform integer not null,
    trips integer not null,
    amount integer not null,
    settled integer not null,
    first_at integer not null,
    primary key (membership, month, platform)
) strict;
create index accrual_open on accrual (platform, month, membership) where settled < amount;

-- What a platform hands over; `credited` is how many of its lines have reached their riders.
create table settlement (
    id integer primary key,
    platform integer not null,
    until_on text not null,
    amount integer not null,
    lines integer not null,
    credited integer not null,
    code integer not null,
    state text not null check (state in ('asked', 'paid', 'credited', 'withdrawn')),
    paid_on text,
    journal integer,
    seq integer,
    account integer,
    known_at integer not null
) strict;
create index settlement_platform on settlement (platform, id);
create index settlement_code on settlement (code);

create table settlement_line (
    settlement integer not null,
    membership integer not null,
    month text not null,
    amount integer not null,
    credited_at integer,
    primary key (settlement, membership, month)
) strict;

-- Where a partner's program is told of things. `sealed` is the secret it checks signatures with.
create table hook (
    id integer primary key,
    payer integer not null,
    address text not null,
    sealed blob not null,
    ended_at integer,
    known_at integer not null
) strict;
create index hook_payer on hook (payer);

-- What happened to a partner's riders, bills and money, in the order of numbers.
create table hook_event (
    payer integer not null,
    no integer not null,
    kind text not null,
    subject text not null,
    said text not null,
    made_at integer not null,
    primary key (payer, no)
) strict;

create table hook_delivery (
    hook integer not null,
    no integer not null,
    state text not null check (state in ('waiting', 'sent', 'parked')),
    tries integer not null,
    status integer,
    next_at integer not null,
    changed_at integer not null,
    primary key (hook, no)
) strict;
create index hook_delivery_next on hook_delivery (state, next_at);

-- A trip that was under way when something happened. `confirmed` is what the platform said.
create table trip_match (
    of_case integer not null,
    platform integer not null,
    event blob not null,
    how text not null check (how in ('during', 'after')),
    confirmed integer,
    account integer,
    known_at integer not null,
    primary key (of_case, platform, event)
) strict;

-- An organisation that agents belong to.
create table agency (
    id integer primary key,
    branch integer not null,
    sealed blob not null,
    opened_on text not null,
    ended_on text,
    known_at integer not null
) strict;
create index agency_branch on agency (branch);

-- An agent; the number is that of the books too. While `held_at` is set, commission waits.
create table agent (
    id integer primary key,
    agency integer not null,
    branch integer not null,
    person integer,
    account integer,
    terms text not null,
    opened_on text not null,
    ended_on text,
    held_at integer,
    known_at integer not null
) strict;
create index agent_agency on agent (agency);
create index agent_account on agent (account);

-- Where an agent may enrol: a province or district, by code.
create table territory (
    agent integer not null,
    area text not null,
    known_at integer not null,
    from_on text not null,
    until_on text,
    account integer,
    primary key (agent, area, known_at)
) strict;

-- Who was enrolled by which agent.
create table brought (
    membership integer primary key,
    agent integer not null,
    day text not null,
    known_at integer not null
) strict;
create index brought_agent on brought (agent, membership);

-- What an agent did in the field, by the key the telephone gave it, and what it was answered.
create table field_act (
    agent integer not null,
    no integer not null,
    key blob not null,
    kind text not null check (kind in ('enrol', 'collect', 'correct')),
    made_at integer not null,
    answer text not null check (answer in ('taken', 'conflict', 'refused')),
    told text,
    subject integer,
    sealed blob not null,
    known_at integer not null,
    primary key (agent, no)
) strict;
create unique index field_act_key on field_act (agent, key);

-- Cash an agent took; `handover` is how it came in.
create table agent_receipt (
    agent integer not null,
    no integer not null,
    membership integer not null,
    payment integer not null,
    amount integer not null,
    day text not null,
    handover integer,
    journal integer not null,
    seq integer not null,
    known_at integer not null,
    primary key (agent, no)
) strict;
create index agent_receipt_open on agent_receipt (agent, day) where handover is null;

-- Cash on its way from an agent to the bank.
create table handover (
    id integer primary key,
    agent integer not null,
    amount integer not null,
    due_on text not null,
    code integer not null,
    paid_on text,
    journal integer,
    seq integer,
    account integer,
    known_at integer not null
) strict;
create index handover_agent on handover (agent, id);
create index handover_code on handover (code);

-- What an agent earned on a member's month; a later row of the same month is a difference.
create table commission (
    agent integer not null,
    month text not null,
    membership integer not null,
    no integer not null,
    stayed integer not null,
    amount integer not null,
    state text not null check (state in ('earned', 'held', 'paid', 'dropped')),
    law text not null,
    known_at integer not null,
    primary key (agent, month, membership, no)
) strict;
create index commission_state on commission (agent, state);

-- A branch's drive to reach people, with a target and what it cost.
create table outreach (
    id integer primary key,
    branch integer not null,
    name text not null,
    from_on text not null,
    until_on text not null,
    target integer not null,
    cost integer not null,
    account integer,
    known_at integer not null
) strict;
create index outreach_branch on outreach (branch, id);

create table outreach_member (
    outreach integer not null,
    membership integer not null,
    known_at integer not null,
    primary key (outreach, membership)
) strict;
-- A death that the civil registry gave notice of, by the hash of the notice's number there: who has died, when, what
-- came of it and the case that it opened, or found open.
create table death_notice (
    notice blob primary key,
    person integer not null,
    day text not null,
    outcome text not null check (outcome in ('opened', 'noted', 'dead')),
    claim_case integer,
    account integer,
    known_at integer not null
) strict, without rowid;

create index death_notice_case on death_notice (claim_case);

-- That a month of cash is to be granted: who has looked at its duty, until another person grants it. `no` is the
-- decision on the month that it waits for; one that is taken otherwise leaves nothing of it.
create table month_look (
    claim integer not null,
    month integer not null,
    no integer not null,
    account integer not null,
    known_at integer not null,
    primary key (claim, month, no)
) strict;

-- What was billed and paid for each contribution month, as it was counted last: to sum the bills of a nation takes
-- longer than whoever asks for the page should wait.
create table collected (
    month text primary key,
    owed integer not null,
    paid integer not null,
    counted_at integer not null
) strict;

-- Somebody gives without signing in, or pays a promise by a QR: the intent of the same number says how much and to which
-- pot. `sealed` is the giver's name, where she gives one; `gift` which of the pot's gifts it became.
create table giving (
    id integer primary key,
    pot integer not null,
    code integer not null,
    sealed blob,
    shown integer not null,
    gift integer
) strict;
create index giving_code on giving (code);

-- What a member was told of money that ends or is missing, each once. `month` is the month it is about.
create table cover_notice (
    membership integer not null,
    kind text not null check (kind in ('month.lacking', 'cover.ending', 'relief.ending')),
    month text not null,
    known_at integer not null,
    primary key (membership, kind, month)
) strict;

-- How what could not be taken from the field was settled: taken after all, or dropped.
create table field_settled (
    agent integer not null,
    no integer not null,
    how text not null check (how in ('taken', 'dropped')),
    account integer,
    known_at integer not null,
    primary key (agent, no)
) strict;

-- Where an agent met a member she enrolled: the code of a province.
create table brought_at (
    membership integer primary key,
    area text not null,
    known_at integer not null
) strict;

-- An outreach of a whole province: members whom agents of any of its branches bring count.
create table outreach_province (
    outreach integer primary key,
    province text not null,
    known_at integer not null
) strict;

-- What an outreach cost beside what it began with.
create table outreach_cost (
    outreach integer not null,
    no integer not null,
    day text not null,
    what text not null,
    amount integer not null,
    account integer,
    known_at integer not null,
    primary key (outreach, no)
) strict;

-- Months of workers that each campaign's money paid, and how many workers, as they were counted last: the front page
-- tells it to everybody, and to count a nation's takes longer than a page may.
create table carried (
    campaign integer primary key,
    paid integer not null,
    workers integer not null,
    counted_at integer not null
) strict;
