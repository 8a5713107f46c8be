import { expect, it } from "vitest";
import { keepListings } from "#lib/inbox/kept-listings.ts";
import type { Ctx } from "#lib/ctx.ts";
import { listing } from "./listing.ts";

const ctx = { actor: { personId: 1 } } as Pick<Ctx, "actor">;
const asks = (known: string) =>
  new Request("http://belfry.example/notifications", { headers: { "If-None-Match": known } });

it("a caller who has what is read gets no body, also where this instance had not heard of it yet", async () => {
  const answer = (known: string) =>
    listing(
      { ctx, running: { listings: keepListings() }, request: asks(known) },
      () => Promise.resolve("before"),
      () => Promise.resolve({ text: "[]", asOf: "token", fingerprint: "now" }),
    );
  expect(await answer('W/"now"')).toMatchObject({ status: 304, headers: { ETag: 'W/"now"' } });
  expect(await answer('W/"before"')).toMatchObject({ status: 304, headers: { ETag: 'W/"before"' } });
  expect(await answer('W/"other"')).toMatchObject({ status: 200, body: "[]", headers: { ETag: 'W/"now"' } });
});
