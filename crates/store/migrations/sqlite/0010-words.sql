-- Which people of a branch have a word of a name, so that whoever works there finds her own among many of the same
-- name: the hashes are those of `look_up`. A person is her own branch's, else that of whoever pays for her. Can be made
-- again from `look_up` and `caseload` at any time.
create table word_at (
    branch integer not null,
    hash blob not null,
    person integer not null,
    primary key (branch, hash, person)
) strict, without rowid;

insert into word_at (branch, hash, person)
select distinct coalesce(own.branch, paid.branch), l.hash, l.subject
from look_up as l
    left join caseload as own on own.subject = l.subject
    left join membership as m on m.person = l.subject and own.branch is null
    left join caseload as paid on paid.subject = m.payer
where l.kind = 7 and coalesce(own.branch, paid.branch) is not null;
