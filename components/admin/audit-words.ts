import type { Act, AuditVia } from "#lib/audit/schema.ts";
import { grouped } from "#lib/grouped.ts";

type Detail = Record<string, string | number | boolean | string[]>;

/** An entry of the audit log as the list shows it. */
export interface ListedEntry {
  id: number;
  atISO: string;
  /** Empty where nobody of that name has an account. */
  actor: string;
  via: AuditVia;
  act: string;
  subject: string | null;
  detail: Detail;
}

/** What was done, as one half of a sentence whose other half is who did it; `more` says it exactly. */
export interface AuditWords {
  done: string;
  more: string | undefined;
}

const list = (value: Detail[string] | undefined) => (Array.isArray(value) ? value.join(", ") : String(value ?? ""));
const people = (names: string[]) => (names.length === 1 ? list(names) : `${grouped(names.length)} people`);
const recipients = (to: Detail[string] | undefined, except: Detail[string] | undefined) =>
  `to ${Array.isArray(to) ? people(to) : "everyone"}${Array.isArray(except) ? ` but ${people(except)}` : ""}`;
const at = (moment: Detail[string] | undefined) =>
  moment === undefined ? undefined : `at ${list(moment).slice(0, 16).replace("T", " ")} UTC`;

const words: Record<Act, (subject: string, detail: Detail) => [done: string, ...more: (string | undefined)[]]> = {
  "broadcast.send": (id, { message, to, except, at: moment }) => [
    `${moment === undefined ? "sent" : "scheduled"} broadcast ${id}`,
    `“${list(message)}”`,
    recipients(to, except),
    at(moment),
  ],
  "broadcast.edit": (id, { message, to, except, at: moment }) => [
    `changed broadcast ${id}`,
    `“${list(message)}”`,
    recipients(to, except),
    at(moment),
  ],
  "broadcast.cancel": (id) => [`cancelled broadcast ${id}`],
  "broadcast.retry": (id, { labs, unknown }) => [
    `sent broadcast ${id} again`,
    `to ${list(labs)} labs`,
    unknown === true ? "unknown ones too" : undefined,
  ],
  "broadcast.series": (id, { message, to, except, broadcasts }) => [
    `scheduled series ${id}`,
    `“${list(message)}”`,
    `${list(broadcasts)} broadcasts`,
    recipients(to, except),
  ],
  "broadcast.cancel-series": (id, { broadcasts }) => [`cancelled series ${id}`, `${list(broadcasts)} broadcasts of it`],
  "broadcast.clear-history": (_, { cleared }) => ["cleared past broadcasts", `${list(cleared)} of them`],
  "token.make": (name, { scopes, until }) => [
    `made the token ${name}`,
    list(scopes),
    until === undefined ? "without an end" : `until ${list(until).slice(0, 10)}`,
  ],
  "token.revoke": (name, { of }) => [`revoked the token ${name}`, of === undefined ? undefined : `of ${list(of)}`],
  "feed.make": (name) => [`made the feed ${name}`],
  "feed.revoke": (name) => [`revoked the feed ${name}`],
  "outlet.make": (host, { kind, origin }) => [`made an outlet to ${host}`, ofOrigin(origin), list(kind)],
  "outlet.remove": (host, { origin }) => [`deleted the outlet to ${host}`, ofOrigin(origin)],
  "origin.register": (name) => [`registered the origin ${name}`],
  "origin.remove": (name) => [`deleted the origin ${name}`],
  "origin.links": (name, { links }) => [`set the links of ${name}`, list(links)],
  "member.add": (name, { origin }) => [`made ${name} a member of ${list(origin)}`],
  "member.await": (name, { origin }) => [`made ${name} a member of ${list(origin)}, from their first sign-in on`],
  "member.remove": (name, { origin }) => [`ended the membership of ${name} in ${list(origin)}`],
  "inlet.make": (name, { origin, kind }) => [`made the inlet ${name}`, `of ${list(origin)}`, list(kind)],
  "inlet.remove": (name, { origin }) => [`deleted the inlet ${name}`, `of ${list(origin)}`],
  "account.create": (name, { role, provider }) => [`made the account ${name}`, list(role), list(provider)],
  "account.rename": (name, { to }) => [`renamed ${name} to ${list(to)}`],
  "account.role": (name, { to }) => [`made ${name} ${to === "admin" ? "an admin" : "a member"}`],
  "account.disable": (name) => [`disabled the account ${name}`],
  "account.enable": (name) => [`enabled the account ${name}`],
  "account.password": (name) => [`set the password of ${name}`],
  "account.gone": (name) => [`is no longer on the hub; the account ${name} is signed out`],
  "sign-in.succeeded": (_, { provider, address }) => ["signed in", from(address), list(provider)],
  "sign-in.failed": (_, { provider, address }) => ["failed to sign in", from(address), list(provider)],
};

const ofOrigin = (origin: Detail[string] | undefined) => (origin === undefined ? undefined : `of ${list(origin)}`);
const from = (address: Detail[string] | undefined) => (address === undefined ? undefined : `from ${list(address)}`);

/** One entry in words; an act of another version is shown by its name. */
export function auditWords({ act, subject, detail }: Pick<ListedEntry, "act" | "subject" | "detail">): AuditWords {
  const write = Object.hasOwn(words, act) ? words[act as Act] : undefined;
  if (!write) return { done: subject === null ? act : `${act} ${subject}`, more: undefined };
  const [done, ...more] = write(subject ?? "", detail);
  const said = more.filter((each) => each !== undefined && each !== "");
  return { done, more: said.length > 0 ? said.join(" · ") : undefined };
}
