ALTER TABLE "broadcast" ADD COLUMN "warning" text;--> statement-breakpoint
ALTER TABLE "delivery" ADD COLUMN "attempt" integer DEFAULT 0 NOT NULL;