import type { Category } from "#lib/inbox/schema.ts";
import { linkOf, plain, sentence } from "#lib/inbox/sentence.ts";
import type { Sendable } from "../shapes.ts";

/** A mail, as it is handed to the server. */
export interface Letter {
  /** The same whenever this very letter is sent again. */
  id: string;
  subject: string;
  text: string;
  html: string;
  /** Where a mail program, or whoever reads, says that no more is wanted. */
  unsubscribe?: string;
}

export interface LetterInput {
  id: string;
  /** What arrived, in its order; at least one. */
  all: readonly Sendable[];
  /** Where Belfry is. */
  home: string;
  /** The sealed part of the link that stops the mails. */
  stop: string;
  /** Who asked for them, and for which origin; null: of their own inbox. */
  username: string;
  origin: string | null;
  zone: string;
  digest: "hourly" | "daily" | null;
}

/** So many are told in full; the inbox has the rest. */
const most = 50;

const words: Record<Category, string> = { info: "Info", success: "Success", warning: "Warning", error: "Error" };
const every = { hourly: "This hour", daily: "Today" };

/** One line, and nothing that a header or a mail program would read otherwise. */
const line = (text: string, longest: number) =>
  text
    .toWellFormed()
    .replace(/[\s\p{Cc}]+/gu, " ")
    .trim()
    .slice(0, longest)
    .toWellFormed();

interface Told {
  title: string;
  more: string;
  at: string;
  category: Category;
  link: string;
  leads: string | undefined;
}

/** Writes the mail about what arrived: by origin, in its order, failures named in the subject. */
export function letter({ id, all, home, stop, username, origin, zone, digest }: LetterInput): Letter {
  const clock = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  const told = (one: Sendable): Told => {
    const said = sentence(one);
    return {
      title: line(plain(said), 300) || one.type,
      more: line(said.meta.join(" · "), 500),
      at: clock.format(one.timestamp),
      category: one.category,
      link: `${home}/?item=${one.id}`,
      leads: linkOf(one.data),
    };
  };
  const groups = [...Map.groupBy(all.slice(-most), ({ origin }) => origin)].map(([origin, ones]) => ({
    origin,
    told: ones.map(told),
  }));
  const left = Math.max(0, all.length - most);
  const unsubscribe = `${home}/api/mail/${stop}`;
  const input = { groups, left, home, username, origin, zone, stopAt: `${home}/mail/${stop}` };
  return { id, subject: subjectOf(all, digest), text: asText(input), html: asHtml(input), unsubscribe };
}

function subjectOf(all: readonly Sendable[], digest: LetterInput["digest"]): string {
  const first = all.find(({ category }) => category === "error") ?? all[0];
  const said = first ? `${first.origin}: ${line(plain(sentence(first)), 120) || first.type}` : "";
  const others = all.length - 1;
  const errors = all.filter(({ category }) => category === "error").length;
  if (digest === null) return others > 0 ? `${said}, and ${others} more` : said;
  return `${every[digest]}: ${[counted(all.length), errors > 0 && `${errors} ${errors === 1 ? "error" : "errors"}`].filter(Boolean).join(", ")}`;
}

const counted = (count: number) => `${count} ${count === 1 ? "notification" : "notifications"}`;

interface Written {
  groups: readonly { origin: string; told: readonly Told[] }[];
  left: number;
  home: string;
  username: string;
  origin: string | null;
  zone: string;
  stopAt: string;
}

const why = ({ username, origin }: Pick<Written, "username" | "origin">) =>
  `You get this because ${username} asked Belfry to send ${origin === null ? "notifications" : `what ${origin} tells its members`} here.`;
/** Who reads what an origin tells need not be who can change that. */
const settingsAt = ({ home, origin }: Pick<Written, "home" | "origin">) =>
  origin === null ? [`${home}/settings/outlets`] : [];
const leftWords = (left: number) => `${left} earlier ${left === 1 ? "one is" : "ones are"} in the inbox.`;

