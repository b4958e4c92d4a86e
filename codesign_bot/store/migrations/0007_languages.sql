-- The language that a person reads in where they chose one, the language of what is said to one person, and the hours
-- in which a community lets nobody be rung ("22:00-08:00").
ALTER TABLE person ADD COLUMN language TEXT;
ALTER TABLE outbox ADD COLUMN language TEXT;
ALTER TABLE community ADD COLUMN quiet TEXT;
