-- What a name looks like: case, width, accents' spelling and letters of Cyrillic and Greek that pass for Latin ones make no
-- other name, characters that can't be seen none at all. Whole letters are listed since lower() knows ASCII alone under the locale C.
CREATE FUNCTION looks_like(name text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  select lower(translate(normalize(name, NFKD), U&'авеіјкмнһорстухѕԁԛԝӏАВЕІЈКМНҺОРСТУХЅԀԚԜӀБГДЖЗИЛПФЦЧШЩЪЫЬЭЮЯЂЃЄЉЊЋЌЏҐαβεζηικμνορτυχΑΒΕΖΗΙΚΜΝΟΡΤΥΧΓΔΘΛΞΠΣςΦΨΩıɑɡØŁĐÆŒÞ\2010\2011\2012\2013\2014\2015\2212\00AD\180E\200B\200C\200D\200E\200F\202A\202B\202C\202D\202E\2060\2066\2067\2068\2069\FEFF', U&'abeijkmhhopctyxsdqwlabeijkmhhopctyxsdqwlбгджзилпфцчшщъыьэюяђѓєљњћќџґabezhikmnoptyxabezhikmnoptyxγδθλξπσσφψωiagøłđæœþ-------'))
$$;
--> statement-breakpoint
CREATE TABLE "sign_in_place" (
	"person_id" bigint NOT NULL,
	"network" text NOT NULL,
	"seen_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "sign_in_place_person_id_network_pk" PRIMARY KEY("person_id","network")
);
--> statement-breakpoint
ALTER TABLE "person" ADD COLUMN "demoted_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "person" ADD COLUMN "lookalike" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "sign_in_place" ADD CONSTRAINT "sign_in_place_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
-- Nobody who is here already loses their name.
UPDATE "person" SET "lookalike" = true WHERE exists (
	SELECT FROM "person" "older" WHERE looks_like("older"."username") = looks_like("person"."username") AND "older"."id" < "person"."id");--> statement-breakpoint
CREATE UNIQUE INDEX "person_looks" ON "person" USING btree (looks_like("username")) WHERE not "person"."lookalike";