-- Days on which no step of a community's new rounds ends: the public holidays of a region ("DE-BE"), days of its own
-- ("2026-12-24 2026-12-31"), and weekends.
ALTER TABLE community ADD COLUMN holidays TEXT;
ALTER TABLE community ADD COLUMN own_days TEXT NOT NULL DEFAULT '';
ALTER TABLE community ADD COLUMN weekends INTEGER NOT NULL DEFAULT 0;
