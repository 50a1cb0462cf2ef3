-- The whole schema, as it stands after every step of migrations/. Words: docs/reference/words.md.
-- Privacy of every column: privacy.toml. Why keys look as they do: docs/decisions/0005.

-- Which steps this database has taken.
create table schema_step (
    no smallint primary key,
    name text not null,
    taken_at timestamptz not null
);

-- The institution itself, in one row.
create table institution (
    one smallint primary key check (one = 1),
    name text not null,
    jurisdiction text not null,
    mode text not null check (mode in ('demo', 'production')),
    crediting text not null,
    founded_on date not null,
    next_number bigint not null,
    next_code bigint not null,
    sealed bytea not null
);

-- Packs of law that decided something, so that it can be decided again.
create table law_pack (
    fingerprint text primary key,
    texts bytea not null,
    first_used timestamptz not null
);

-- Values the institution itself declares, such as the rate of a year: `jht_rate[2024] 5.00`.
create table declared_value (
    place text not null,
    known_at timestamptz not null,
    value text not null,
    instrument text not null,
    primary key (place, known_at)
);

-- What was done to the register, by whom.
create table act (
    subject bigint not null,
    at timestamptz not null,
    what text not null,
    who text not null,
    primary key (subject, at, what)
);

create index act_at on act (at);

create table person (
    id bigint primary key,
    registered_on date not null,
    known_at timestamptz not null
);

-- Who a person is; a correction is a further row, the latest counts.
create table identity (
    person bigint not null,
    known_at timestamptz not null,
    sealed bytea not null,
    born_on date not null,
    sex text not null,
    primary key (person, known_at)
);

-- Finds by number or name without storing either: keyed hashes. Kinds: 1 NIK, 2 name, 3 KPJ, 4 NPP,
-- 5 name of a payer, 6 handle of an account, 7 word of a name, 8 word of a payer's name, 9 bank account,
-- 10 telephone of somebody with a claim, 11 address told with an account, 12 two words of a name.
create table look_up (
    hash bytea not null,
    kind smallint not null,
    subject bigint not null,
    primary key (hash, kind, subject)
);

create table relative (
    person bigint not null,
    no smallint not null,
    known_at timestamptz not null,
    relation text not null,
    sealed bytea not null,
    born_on date,
    from_day date not null,
    until_day date,
    primary key (person, no, known_at)
);

-- Two numbers that are one person, from when on that was known; without a target they are two again.
create table link (
    person bigint not null,
    known_at timestamptz not null,
    into_person bigint,
    reason text not null,
    primary key (person, known_at)
);

create index link_into on link (into_person);

-- Everybody who pays. `credit` is money received and not yet allocated.
create table payer (
    id bigint primary key,
    kind text not null check (kind in ('employer', 'branch', 'project', 'platform', 'sponsor', 'own')),
    parent bigint,
    sealed bytea,
    province text not null,
    opened_on date not null,
    credit bigint not null default 0 check (credit >= 0),
    known_at timestamptz not null
);

create table membership (
    id bigint primary key,
    person bigint not null,
    payer bigint not null,
    segment text not null,
    sealed bytea not null,
    started_on date not null,
    known_at timestamptz not null
);

create index membership_person on membership (person);

-- What is true, for which months, and since when that is known. Nothing is ever changed or taken away.
create table fact (
    subject bigint not null,
    name text not null,
    from_month date not null,
    known_at timestamptz not null,
    until_month date,
    value text,
    primary key (subject, name, from_month, known_at)
);

-- The facts as known now, month by month: what a run reads. Can be made again from `fact` at any time.
create table roll (
    payer bigint not null,
    membership bigint not null,
    from_month date not null,
    until_month date,
    segment text not null,
    facts text not null,
    primary key (payer, membership, from_month)
);

create index roll_membership on roll (membership);

create table payer_roll (
    payer bigint not null,
    from_month date not null,
    until_month date,
    facts text not null,
    primary key (payer, from_month)
);

-- Short numbers for the lines of assessments and bills.
create table slot (
    no smallint primary key,
    name text not null unique
);

