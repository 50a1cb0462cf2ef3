-- Which promise a gift keeps: what bounces is promised again under the same. Gifts from before say nothing of it.
alter table gift add column pledge bigint;
