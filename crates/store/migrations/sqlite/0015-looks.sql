-- That a month of cash is to be granted: who has looked at its duty, until another person grants it. `no` is the
-- decision on the month that it waits for; one that is taken otherwise leaves nothing of it.
create table month_look (
    claim integer not null,
    month integer not null,
    no integer not null,
    account integer not null,
    known_at integer not null,
    primary key (claim, month, no)
) strict;