create table run (
    id bigint primary key,
    kind text not null check (kind in ('month', 'interest', 'lapse', 'penalties')),
    period text not null,
    state text not null check (state in ('open', 'published')),
    law text not null,
    known_at timestamptz not null,
    on_day date not null,
    people bigint not null,
    first_code bigint not null,
    published_at timestamptz,
    unique (kind, period)
);

-- Pieces of a run, which any number of workers claim. Numbers of payers, or of
-- memberships, from (inclusive) until (exclusive).
create table chunk (
    run bigint not null,
    no bigint not null,
    number_from bigint not null,
    number_until bigint not null,
    people bigint not null,
    state text not null check (state in ('open', 'done')),
    worker text,
    done_at timestamptz,
    assessed bigint,
    faults bigint,
    bills bigint,
    owed bigint,
    digest bytea,
    primary key (run, no)
);

create index chunk_open on chunk (number_from) where state = 'open';

-- People the law could not answer for in a run.
create table run_fault (
    run bigint not null,
    membership bigint not null,
    payer bigint not null,
    fault text not null,
    primary key (run, membership)
);

-- What one member's month came to: row 0 as first found, later rows the differences.
create table assessment (
    month date not null,
    payer bigint not null,
    membership bigint not null,
    no smallint not null,
    run bigint not null,
    owed bigint not null,
    lines bytea not null,
    primary key (month, payer, membership, no)
);

create table bill (
    month date not null,
    payer bigint not null,
    no smallint not null,
    kind text not null check (kind in ('contribution', 'penalty')),
    code bigint not null,
    due_on date,
    run bigint not null,
    owed bigint not null,
    paid bigint not null,
    settled_on date,
    known_at timestamptz not null,
    lines bytea not null,
    primary key (month, payer, no)
);

create index bill_open on bill (payer, month) where settled_on is null;
create index bill_code on bill (code) where no = 0;

-- Under which law a bill outside a run was reckoned; a run says it for all of its own.
create table bill_law (
    payer bigint not null,
    month date not null,
    no smallint not null,
    law text not null,
    primary key (payer, month, no)
);

-- What takes turns: whoever holds a row is alone with what it stands for, such as a NIK about to be registered.
create table turn (
    no smallint primary key,
    taken bigint not null
);

create table payment (
    payer bigint not null,
    id bigint not null,
    amount bigint not null check (amount > 0),
    paid_on date not null,
    known_at timestamptz not null,
    channel text not null,
    reference text not null,
    journal smallint not null,
    seq bigint not null,
    reversed_on date,
    primary key (payer, id)
);

create table allocation (
    payer bigint not null,
    month date not null,
    no smallint not null,
    journal smallint not null,
    seq bigint not null,
    amount bigint not null,
    on_day date not null,
    primary key (payer, month, no, journal, seq, on_day)
);

-- Growth credited to a member's savings for a year.
create table growth (
    membership bigint not null,
    year smallint not null,
    run bigint not null,
    amount bigint not null,
    primary key (membership, year)
);

-- Heads of the chains.
create table journal (
    no smallint primary key,
    seq bigint not null,
    hash bytea not null,
    known_at timestamptz
);

-- Entries, each with the hash of all before it in its journal. Rows are only ever added.
create table entry (
    journal smallint not null,
    seq bigint not null,
    day date not null,
    text text not null,
    hash bytea not null,
    primary key (journal, seq)
);

-- Requests that were answered: the same key gives the same answer.
create table request (
    key bytea primary key,
    input bytea not null,
    answer text not null,
    at timestamptz not null
);

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
) with (fillfactor = 80);

create index payment_order_claim on payment_order (claim, id);
create index payment_order_open on payment_order (fund, id) where run is null;
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

