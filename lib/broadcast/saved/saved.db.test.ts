import { describe, expect, it } from "vitest";
import { savedInput } from "../schema.ts";
import { input, ringers } from "../test/ringer.ts";
import { listSaved } from "./list.ts";
import { removeSaved } from "./remove.ts";
import { saveMessage } from "./save.ts";
import { takeUpSaved } from "./take-up.ts";

const { start } = ringers();

describe("saved messages", () => {
  it("come with the one used last first", async () => {
    const { ctx } = await start({ mix: {}, labs: 1, namedServers: 0 });
    const first = await saveMessage(ctx, input());
    const second = await saveMessage(ctx, input({ message: "Back at 20:00", autoClose: 5000 }));
    expect((await listSaved(ctx)).map(({ id }) => id)).toEqual([second.id, first.id]);
    await takeUpSaved(ctx, first);
    expect(await listSaved(ctx)).toMatchObject([
      { ...first, message: "Maintenance at 18:00", type: "warning", autoClose: false },
      { ...second, autoClose: 5000, lastUsedISO: null },
    ]);
    const third = await saveMessage(ctx, savedInput.parse({ message: " {name}: at {time}, {name} " }));
    expect((await listSaved(ctx)).find(({ id }) => id === third.id)).toMatchObject({
      message: "{name}: at {time}, {name}",
      variables: ["name", "time"],
    });
    await removeSaved(ctx, third);
    await removeSaved(ctx, first);
    await removeSaved(ctx, first);
    expect((await listSaved(ctx)).map(({ id }) => id)).toEqual([second.id]);
  });
});
