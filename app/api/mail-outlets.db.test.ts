import { readFileSync } from "node:fs";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { call, documented } from "#lib/http/test/call.ts";
import { newBearer, scratchInstance } from "#lib/http/test/scratch-instance.ts";
import { append } from "#lib/inbox/append.ts";
import { userAudience } from "#lib/inbox/audience.ts";
import { instance, systemCtx } from "#lib/instance.ts";
import { createLog } from "#lib/log.ts";
import { hasOpenssl } from "#lib/jupyterhub/test/certificates.ts";
import { lookAtLink, answerLink } from "#lib/outlets/mail/answer-link.ts";
import { openMail } from "#lib/outlets/mail/open-mail.ts";
import { sendNext } from "#lib/outlets/send-next.ts";
import { startMailServer, type MailServer } from "#lib/outlets/test/mail-server.ts";
import { readMail } from "#lib/outlets/test/read-mail.ts";
import * as mailLink from "./mail/[link]/route.ts";
import * as outlet from "./outlets/[id]/route.ts";
import * as test from "./outlets/[id]/test/route.ts";
import * as outlets from "./outlets/route.ts";
import { sendCtx } from "./test/send-ctx.ts";

const database = scratchInstance();
const settings = (SMTP_URL: string) => ({
  SMTP_URL,
  MAIL_FROM: "Belfry <belfry@example.org>",
  AUTH_URL: "https://belfry.example",
});
let ann: { personId: number; token: string; username: string };
let made = 0;