-- A pension for one hand, from the approval of its claim to its end. `next_month` is the first that is not
-- granted yet, `until_month` the last that is owed. Survivors who draw it together have a part each.
-- `look_on` is the day of something that may have changed who draws it, until somebody has looked.
create table pension (
    id bigint primary key,
    claim bigint not null,
    person bigint not null,
    membership bigint not null,
    kind text not null,
    start_month date not null,
    drawn_by text,
    formula bigint not null,
    hand text not null,
    part smallint not null,
    parts smallint not null,
    drawer bigint,
    born date,
    proven date not null,
    next_month date not null,
    until_month date,
    ended date,
    why text,
    look_on date,
    known_at timestamptz not null
) with (fillfactor = 80);

create index pension_claim on pension (claim, id);
create index pension_person on pension (person);
create index pension_drawer on pension (drawer);

-- What was granted of a pension for a month; `no` counts what was found to be different later.
create table pension_month (
    pension bigint not null,
    month date not null,
    no smallint not null,
    run bigint,
    amount bigint not null,
    known_at timestamptz not null,
    primary key (pension, month, no)
);

create index pension_month_run on pension_month (run, pension);

-- A payroll of pensions; a month that is run again grants what was not granted yet.
create table pension_run (
    id bigint primary key,
    month date not null,
    turn smallint not null,
    state text not null check (state in ('open', 'published')),
    law text not null,
    known_at timestamptz not null,
    on_day date not null,
    people bigint not null,
    first_order bigint not null,
    account bigint,
    published_at timestamptz,
    unique (month, turn)
);

-- A proof that a later payment of a claim is owed: somebody was still unable to work in a month, or studies
-- in a year. `grant_no` is the grant it was paid with.
create table instalment (
    claim bigint not null,
    component text not null,
    whom smallint not null,
    no smallint not null,
    due date not null,
    amount bigint not null,
    proof text not null,
    proven_by bigint not null,
    grant_no smallint,
    known_at timestamptz not null,
    primary key (claim, component, whom, no)
);

-- Compensation for delay, by the order that was paid late; the institution's own order pays it.
create table delay (
    payment_order bigint primary key,
    claim bigint not null,
    due date not null,
    paid date not null,
    amount bigint not null,
    paid_with bigint not null
);

create index delay_claim on delay (claim);

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

-- Job loss: vacancies, seekers and what they did, months of cash, dismissals and who says otherwise.

-- A place to work that is free. `payer` is an employer of the institution's; others came with a file.
-- `source` is what whoever offers it calls it.
create table vacancy (
    id bigint primary key,
    payer bigint,
    source text not null,
    employer text not null,
    title text not null,
    occupation text,
    province smallint,
    wage_least bigint,
    wage_most bigint,
    skills text not null,
    posted_on date not null,
    until_on date,
    withdrawn_on date,
    account bigint,
    known_at timestamptz not null,
    unique (employer, source)
);

create index vacancy_payer on vacancy (payer, id);

-- What somebody who looks for work wishes and knows: occupations parted by blanks, skills a line each.
create table seeker (
    person bigint primary key,
    wishes text not null,
    skills text not null,
    province smallint,
    wage bigint,
    known_at timestamptz not null
);

-- Somebody applied; without a vacancy somewhere else. `state` is what the employer says of it.
create table application (
    id bigint primary key,
    person bigint not null,
    vacancy bigint,
    employer text not null,
    title text not null,
    day date not null,
    state text not null check (state in ('sent', 'interviewed', 'hired', 'declined')),
    account bigint,
    known_at timestamptz not null
);

create index application_person on application (person, day);
create index application_vacancy on application (vacancy);

-- Somebody was called to a test or an interview; it counts once an employer or an officer has confirmed it.
create table interview (
    id bigint primary key,
    person bigint not null,
    application bigint,
    employer text not null,
    day date not null,
    account bigint,
    confirmed_by bigint,
    confirmed_on date,
    known_at timestamptz not null
);

create index interview_person on interview (person, day);

-- A course with a number of places. `last_on` is its last day.
create table training (
    id bigint primary key,
    provider text not null,
    name text not null,
    occupation text,
    province smallint,
    places bigint not null,
    from_on date not null,
    last_on date not null,
    account bigint,
    known_at timestamptz not null
);

-- Who has a place in a course.
create table training_place (
    training bigint not null,
    person bigint not null,
    taken_on date not null,
    account bigint,
    known_at timestamptz not null,
    primary key (training, person)
);

