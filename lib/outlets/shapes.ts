import type { Category, Notification } from "#lib/inbox/schema.ts";
import { linkOf, plain, sentence } from "#lib/inbox/sentence.ts";
import type { OutletShape } from "./schema.ts";

/** What a receiver is sent of a notification. */
export type Sendable = Pick<Notification, "id" | "timestamp" | "type" | "category" | "origin" | "data">;

/** Where and what to post, as JSON. */
export interface Shaped {
  url: string;
  json: object;
}

/** A notification as its receiver understands it. @param url of the outlet */
export function shaped(shape: OutletShape | null, url: string, one: Sendable): Shaped {
  if (shape === null) {
    const { id, timestamp, type, category, origin, data } = one;
    return { url, json: { id, timestamp, type, category, origin, data } };
  }
  return shapes[shape](url, wordsOf(one));
}

interface Words {
  title: string;
  /** By whom, and in whose words; its origin comes first. */
  more: string;
  link: string | undefined;
  category: Category;
  timestamp: number;
}

function wordsOf(one: Sendable): Words {
  const said = sentence(one);
  return {
    title: plain(said).slice(0, 250).toWellFormed() || one.type,
    more: [one.origin, ...said.meta].join(" · ").slice(0, 1500).toWellFormed(),
    link: linkOf(one.data),
    category: one.category,
    timestamp: one.timestamp,
  };
}

const colours: Record<Category, string> = { info: "#2563b0", success: "#1b7a3d", warning: "#a85d00", error: "#b3261e" };

const shapes: Record<OutletShape, (url: string, words: Words) => Shaped> = {
  slack: (url, { title, more, link, category }) => {
    const first =
      link === undefined ? escaped(title) : `<${link.replaceAll("|", "%7C").replaceAll(">", "%3E")}|${escaped(title)}>`;
    return {
      url,
      json: {
        text: title,
        attachments: [{ color: colours[category], fallback: title, text: `*${first}*\n${escaped(more)}` }],
      },
    };
  },
  teams: (url, { title, more, link }) => ({
    url,
    json: {
      type: "message",
      attachments: [
        {
          contentType: "application/vnd.microsoft.card.adaptive",
          contentUrl: null,
          content: {
            $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
            type: "AdaptiveCard",
            version: "1.4",
            body: [
              { type: "TextBlock", text: unmarked(title), weight: "Bolder", wrap: true },
              { type: "TextBlock", text: unmarked(more), isSubtle: true, wrap: true },
            ],
            ...(link !== undefined && { actions: [{ type: "Action.OpenUrl", title: "Open", url: link }] }),
          },
        },
      ],
    },
  }),
  discord: (url, { title, more, link, category, timestamp }) => ({
    url,
    json: {
      embeds: [
        {
          // The longest that Discord takes.
          title: unmarked(title).slice(0, 256),
          description: unmarked(more),
          ...(link !== undefined && { url: link }),
          color: parseInt(colours[category].slice(1), 16),
          timestamp: new Date(timestamp).toISOString(),
        },
      ],
      // Nobody is called by what a publisher writes.
      allowed_mentions: { parse: [] },
    },
  }),
  ntfy: (url, { title, more, link, category }) => {
    const server = new URL(url);
    const parts = partsOf(server);
    const topic = parts.pop() ?? "";
    server.pathname = `/${parts.join("/")}`;
    const priorities = { info: 3, success: 3, warning: 4, error: 5 };
    const tags = {
      info: "information_source",
      success: "white_check_mark",
      warning: "warning",
      error: "rotating_light",
    };
    return {
      url: server.href,
      json: {
        topic,
        title,
        message: more,
        priority: priorities[category],
        tags: [tags[category]],
        ...(link !== undefined && { click: link }),
      },
    };
  },
};

const partsOf = ({ pathname }: URL) => pathname.split("/").filter(Boolean);

/** Slack's three: with them escaped nothing in a text is a link or calls anybody. */
const escaped = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** Markdown's marks, so that what somebody publishes is text there too. */
const unmarked = (text: string) => text.replace(/[\\`*_{}[\]()#+~|<>-]/g, (mark) => `\\${mark}`);
