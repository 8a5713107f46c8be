CREATE TABLE "awaited_member" (
	"origin" text NOT NULL,
	"username" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "awaited_member_origin_username_pk" PRIMARY KEY("origin","username")
);
--> statement-breakpoint
ALTER TABLE "awaited_member" ADD CONSTRAINT "awaited_member_origin_origin_name_fk" FOREIGN KEY ("origin") REFERENCES "public"."origin"("name") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "awaited_member_username" ON "awaited_member" USING btree ("username");