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
    primary key (pot, no)
);

-- A month of one worker that a pot pays, or helps to pay.
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
