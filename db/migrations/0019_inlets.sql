CREATE TABLE "inlet" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "inlet_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"origin" text NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"map" jsonb,
	"secret_hash" text,
	"secret_sealed" text,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "inlet_call" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "inlet_call_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"inlet_id" bigint NOT NULL,
	"key" text NOT NULL,
	"event" text,
	"fate" text NOT NULL,
	"reason" text,
	"ids" jsonb NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "inlet" ADD CONSTRAINT "inlet_origin_origin_name_fk" FOREIGN KEY ("origin") REFERENCES "public"."origin"("name") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "inlet_call" ADD CONSTRAINT "inlet_call_inlet_id_inlet_id_fk" FOREIGN KEY ("inlet_id") REFERENCES "public"."inlet"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "inlet_origin" ON "inlet" USING btree ("origin");--> statement-breakpoint
CREATE UNIQUE INDEX "inlet_call_key" ON "inlet_call" USING btree ("inlet_id","key");--> statement-breakpoint
CREATE INDEX "inlet_call_recent" ON "inlet_call" USING btree ("inlet_id","id");