ALTER TABLE "notification" ADD COLUMN "words" "tsvector";--> statement-breakpoint
CREATE INDEX "notification_words" ON "notification" USING gin ("words") WITH (fastupdate=true,gin_pending_list_limit=256);--> statement-breakpoint
CREATE INDEX "notification_wordless" ON "notification" USING btree ("feed_id","seq") WHERE "notification"."words" is null;