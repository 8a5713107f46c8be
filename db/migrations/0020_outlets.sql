CREATE TABLE "outlet" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "outlet_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"person_id" bigint NOT NULL,
	"kind" text NOT NULL,
	"host" text NOT NULL,
	"url_sealed" text NOT NULL,
	"secret_sealed" text NOT NULL,
	"shape" text,
	"origins" text[],
	"least" text,
	"types" text[],
	"sent" bigint DEFAULT 0 NOT NULL,
	"last_sent_at" timestamp with time zone,
	"failures" integer DEFAULT 0 NOT NULL,
	"failing_since" timestamp with time zone,
	"reason" text,
	"next_try_at" timestamp with time zone,
	"resting_since" timestamp with time zone,
	"lease_owner" text,
	"lease_until" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "outlet_cursor" (
	"outlet_id" bigint NOT NULL,
	"feed_id" bigint NOT NULL,
	"seq" bigint NOT NULL,
	CONSTRAINT "outlet_cursor_outlet_id_feed_id_pk" PRIMARY KEY("outlet_id","feed_id")
);
--> statement-breakpoint
ALTER TABLE "outlet" ADD CONSTRAINT "outlet_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outlet_cursor" ADD CONSTRAINT "outlet_cursor_outlet_id_outlet_id_fk" FOREIGN KEY ("outlet_id") REFERENCES "public"."outlet"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outlet_cursor" ADD CONSTRAINT "outlet_cursor_feed_id_feed_id_fk" FOREIGN KEY ("feed_id") REFERENCES "public"."feed"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "outlet_person" ON "outlet" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "outlet_paused" ON "outlet" USING btree ("next_try_at") WHERE next_try_at is not null;--> statement-breakpoint
CREATE INDEX "outlet_cursor_feed" ON "outlet_cursor" USING btree ("feed_id");