-- From which device an account was told: the keyed hash of a mark that was made by chance and that only the browser
-- has, under the newest key when it was last seen. Nobody is found by it.
create table payee_device (
    payee integer primary key,
    device blob not null
) strict;

create index payee_device_device on payee_device (device);