create index training_place_person on training_place (person);

-- Who was there in a session of a course, and who was not.
create table attendance (
    training bigint not null,
    no smallint not null,
    person bigint not null,
    day date not null,
    present boolean not null,
    account bigint,
    known_at timestamptz not null,
    primary key (training, no, person)
);

create index attendance_person on attendance (person, day);

-- A counsellor spoke with somebody; `sealed` is what was agreed.
create table counselling (
    id bigint primary key,
    person bigint not null,
    day date not null,
    sealed bytea not null,
    account bigint,
    known_at timestamptz not null
);

create index counselling_person on counselling (person, day);

-- What somebody filled in, and that she works again: `employer` says for whom.
create table duty_mark (
    person bigint not null,
    kind text not null check (kind in ('self_assessment', 'status_form', 'new_work')),
    day date not null,
    employer text,
    account bigint,
    known_at timestamptz not null,
    primary key (person, kind, day)
);

-- What was decided on a month of job loss, each time it was: the latest row counts. `granted` is which grant
-- of the claim pays it, `pay_day` the day of payment that the law was asked with.
create table duty_month (
    claim bigint not null,
    month smallint not null,
    no smallint not null,
    state text not null check (state in ('granted', 'refused', 'ended', 'held', 'taken_back')),
    day date not null,
    pay_day date not null,
    granted smallint,
    gross bigint,
    applications bigint not null,
    interviews bigint not null,
    sessions_held bigint not null,
    sessions_attended bigint not null,
    provision text,
    account bigint,
    known_at timestamptz not null,
    primary key (claim, month, no)
);

-- A dismissal that one side reported: by whom, why, and who is told.
create table dismissal (
    of_case bigint primary key,
    person bigint not null,
    membership bigint not null,
    payer bigint not null,
    said_by text not null check (said_by in ('member', 'employer', 'officer')),
    account bigint,
    day date not null,
    termination text not null,
    known_at timestamptz not null
);

create index dismissal_payer on dismissal (payer, of_case);

-- Somebody says that it is not so: a dismissal, or a signal by its code. `sealed` is what was said.
create table job_contest (
    id bigint primary key,
    of_case bigint not null,
    about text not null,
    said_by text not null check (said_by in ('member', 'employer')),
    sealed bytea not null,
    account bigint,
    state text not null check (state in ('open', 'upheld', 'refused')),
    answered_by bigint,
    answered_at timestamptz,
    answer text,
    known_at timestamptz not null
);

create index job_contest_of_case on job_contest (of_case);
create index job_contest_state on job_contest (state, id);

-- A signal about a claim of job loss that somebody has looked at: the latest row of a code counts.
create table signal_review (
    claim bigint not null,
    code text not null,
    no smallint not null,
    state text not null check (state in ('cleared', 'upheld')),
    answer text not null,
    account bigint,
    known_at timestamptz not null,
    primary key (claim, code, no)
);

-- What an employer paid back of benefits that a fund advanced for her.
create table advance_repaid (
    id bigint primary key,
    payer bigint not null,
    programme text not null,
    day date not null,
    amount bigint not null,
    account bigint,
    known_at timestamptz not null
);

create index advance_repaid_payer on advance_repaid (payer, programme);

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

-- What a bank said of an account before money goes there: in the payee's name, in another, or not there at all. The
-- latest row of a payee counts; without a verdict the bank was asked and has not answered.
create table account_check (
    payee bigint not null,
    asked_at timestamptz not null,
    verdict text check (verdict in ('same', 'other', 'unknown')),
    heard_at timestamptz,
    primary key (payee, asked_at)
);

-- From which device an account was told: the keyed hash of a mark that was made by chance and that only the browser
-- has, under the newest key when it was last seen. Nobody is found by it.
create table payee_device (
    payee bigint primary key,
    device bytea not null
);

create index payee_device_device on payee_device (device);

