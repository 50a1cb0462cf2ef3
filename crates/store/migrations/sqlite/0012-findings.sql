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
