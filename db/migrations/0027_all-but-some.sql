ALTER TABLE "broadcast" ADD COLUMN "recipients_except" text[];--> statement-breakpoint
ALTER TABLE "broadcast" ADD COLUMN "paused_ms" bigint DEFAULT 0 NOT NULL;