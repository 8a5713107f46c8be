ALTER TABLE "notification" DROP CONSTRAINT "notification_feed_id_feed_id_fk";
--> statement-breakpoint
ALTER TABLE "receipt" DROP CONSTRAINT "receipt_person_id_person_id_fk";
--> statement-breakpoint
ALTER TABLE "receipt" DROP CONSTRAINT "receipt_feed_id_feed_id_fk";
