-- From which device an account was told: the keyed hash of a mark that was made by chance and that only the browser
-- has, under the newest key when it was last seen. Nobody is found by it.
create table payee_device (
    payee bigint primary key,
    device bytea not null
);

create index payee_device_device on payee_device (device);