-- Which people of a branch have a word of a name, so that whoever works there finds her own among many of the same
-- name: the hashes are those of `look_up`. A person is her own branch's, else that of whoever pays for her. Can be made
-- again from `look_up` and `caseload` at any time.
create table word_at (
    branch bigint not null,
    hash bytea not null,
    person bigint not null,
    primary key (branch, hash, person)
);

-- How what was paid too much comes back: so much a month from a month on, as one proposed and another decided.
-- `amount` is what was open then. Of those that were approved, the latest counts.
create table recovery_plan (
    id bigint primary key,
    claim bigint not null,
    no bigint not null,
    amount bigint not null,
    instalment bigint not null,
    from_month date not null,
    maker bigint not null,
    made_at timestamptz not null,
    outcome text check (outcome in ('approved', 'refused')),
    checker bigint,
    decided_at timestamptz
);

create index recovery_plan_claim on recovery_plan (claim, no, id);

-- What was paid back of what was paid too much.
create table paid_back (
    id bigint primary key,
    claim bigint not null,
    no bigint not null,
    day date not null,
    amount bigint not null,
    account bigint,
    known_at timestamptz not null
);

create index paid_back_claim on paid_back (claim, no);

-- What a doctor found later of what a case is about: `sealed` is facts by the law's names. Each of them counts
-- from then on instead of what was said of it before.
create table case_finding (
    id bigint primary key,
    of_case bigint not null,
    day date not null,
    sealed bytea not null,
    account bigint,
    known_at timestamptz not null
);

create index case_finding_case on case_finding (of_case, id);

-- Solidarity: what donors give, whom it is for, months through platforms, and agents.

-- Whom gifts are for. `payer` is the donor who leads it, where one does.
create table campaign (
    id bigint primary key,
    name text not null,
    told text not null,
    payer bigint,
    province text,
    state text not null check (state in ('draft', 'open', 'closed')),
    account bigint,
    known_at timestamptz not null
);

-- What a campaign has set, the latest row counts: sources, criteria, programmes, months, places, steps.
create table campaign_rule (
    campaign bigint not null,
    known_at timestamptz not null,
    rule text not null,
    account bigint,
    primary key (campaign, known_at)
);

-- One donor's money for one campaign, a payer of the kind sponsor. Without a donor: everybody's small gifts.
create table pot (
    payer bigint primary key,
    campaign bigint not null,
    donor bigint,
    source text not null,
    decree text,
    shown boolean not null,
    known_at timestamptz not null
);
create index pot_campaign on pot (campaign);
create index pot_donor on pot (donor) where donor is not null;

-- Money that is promised. `received` is what has come of it.
create table pledge (
    id bigint primary key,
    pot bigint not null,
    amount bigint not null,
    received bigint not null,
    code bigint not null,
    due_on date,
    state text not null check (state in ('open', 'kept', 'withdrawn')),
    account bigint,
    known_at timestamptz not null
);
create index pledge_pot on pledge (pot, id);
create index pledge_code on pledge (code);

-- Money that came, in the order it lies on the pot's line. `sealed` is who gave it, where somebody is named.
create table gift (
    pot bigint not null,
    no bigint not null,
    payment bigint not null,
    amount bigint not null,
    returned bigint not null,
    day date not null,
    shown boolean not null,
    account bigint,
    sealed bytea,
    journal smallint not null,
    seq bigint not null,
    known_at timestamptz not null,
    pledge bigint,
    primary key (pot, no)
);

-- A month of one worker that a pot pays, or helps to pay: then it is `shared`, and waits for her part.
create table worker_month (
    pot bigint not null,
    month date not null,
    membership bigint not null,
    state text not null check (state in ('reserved', 'readied', 'used', 'parted', 'freed')),
    reserved bigint not null,
    used bigint not null,
    why text,
    journal smallint not null,
    seq bigint not null,
    known_at timestamptz not null,
    shared boolean not null default false,
    primary key (pot, month, membership)
);
create index worker_month_membership on worker_month (membership, month);
create index worker_month_state on worker_month (month, state, pot);

