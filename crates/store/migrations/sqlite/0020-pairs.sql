-- People are found by two words of a name together: of a word that a tenth of a nation has, nobody reads all. The hash
-- of a pair is half of each word's, the lesser first.
insert into look_up (hash, kind, subject)
select distinct unhex(substr(hex(one.hash), 1, 16) || substr(hex(other.hash), 1, 16)), 12, one.subject
from look_up as one
    join look_up as other on other.subject = one.subject and other.kind = 7 and one.hash < other.hash
where one.kind = 7;
