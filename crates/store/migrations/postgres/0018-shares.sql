-- A month that several pay: set aside for the worker's own bill, which waits for her part.
alter table worker_month add column shared boolean not null default false;

-- What a member was told of money that ends or is missing, each once. `month` is the month it is about.
create table cover_notice (
    membership bigint not null,
    kind text not null check (kind in ('month.lacking', 'cover.ending', 'relief.ending')),
    month date not null,
    known_at timestamptz not null,
    primary key (membership, kind, month)
);