-- Who helps to pay a worker's months, and how much: `share` is a fraction such as 3/4. Rows are only added.
create table month_share (
    membership bigint not null,
    pot bigint not null,
    from_month date not null,
    known_at timestamptz not null,
    until_month date,
    kind text not null check (kind in ('public', 'donor', 'platform')),
    share text not null,
    account bigint,
    primary key (membership, pot, from_month, known_at)
);
create index month_share_pot on month_share (pot, from_month);

-- What was told and asked before a pot's months end.
create table renewal (
    pot bigint not null,
    until_month date not null,
    asked_on date not null,
    people bigint not null,
    state text not null check (state in ('asked', 'renewed', 'declined')),
    account bigint,
    known_at timestamptz not null,
    primary key (pot, until_month)
);

-- A list of names that a village or an association hands in.
create table person_list (
    id bigint primary key,
    payer bigint not null,
    campaign bigint not null,
    name text not null,
    decree text,
    month date not null,
    state text not null check (state in ('checking', 'checked', 'chosen', 'dropped', 'failed')),
    lines bigint not null,
    account bigint,
    told text,
    made_at timestamptz not null
);
create index person_list_payer on person_list (payer, id);
create index person_list_campaign on person_list (campaign, id);

-- A line of it. `look` finds the same number again; `sealed` is the line as it was handed in.
create table list_line (
    list bigint not null,
    no bigint not null,
    verdict text not null,
    look bytea,
    person bigint,
    membership bigint,
    area text,
    sex text,
    work text,
    decile smallint,
    disabled boolean,
    sealed bytea not null,
    primary key (list, no)
);
create index list_line_look on list_line (list, look);
create index list_line_verdict on list_line (list, verdict, no);

-- In which order a campaign takes people: `place` counts from 1.
create table choice (
    campaign bigint not null,
    place bigint not null,
    list bigint not null,
    line bigint not null,
    state text not null check (state in ('waiting', 'chosen', 'enrolled', 'refused', 'freed')),
    membership bigint,
    why text,
    account bigint,
    known_at timestamptz not null,
    primary key (campaign, place)
);
create index choice_line on choice (list, line);
create index choice_state on choice (campaign, state, place);

-- What a member allows a platform. Without an end it goes on; rows are only added, the latest counts.
create table consent (
    membership bigint not null,
    platform bigint not null,
    purpose text not null check (purpose in ('enrol', 'put_aside', 'show_cover')),
    known_at timestamptz not null,
    from_on date not null,
    until_on date,
    amount bigint,
    how text not null,
    account bigint,
    primary key (membership, platform, purpose, known_at)
);
create index consent_platform on consent (platform, membership);

-- What a platform calls a rider.
create table rider (
    platform bigint not null,
    name text not null,
    membership bigint not null,
    known_at timestamptz not null,
    primary key (platform, name)
);
create index rider_membership on rider (membership);

-- A trip, by a hash of the platform's own number.
create table trip (
    platform bigint not null,
    event bytea not null,
    membership bigint not null,
    began_at timestamptz not null,
    ended_at timestamptz not null,
    month date not null,
    amount bigint not null,
    batch bigint not null,
    primary key (platform, event)
);
create index trip_membership on trip (membership, began_at);

-- Trips that were handed in together; `digest` is the fingerprint of those taken.
create table trip_batch (
    id bigint primary key,
    platform bigint not null,
    events bigint not null,
    taken bigint not null,
    same bigint not null,
    parked bigint not null,
    amount bigint not null,
    digest bytea not null,
    journal smallint,
    seq bigint,
    account bigint,
    known_at timestamptz not null
);
create index trip_batch_platform on trip_batch (platform, id);

-- Events that could not be taken. `sealed` is the event.
create table trip_parked (
    batch bigint not null,
    no bigint not null,
    platform bigint not null,
    event bytea not null,
    why text not null,
    rider text not null,
    sealed bytea not null,
    state text not null check (state in ('waiting', 'taken', 'dropped')),
    known_at timestamptz not null,
    primary key (batch, no)
);
create index trip_parked_event on trip_parked (platform, event);
create index trip_parked_rider on trip_parked (platform, rider, state);

