ALTER TABLE "membership" DROP CONSTRAINT "membership_origin_origin_name_fk";
--> statement-breakpoint
DROP INDEX "notification_created";--> statement-breakpoint
DROP INDEX "notification_id";--> statement-breakpoint
CREATE INDEX "feed_origin" ON "feed" USING btree ("origin");--> statement-breakpoint
CREATE INDEX "notification_category" ON "notification" USING btree ("feed_id","category","seq");--> statement-breakpoint
CREATE INDEX "receipt_feed" ON "receipt" USING btree ("feed_id","seq");--> statement-breakpoint
CREATE UNIQUE INDEX "notification_id" ON "notification" USING btree ("id","feed_id");