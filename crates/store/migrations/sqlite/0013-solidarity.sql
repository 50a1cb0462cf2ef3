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
    primary key (pot, no)
) strict;

-- A month of one worker that a pot pays, or helps to pay.
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
