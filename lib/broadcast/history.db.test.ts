import { describe, expect, it } from "vitest";
import { clearSent } from "./clear-sent.ts";
import { listSent } from "./list-sent.ts";
import { ring } from "./ring.ts";
import { send } from "./send.ts";
import { input, ringers } from "./test/ringer.ts";

const { start } = ringers();

describe("the history", () => {
  it("lists newest first and clears what has ended", async () => {
    const { ctx } = await start({ mix: {}, labs: 3 });
    const first = await send(ctx, input());
    await ring(ctx, first.id);
    const second = await send(ctx, input({ message: "Back at 20:00" }));
    const listed = await listSent(ctx, { limit: 50 });
    expect(listed).toMatchObject([
      { id: second.id, message: "Back at 20:00", delivered: 0, total: 3, sender: "root" },
      { id: first.id, message: "Maintenance at 18:00", type: "warning", delivered: 3, total: 3 },
    ]);
    expect(await listSent(ctx, { limit: 50, since: new Date(Date.now() + 60_000) })).toEqual([]);
    expect(await clearSent(ctx)).toEqual({ cleared: 1 });
    expect((await listSent(ctx, { limit: 50 })).map(({ id }) => id)).toEqual([second.id]);
  });
});
