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
