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
