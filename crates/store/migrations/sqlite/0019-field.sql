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
