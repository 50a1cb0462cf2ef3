-- Somebody gives without signing in, or pays a promise by a QR: the intent of the same number says how much and to which
-- pot. `sealed` is the giver's name, where she gives one; `gift` which of the pot's gifts it became.
create table giving (
    id bigint primary key,
    pot bigint not null,
    code bigint not null,
    sealed bytea,
    shown boolean not null,
    gift bigint
);
create index giving_code on giving (code);
