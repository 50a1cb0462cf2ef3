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
