-- Months of workers that each campaign's money paid, and how many workers, as they were counted last: the front page
-- tells it to everybody, and to count a nation's takes longer than a page may.
create table carried (
    campaign integer primary key,
    paid integer not null,
    workers integer not null,
    counted_at integer not null
) strict;

insert into carried (campaign, paid, workers, counted_at)
select p.campaign, sum(case when w.state in ('used', 'parted') then 1 else 0 end), count(distinct w.membership),
    max(w.known_at)
from worker_month as w
    join pot as p on p.payer = w.pot
where w.state <> 'freed'
group by p.campaign;