-- What is put aside for a month through one platform, and how much of it the platform has handed over.
create table accrual (
    membership bigint not null,
    month date not null,
    platform bigint not null,
    trips bigint not null,
    amount bigint not null,
    settled bigint not null,
    first_at timestamptz not null,
    primary key (membership, month, platform)
);
create index accrual_open on accrual (platform, month, membership) where settled < amount;

-- What a platform hands over; `credited` is how many of its lines have reached their riders.
create table settlement (
    id bigint primary key,
    platform bigint not null,
    until_on date not null,
    amount bigint not null,
    lines bigint not null,
    credited bigint not null,
    code bigint not null,
    state text not null check (state in ('asked', 'paid', 'credited', 'withdrawn')),
    paid_on date,
    journal smallint,
    seq bigint,
    account bigint,
    known_at timestamptz not null
);
create index settlement_platform on settlement (platform, id);
create index settlement_code on settlement (code);

create table settlement_line (
    settlement bigint not null,
    membership bigint not null,
    month date not null,
    amount bigint not null,
    credited_at timestamptz,
    primary key (settlement, membership, month)
);

-- Where a partner's program is told of things. `sealed` is the secret it checks signatures with.
create table hook (
    id bigint primary key,
    payer bigint not null,
    address text not null,
    sealed bytea not null,
    ended_at timestamptz,
    known_at timestamptz not null
);
create index hook_payer on hook (payer);

-- What happened to a partner's riders, bills and money, in the order of numbers.
create table hook_event (
    payer bigint not null,
    no bigint not null,
    kind text not null,
    subject text not null,
    said text not null,
    made_at timestamptz not null,
    primary key (payer, no)
);

create table hook_delivery (
    hook bigint not null,
    no bigint not null,
    state text not null check (state in ('waiting', 'sent', 'parked')),
    tries smallint not null,
    status smallint,
    next_at timestamptz not null,
    changed_at timestamptz not null,
    primary key (hook, no)
);
create index hook_delivery_next on hook_delivery (state, next_at);

-- A trip that was under way when something happened. `confirmed` is what the platform said.
create table trip_match (
    of_case bigint not null,
    platform bigint not null,
    event bytea not null,
    how text not null check (how in ('during', 'after')),
    confirmed boolean,
    account bigint,
    known_at timestamptz not null,
    primary key (of_case, platform, event)
);

-- An organisation that agents belong to.
create table agency (
    id bigint primary key,
    branch bigint not null,
    sealed bytea not null,
    opened_on date not null,
    ended_on date,
    known_at timestamptz not null
);
create index agency_branch on agency (branch);

-- An agent; the number is that of the books too. While `held_at` is set, commission waits.
create table agent (
    id bigint primary key,
    agency bigint not null,
    branch bigint not null,
    person bigint,
    account bigint,
    terms text not null,
    opened_on date not null,
    ended_on date,
    held_at timestamptz,
    known_at timestamptz not null
);
create index agent_agency on agent (agency);
create index agent_account on agent (account);

-- Where an agent may enrol: a province or district, by code.
create table territory (
    agent bigint not null,
    area text not null,
    known_at timestamptz not null,
    from_on date not null,
    until_on date,
    account bigint,
    primary key (agent, area, known_at)
);

-- Who was enrolled by which agent.
create table brought (
    membership bigint primary key,
    agent bigint not null,
    day date not null,
    known_at timestamptz not null
);
create index brought_agent on brought (agent, membership);

-- What an agent did in the field, by the key the telephone gave it, and what it was answered.
create table field_act (
    agent bigint not null,
    no bigint not null,
    key bytea not null,
    kind text not null check (kind in ('enrol', 'collect', 'correct')),
    made_at timestamptz not null,
    answer text not null check (answer in ('taken', 'conflict', 'refused')),
    told text,
    subject bigint,
    sealed bytea not null,
    known_at timestamptz not null,
    primary key (agent, no)
);
create unique index field_act_key on field_act (agent, key);

