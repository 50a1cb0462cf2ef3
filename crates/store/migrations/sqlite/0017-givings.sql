-- Somebody gives without signing in, or pays a promise by a QR: the intent of the same number says how much and to which
-- pot. `sealed` is the giver's name, where she gives one; `gift` which of the pot's gifts it became.
create table giving (
    id integer primary key,
    pot integer not null,
    code integer not null,
    sealed blob,
    shown integer not null,
    gift integer
) strict;
create index giving_code on giving (code);
