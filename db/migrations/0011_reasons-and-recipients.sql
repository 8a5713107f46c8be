ALTER TABLE "broadcast" ADD COLUMN "recipients_asked" text[];--> statement-breakpoint
ALTER TABLE "broadcast" ADD COLUMN "recipients_unknown" text[];--> statement-breakpoint
ALTER TABLE "delivery" ADD COLUMN "full_url" text;--> statement-breakpoint
ALTER TABLE "delivery" ADD COLUMN "reason" text;--> statement-breakpoint
ALTER TABLE "delivery" ADD COLUMN "address" text;