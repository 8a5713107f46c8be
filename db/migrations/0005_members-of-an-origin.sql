DROP INDEX "membership_origin";--> statement-breakpoint
CREATE INDEX "membership_origin" ON "membership" USING btree ("origin","person_id");