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
