/** How far the story is. */
export type Told = "not yet" | "now" | "told";

interface Shown {
  belfry: string;
  username: string;
  password: string;
  labs: number;
  told: Told;
}

const style = `
  :root { color-scheme: light dark; --ink: #1b1f24; --meta: #59636e; --line: #d5dae0; --ground: #f4f6f8; --face: #fff; --accent: #8a5a00; --on: #fff }
  @media (prefers-color-scheme: dark) {
    :root { --ink: #e8ebef; --meta: #9ba5b0; --line: #343b44; --ground: #14181d; --face: #1c2127; --accent: #f0b240; --on: #1b1400 }
  }
  * { box-sizing: border-box }
  body { margin: 0; padding: 24px 16px; background: var(--ground); color: var(--ink); font: 14px/1.5 system-ui, sans-serif }
  main { max-width: 64ch; margin: 0 auto; padding: 24px; background: var(--face); border: 1px solid var(--line); border-radius: 8px }
  h1 { margin: 0 0 4px; font-size: 20px } h2 { margin: 24px 0 8px; font-size: 14px }
  p, ol { margin: 0 0 12px } ol { padding-left: 20px } li { margin: 4px 0 }
  a { color: var(--accent) } .meta { color: var(--meta) } code { font: 13px ui-monospace, monospace; overflow-wrap: anywhere }
  form { display: flex; flex-wrap: wrap; gap: 8px; margin: 16px 0 }
  button { min-height: 44px; padding: 0 16px; border: 1px solid var(--line); border-radius: 6px; background: var(--face); color: var(--ink); font: inherit; cursor: pointer }
  button.first { border-color: var(--accent); background: var(--accent); color: var(--on); font-weight: 600 }
  button:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px }
`;

const words: Record<Told, string> = {
  "not yet": "It begins when you open one of them, and takes a minute.",
  now: "It is under way; the pages show it as it happens.",
  told: "It has happened. What it left is in the inbox and under past broadcasts.",
};

/** The demo's page, as HTML. @param shown what stands on it; all of it is of the demo's own making */
export function welcomePage({ belfry, username, password, labs, told }: Shown): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Belfry, a demo</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>Belfry, a demo</h1>
<p class="meta">Running on this machine with a simulated hub of ${labs} labs: some slow, some hung, some crashed, some without the extension.</p>
<form method="post" action="/open">
<button class="first" name="to" value="/">Open the inbox</button>
<button name="to" value="/hub/notifications">Open the broadcasts</button>
</form>
<p class="meta">Either signs you in as <code>${username}</code>.</p>

<h2>What happens while you look</h2>
<p>${words[told]}</p>
<ol>
<li>A broadcast goes to every lab. Under Broadcast you see each lab answer, and what became of those that did not.</li>
<li>A build of the package <b>zlib</b> starts and fails. It is told in <b>core</b>, an origin: a group of packages with people of its own.</li>
<li>A fix is built, and is promoted to unstable and then to stable.</li>
<li>The origin <b>cnunciato</b> is told of that too: its package <b>ghost</b> depends on zlib.</li>
</ol>
<form method="post" action="/story">
<button${told === "now" ? " disabled" : ""}>Play it ${told === "not yet" ? "now" : "again"}</button>
</form>

<h2>By hand</h2>
<p>Belfry is at <a href="${belfry}">${belfry}</a>; sign in as <code>${username}</code> with <code>${password}</code>.</p>
<p><code>npm run demo -- --send "Maintenance at 18:00" --type warning</code></p>
</main>
</body>
</html>
`;
}
