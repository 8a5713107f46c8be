ALTER TABLE "outlet" ADD COLUMN "origin" text;--> statement-breakpoint
ALTER TABLE "outlet" ADD COLUMN "by_origin" jsonb;--> statement-breakpoint
ALTER TABLE "outlet" ADD COLUMN "calls" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "outlet" ADD CONSTRAINT "outlet_origin_origin_name_fk" FOREIGN KEY ("origin") REFERENCES "public"."origin"("name") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "outlet_origin" ON "outlet" USING btree ("origin") WHERE origin is not null;