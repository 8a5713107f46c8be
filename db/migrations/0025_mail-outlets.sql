ALTER TABLE "outlet" ALTER COLUMN "secret_sealed" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "outlet" ADD COLUMN "confirmed" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "outlet" ADD COLUMN "digest" text;--> statement-breakpoint
ALTER TABLE "outlet" ADD COLUMN "digest_at" jsonb;