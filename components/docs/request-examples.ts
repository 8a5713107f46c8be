import type { Operation } from "./openapi.ts";

export const languages = { curl: "curl", python: "Python", typescript: "TypeScript" } as const;
export type Language = keyof typeof languages;

/** What each example begins with: where Belfry is, and the token. */
export const preambles: Record<Language, string> = {
  curl: `export BELFRY_URL=https://belfry.example.org BELFRY_TOKEN=blf_…`,
  python: [
    "import os, requests",
    "",
    'url = os.environ["BELFRY_URL"]',
    "belfry = requests.Session()",
    `belfry.headers["Authorization"] = f"Bearer {os.environ['BELFRY_TOKEN']}"`,
  ].join("\n"),
  typescript: [
    "const { BELFRY_URL: url, BELFRY_TOKEN: token } = process.env;",
    'const headers = { Authorization: `Bearer ${token}`, "Content-Type": "application/json" };',
  ].join("\n"),
};

interface Asked extends Pick<Operation, "parameters" | "requestBody" | "responses" | "security"> {
  method: string;
  path: string;
}

/** How a request is made, in each language, with the example of its body. */
export function requestExamples(asked: Asked): Record<Language, string> {
  return { curl: curl(asked), python: python(asked), typescript: typescript(asked) };
}

const bodyOf = ({ requestBody }: Asked) => requestBody?.content["application/json"]?.example;
const answerOf = ({ responses }: Asked) =>
  Object.entries(responses)
    .filter(([status]) => status.startsWith("2"))
    .flatMap(([, { content }]) => Object.keys(content ?? {}))[0];

/** The address with what stands in its path, and a query that begins a use of it. */
function addressOf({ path, parameters = [] }: Asked): string {
  const named = new Map(parameters.filter((each) => each.in === "path").map((each) => [each.name, each.example]));
  return path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent((named.get(name) ?? name) as string | number),
  );
}

const needsToken = ({ security = [] }: Asked) => security.length > 0;
const isStream = (asked: Asked) => answerOf(asked) === "text/event-stream";

function curl(asked: Asked): string {
  const body = bodyOf(asked);
  const method = asked.method.toUpperCase();
  return [
    ["curl", isStream(asked) && "-N", method !== "GET" && `-X ${method}`, `"$BELFRY_URL${addressOf(asked)}"`]
      .filter(Boolean)
      .join(" "),
    needsToken(asked) && '-H "Authorization: Bearer $BELFRY_TOKEN"',
    body !== undefined && '-H "Content-Type: application/json"',
    body !== undefined && `-d '${JSON.stringify(body, null, 2).replaceAll("'", `'\\''`)}'`,
  ]
    .filter(Boolean)
    .join(" \\\n  ");
}

function python(asked: Asked): string {
  const body = bodyOf(asked);
  const type = answerOf(asked);
  const more = [isStream(asked) && ", stream=True", body !== undefined && `, json=${pythonOf(body)}`].filter(Boolean);
  const call = `belfry.${asked.method}(url + "${addressOf(asked)}"${more.join("")})`;
  return [
    `answer = ${call}`,
    "answer.raise_for_status()",
    isStream(asked) && "for line in answer.iter_lines(decode_unicode=True):\n    print(line)",
    type === "application/json" && "print(answer.json())",
    type?.startsWith("text/") && !isStream(asked) && "print(answer.text)",
  ]
    .filter(Boolean)
    .join("\n");
}

/** A JSON value as Python writes it. @param indent of the line that it begins on */
export function pythonOf(value: unknown, indent = ""): string {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value !== "object") return JSON.stringify(value);
  const deeper = `${indent}    `;
  const lines = Array.isArray(value)
    ? value.map((each) => pythonOf(each, deeper))
    : Object.entries(value).map(([key, each]) => `${JSON.stringify(key)}: ${pythonOf(each, deeper)}`);
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  return lines.length === 0
    ? `${open}${close}`
    : `${open}\n${lines.map((line) => `${deeper}${line},\n`).join("")}${indent}${close}`;
}

function typescript(asked: Asked): string {
  const body = bodyOf(asked);
  const type = answerOf(asked);
  const method = asked.method.toUpperCase();
  const parts = [
    method !== "GET" && `method: "${method}"`,
    needsToken(asked) && "headers",
    body !== undefined && `body: JSON.stringify(${scriptOf(body)})`,
  ].filter(Boolean);
  const whole = body === undefined ? `{ ${parts.join(", ")} }` : `{\n  ${parts.join(",\n  ")},\n}`;
  return [
    `const answer = await fetch(\`\${url}${addressOf(asked)}\`${parts.length > 0 ? `, ${whole}` : ""});`,
    "if (!answer.ok) throw new Error((await answer.json()).detail);",
    isStream(asked) &&
      "for await (const text of answer.body.pipeThrough(new TextDecoderStream())) process.stdout.write(text);",
    type === "application/json" && "console.log(await answer.json());",
    type?.startsWith("text/") && !isStream(asked) && "console.log(await answer.text());",
  ]
    .filter(Boolean)
    .join("\n");
}

const scriptOf = (value: unknown) =>
  JSON.stringify(value, null, 2)
    .replace(/^(\s*)"([A-Za-z_]\w*)":/gm, "$1$2:")
    .replaceAll("\n", "\n  ");
