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