-- Cash an agent took; `handover` is how it came in.
create table agent_receipt (
    agent bigint not null,
    no bigint not null,
    membership bigint not null,
    payment bigint not null,
    amount bigint not null,
    day date not null,
    handover bigint,
    journal smallint not null,
    seq bigint not null,
    known_at timestamptz not null,
    primary key (agent, no)
);
create index agent_receipt_open on agent_receipt (agent, day) where handover is null;

-- Cash on its way from an agent to the bank.
create table handover (
    id bigint primary key,
    agent bigint not null,
    amount bigint not null,
    due_on date not null,
    code bigint not null,
    paid_on date,
    journal smallint,
    seq bigint,
    account bigint,
    known_at timestamptz not null
);
create index handover_agent on handover (agent, id);
create index handover_code on handover (code);

-- What an agent earned on a member's month; a later row of the same month is a difference.
create table commission (
    agent bigint not null,
    month date not null,
    membership bigint not null,
    no smallint not null,
    stayed smallint not null,
    amount bigint not null,
    state text not null check (state in ('earned', 'held', 'paid', 'dropped')),
    law text not null,
    known_at timestamptz not null,
    primary key (agent, month, membership, no)
);
create index commission_state on commission (agent, state);

-- A branch's drive to reach people, with a target and what it cost.
create table outreach (
    id bigint primary key,
    branch bigint not null,
    name text not null,
    from_on date not null,
    until_on date not null,
    target bigint not null,
    cost bigint not null,
    account bigint,
    known_at timestamptz not null
);
create index outreach_branch on outreach (branch, id);

create table outreach_member (
    outreach bigint not null,
    membership bigint not null,
    known_at timestamptz not null,
    primary key (outreach, membership)
);
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

-- That a month of cash is to be granted: who has looked at its duty, until another person grants it. `no` is the
-- decision on the month that it waits for; one that is taken otherwise leaves nothing of it.
create table month_look (
    claim bigint not null,
    month bigint not null,
    no bigint not null,
    account bigint not null,
    known_at timestamptz not null,
    primary key (claim, month, no)
);

-- What was billed and paid for each contribution month, as it was counted last: to sum the bills of a nation takes
-- longer than whoever asks for the page should wait.
create table collected (
    month date primary key,
    owed bigint not null,
    paid bigint not null,
    counted_at timestamptz not null
);

-- Somebody gives without signing in, or pays a promise by a QR: the intent of the same number says how much and to which
-- pot. `sealed` is the giver's name, where she gives one; `gift` which of the pot's gifts it became.
create table giving (
    id bigint primary key,
    pot bigint not null,
    code bigint not null,
    sealed bytea,
    shown boolean not null,
    gift bigint
);
create index giving_code on giving (code);

-- What a member was told of money that ends or is missing, each once. `month` is the month it is about.
create table cover_notice (
    membership bigint not null,
    kind text not null check (kind in ('month.lacking', 'cover.ending', 'relief.ending')),
    month date not null,
    known_at timestamptz not null,
    primary key (membership, kind, month)
);

-- How what could not be taken from the field was settled: taken after all, or dropped.
create table field_settled (
    agent bigint not null,
    no bigint not null,
    how text not null check (how in ('taken', 'dropped')),
    account bigint,
    known_at timestamptz not null,
    primary key (agent, no)
);

-- Where an agent met a member she enrolled: the code of a province.
create table brought_at (
    membership bigint primary key,
    area text not null,
    known_at timestamptz not null
);

-- An outreach of a whole province: members whom agents of any of its branches bring count.
create table outreach_province (
    outreach bigint primary key,
    province text not null,
    known_at timestamptz not null
);

-- What an outreach cost beside what it began with.
create table outreach_cost (
    outreach bigint not null,
    no bigint not null,
    day date not null,
    what text not null,
    amount bigint not null,
    account bigint,
    known_at timestamptz not null,
    primary key (outreach, no)
);

-- Months of workers that each campaign's money paid, and how many workers, as they were counted last: the front page
-- tells it to everybody, and to count a nation's takes longer than a page may.
create table carried (
    campaign bigint primary key,
    paid bigint not null,
    workers bigint not null,
    counted_at timestamptz not null
);