function asText(written: Written): string {
  const { groups, left, home, zone, stopAt } = written;
  return [
    ...(left > 0 ? [leftWords(left), ""] : []),
    ...groups.flatMap(({ origin, told }) => [
      origin,
      "-".repeat(origin.length),
      ...told.flatMap(({ category, title, more, at, link, leads }) => [
        `${words[category]}: ${title}`,
        ...(more ? [`  ${more}`] : []),
        `  ${at} (${zone})`,
        `  ${link}`,
        ...(leads !== undefined ? [`  ${leads}`] : []),
        "",
      ]),
    ]),
    "-- ",
    why(written),
    `Inbox: ${home}/`,
    ...settingsAt(written).map((address) => `Settings: ${address}`),
    `Stop these mails: ${stopAt}`,
    "",
  ].join("\n");
}

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escaped = (text: string) => text.replace(/[&<>"]/g, (character) => entities[character] ?? "");

/** Darker in light, brighter in dark: 4.5 : 1 and more on the letter's paper in both. */
const colours: Record<Category, [light: string, dark: string]> = {
  info: ["#2563b0", "#7fb2f0"],
  success: ["#1b7a3d", "#6fce8f"],
  warning: ["#a85d00", "#f0b35a"],
  error: ["#b3261e", "#ff8a80"],
};

/** Programs that know no `style` element get the light colours, which stand with each part. */
const page = (title: string, body: string) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escaped(title)}</title>
<style>
:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (prefers-color-scheme: dark) {
  body, .paper { background: #16181d !important; color: #e6e8ec !important; }
  .card { background: #1f2229 !important; border-color: #3a3f49 !important; }
  .soft, .soft a { color: #a9afba !important; }
  .card a.title { color: #e6e8ec !important; }
  .lead { color: #f0b35a !important; }
${Object.entries(colours)
  .map(([name, [, dark]]) => `  .${name} { color: ${dark} !important; }`)
  .join("\n")}
}
</style>
</head>
<body class="paper" style="margin:0;padding:0;background:#f4f5f7;color:#1c1f24;font-family:system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;font-size:16px;line-height:1.45;-webkit-text-size-adjust:100%">
<div role="main" style="max-width:600px;margin:0 auto;padding:16px">
<h1 style="font-size:20px;line-height:1.3;margin:0 0 8px;overflow-wrap:anywhere">${escaped(title)}</h1>
${body}
</div>
</body>
</html>
`;

const soft = (margin = "4px 0 0", more = "") =>
  `class="soft" style="color:#5b616b;font-size:14px;margin:${margin}${more}"`;

function asHtml(written: Written): string {
  const { groups, left, home, zone, stopAt } = written;
  const item = ({
    category,
    title,
    more,
    at,
    link,
    leads,
  }: Told) => `<div class="card" style="background:#ffffff;border:1px solid #d9dce1;border-radius:8px;padding:12px 16px;margin:0 0 8px">
<div class="${category}" style="color:${colours[category][0]};font-size:13px;font-weight:600">${words[category]}</div>
<a class="title" dir="auto" href="${escaped(link)}" style="color:#1c1f24;font-weight:600;text-decoration:none;overflow-wrap:anywhere;display:block">${escaped(title)}</a>
${more ? `<p dir="auto" ${soft()}><span style="overflow-wrap:anywhere">${escaped(more)}</span></p>\n` : ""}<p ${soft()}>${at} (${escaped(zone)})${leads === undefined ? "" : ` · <a class="lead" href="${escaped(leads)}" style="color:#8a5a00">${escaped(new URL(leads).host)}</a>`}</p>
</div>`;
  const group = ({ origin, told }: Written["groups"][number]) =>
    `<h2 style="font-size:16px;margin:16px 0 8px;overflow-wrap:anywhere">${escaped(origin)}</h2>\n${told.map(item).join("\n")}`;
  const link = (to: string, word: string) =>
    `<a href="${escaped(to)}" style="color:#5b616b;display:inline-block;padding:8px 12px 8px 0">${word}</a>`;
  return page(
    counted(groups.reduce((sum, { told }) => sum + told.length, left)),
    `${left > 0 ? `<p ${soft()}>${leftWords(left)}</p>\n` : ""}${groups.map(group).join("\n")}
<div ${soft("24px 0 0", ";padding-top:12px;border-top:1px solid #c9cdd4")}>
<p style="margin:0">${escaped(why(written))}</p>
${link(`${home}/`, "Inbox")}${settingsAt(written)
      .map((address) => link(address, "Settings"))
      .join("")}${link(stopAt, "Stop these mails")}
</div>`,
  );
}

/** Asks whoever reads at an address whether they want the mails that somebody asked for. @param confirm the sealed part of the link */
export function confirmation({
  id,
  home,
  confirm,
  username,
}: {
  id: string;
  home: string;
  confirm: string;
  username: string;
}): Letter {
  const link = `${home}/mail/${confirm}`;
  const asked = `${username} asked Belfry (${home}/) to send notifications to this address.`;
  const otherwise =
    "If that was not you, do nothing: without it nothing more is sent here. The link is good for three days.";
  return {
    id,
    subject: "Confirm that Belfry may write to you",
    text: [asked, "", `Confirm: ${link}`, "", otherwise, ""].join("\n"),
    html: page(
      "Confirm that Belfry may write to you",
      `<div class="card" style="background:#ffffff;border:1px solid #d9dce1;border-radius:8px;padding:16px;overflow-wrap:anywhere">
<p style="margin:0 0 16px">${escaped(asked)}</p>
<a href="${escaped(link)}" style="display:inline-block;background:#8a5a00;color:#ffffff;border-radius:6px;padding:12px 20px;font-weight:600;text-decoration:none">Confirm</a>
<p ${soft("16px 0 0")}>${otherwise}</p>
</div>`,
    ),
  };
}
