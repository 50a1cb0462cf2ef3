-- What was billed and paid for each contribution month, as it was counted last: to sum the bills of a nation takes
-- longer than whoever asks for the page should wait.
create table collected (
    month date primary key,
    owed bigint not null,
    paid bigint not null,
    counted_at timestamptz not null
);