describe.skipIf(!hasOpenssl)("an outlet by e-mail", () => {
  let server: MailServer;
  const trusted = getCACertificates("default");

  beforeEach(async () => {
    server = await startMailServer();
    setDefaultCACertificates([...trusted, readFileSync(server.caFile, "utf8")]);
    instance().mail = await openMail(settings(server.url), createLog("silent"));
    const username = `ann-${++made}`;
    ann = { username, ...(await newBearer(database(), username, ["notifications"])) };
    onTestFinished(async () => {
      instance().mail?.close();
      instance().mail = undefined;
      await server.close();
      setDefaultCACertificates(trusted);
    });
  });

  const asked = (more: object = {}) =>
    call(outlets, "POST", "/api/outlets", {
      token: ann.token,
      body: { kind: "email", to: "ann@example.net", ...more },
    });
  const make = async (more: object = {}) => documented<{ id: number }>("makeOutlet", await asked(more));
  const list = async () => {
    const answer = await call(outlets, "GET", "/api/outlets", { token: ann.token });
    return (await documented<{ outlets: Record<string, unknown>[] }>("listOutlets", answer)).outlets;
  };
  const tell = (title: string, category: "info" | "error" = "info", origin = "core") =>
    append(database().db, [
      {
        audience: userAudience("local", ann.username),
        origin,
        type: "note",
        category,
        data: { title },
        shownAt: new Date(),
      },
    ]);
  const last = () => readMail(server.came.at(-1)?.raw ?? "");
  /** The sealed part of the link that a mail has on a line of its own. */
  const linkIn = (text: string) => /https:\/\/belfry\.example\/mail\/([\w-]+)/.exec(text)?.[1] ?? "";
  const confirmed = async (more: object = {}) => {
    const { id } = await make(more);
    await answerLink({ ...systemCtx(instance()), authSecret: instance().authSecret }, linkIn(last().text));
    server.came.length = 0;
    return id;
  };

  it("sends nothing but a question until its address says yes; then all that arrived since it was made", async () => {
    const { id } = await make();
    expect(await list()).toMatchObject([{ kind: "email", host: "ann@example.net", confirmed: false, digest: null }]);
    expect(server.came).toMatchObject([
      { from: "belfry@example.org", to: ["ann@example.net"], secure: true, user: "belfry" },
    ]);
    await tell("one");
    expect(await sendNext(sendCtx(), id)).toBe(0);
    const token = linkIn(last().text);
    const linkCtx = { ...systemCtx(instance()), authSecret: instance().authSecret };
    // To look at the link, as a mail program may, does nothing.
    expect(await lookAtLink(linkCtx, token)).toEqual({ does: "confirm", to: "ann@example.net", done: false });
    expect(await sendNext(sendCtx(), id)).toBe(0);
    const late = { ...linkCtx, now: () => new Date(Date.now() + 4 * 86_400_000) };
    await expect(answerLink(late, token)).rejects.toMatchObject({ code: "not-found" });
    await answerLink(linkCtx, token);
    await tell("two", "error", "zlib");
    expect(await sendNext(sendCtx(), id)).toBe(2);
    expect(server.came).toHaveLength(2);
    const { header, text, html } = last();
    expect(header("Subject")).toBe("zlib: two, and 1 more");
    expect(header("From")).toBe("Belfry <belfry@example.org>");
    expect(header("Auto-Submitted")).toBe("auto-generated");
    for (const said of ["one", "two"]) expect([text.includes(said), html.includes(said)]).toEqual([true, true]);
    expect(await sendNext(sendCtx(), id)).toBe(0);
  });

  it("is stopped by one click of a mail program, and goes on where it stopped when its owner wants it", async () => {
    const id = await confirmed();
    await tell("one");
    await sendNext(sendCtx(), id);
    const url = /^<(.*)>$/.exec(last().header("List-Unsubscribe") ?? "")?.[1] ?? "";
    expect(last().header("List-Unsubscribe-Post")).toBe("List-Unsubscribe=One-Click");
    const link = url.slice("https://belfry.example/api/mail/".length);
    const click = (body: string, token = link) => call(mailLink, "POST", url, { body }, { link: token });
    expect((await call(mailLink, "GET", url, {}, { link })).headers.get("location")).toBe(`/mail/${link}`);
    expect((await click("")).status).toBe(400);
    expect((await click("List-Unsubscribe=One-Click", `${link.slice(0, -2)}AA`)).status).toBe(404);
    expect((await click("List-Unsubscribe=One-Click")).status).toBe(204);
    expect((await click("List-Unsubscribe=One-Click")).status).toBe(204);
    await tell("two");
    expect(await sendNext(sendCtx(), id)).toBe(0);
    expect(await list()).toMatchObject([{ reason: "stopped by a link in a mail" }]);
    const change = (body: object) =>
      call(outlet, "PATCH", `/api/outlets/${id}`, { token: ann.token, body }, { id: String(id) });
    const named = await change({ name: "Mine", resting: false });
    expect([named.status, await named.json()]).toMatchObject([400, { errors: [{ path: "name" }] }]);
    expect(await list()).toMatchObject([{ reason: "stopped by a link in a mail" }]);
    expect((await change({ resting: false })).status).toBe(204);
    expect(await sendNext(sendCtx(), id)).toBe(1);
    expect(last().text).toContain("two");
  });

  it("gathers a day, and is one mail at its hour in its zone", async () => {
    const id = await confirmed({ digest: "daily", digestAt: { time: "08:00", zone: "Asia/Kolkata" } });
    await tell("one");
    await database().sql`update notification set created_at = '2026-11-28T03:00:00Z' where data->>'title' = 'one'`;
    const at = (iso: string) => sendCtx({ now: () => new Date(iso) });
    expect(await sendNext(at("2026-11-28T12:00:00Z"), id)).toBe(0);
    const [row] = await database().sql<{ hours: number }[]>`
      select extract(epoch from next_try_at - now())::float8 / 3600 as hours from outlet where id = ${id}`;
    expect(row?.hours).toBeCloseTo(14.5, 1);
    await tell("two", "error");
    await database().sql`update outlet set next_try_at = null`;
    expect(await sendNext(at("2026-11-29T02:30:00Z"), id)).toBe(2);
    expect(server.came).toHaveLength(1);
    expect(last().header("Subject")).toBe("Today: 2 notifications, 1 error");
  });

  it("that the server does not take is tried again, as the same mail", async () => {
    const id = await confirmed();
    await tell("one");
    server.refuse = "come back later";
    expect(await sendNext(sendCtx(), id)).toBe(0);
    expect(await list()).toMatchObject([{ failures: 1, reason: "451 come back later" }]);
    server.refuse = undefined;
    await database().sql`update outlet set next_try_at = null`;
    const dying = sendCtx();
    const { mail } = dying;
    if (!mail) throw new Error("mails are off");
    const send: typeof mail.send = async (...letter) => {
      await mail.send(...letter);
      throw new Error("killed");
    };
    await expect(sendNext({ ...dying, mail: { ...mail, send } }, id)).rejects.toThrow("killed");
    await database().sql`update outlet set lease_until = null`;
    expect(await sendNext(sendCtx(), id)).toBe(1);
    const ids = server.came.map(({ raw }) => readMail(raw).header("Message-ID"));
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
  });

  it("asks once more when it is tested, and five times an hour at most", async () => {
    const { id } = await make();
    const again = () => call(test, "POST", `/api/outlets/${id}/test`, { token: ann.token }, { id: String(id) });
    expect(await documented("testOutlet", await again())).toEqual({
      ok: false,
      reason: "it is not confirmed yet: the mail to confirm it was sent again",
    });
    expect(server.came).toHaveLength(2);
    for (let n = 0; n < 3; n++) await again();
    expect((await again()).status).toBe(429);
    expect((await asked()).status).toBe(429);
    expect(server.came).toHaveLength(5);
  });

  it("hands its password to no server that nobody vouches for, nor to one without encryption", async () => {
    setDefaultCACertificates(trusted);
    const mail = await openMail(settings(server.url), createLog("silent"));
    const letter = { id: "x", subject: "x", text: "x", html: "x" };
    expect(await mail?.send("ann@example.net", letter)).toMatchObject({ ok: false });
    mail?.close();
    expect(server.came).toEqual([]);
  });

  it.each([
    [{ to: "nobody" }, "to"],
    [{ to: "a@example.org\r\nBcc: b@example.org" }, "to"],
    [{ digest: "weekly" }, "digest"],
    [{ digestAt: { time: "8", zone: "UTC" } }, "digestAt.time"],
    [{ digestAt: { time: "08:00", zone: "Nowhere" } }, "digestAt.zone"],
    [{ url: "https://example.org/" }, ""],
    [{ kind: "pigeon" }, "kind"],
  ])("is not made of %j", async (more, path) => {
    const answer = await asked(more);
    expect(answer.status).toBe(400);
    expect(((await answer.json()) as { errors: { path: string }[] }).errors.map((each) => each.path)).toContain(path);
    expect(server.came).toEqual([]);
  });
});

describe("without a mail server", () => {
  it("there are none, and the answer says which setting it takes", async () => {
    const { token } = await newBearer(database(), "somebody", ["notifications"]);
    const answer = await call(outlets, "POST", "/api/outlets", {
      token,
      body: { kind: "email", to: "ann@example.net" },
    });
    expect(answer.status).toBe(503);
    expect(await answer.text()).toContain("SMTP_URL");
  });
});
