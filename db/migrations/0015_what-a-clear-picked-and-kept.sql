ALTER TABLE "receipt" ADD COLUMN "dismissed_by" bigint;--> statement-breakpoint
ALTER TABLE "receipt" ADD COLUMN "kept" boolean;--> statement-breakpoint
CREATE INDEX "receipt_kept" ON "receipt" USING btree ("person_id","feed_id","seq") WHERE "receipt"."kept" is not null;