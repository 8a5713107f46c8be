ALTER TABLE "broadcast" ADD COLUMN "outlet_id" bigint;--> statement-breakpoint
ALTER TABLE "broadcast" ADD CONSTRAINT "broadcast_outlet_id_outlet_id_fk" FOREIGN KEY ("outlet_id") REFERENCES "public"."outlet"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "broadcast_outlet" ON "broadcast" USING btree ("outlet_id","created_at") WHERE outlet_id is not null;