-- A month that several pay: set aside for the worker's own bill, which waits for her part.
alter table worker_month add column shared integer not null default 0;

-- What a member was told of money that ends or is missing, each once. `month` is the month it is about.
create table cover_notice (
    membership integer not null,
    kind text not null check (kind in ('month.lacking', 'cover.ending', 'relief.ending')),
    month text not null,
    known_at integer not null,
    primary key (membership, kind, month)
) strict;
