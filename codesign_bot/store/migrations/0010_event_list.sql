-- Whether the dates of a community's rounds stand in the lists of events that its servers show their members.
ALTER TABLE community ADD COLUMN event_list INTEGER NOT NULL DEFAULT 0;
