CREATE TABLE "quota" (
	"key" text PRIMARY KEY NOT NULL,
	"at" double precision[] NOT NULL,
	"count" integer[] NOT NULL,
	"block" text[] NOT NULL
);
--> statement-breakpoint
-- As `rate` before it: nobody waits for a disk because of a count, and a crash of the database forgets what the last
-- minutes counted.
ALTER TABLE "quota" SET UNLOGGED;
