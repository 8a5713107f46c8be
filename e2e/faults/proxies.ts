import { spawn } from "node:child_process";
import { once } from "node:events";
import { chownSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { unprivileged } from "#db/embedded/unprivileged.ts";
import { partOf } from "#scripts/faults/parts.ts";
import { onFreePorts } from "#scripts/on-free-ports.ts";
import { login, type RealPostgres } from "./postgres.ts";

/** A real proxy before some instances. */
export interface Proxy {
  url: string;
  /** What it wrote of its troubles. */
  log: () => string;
  stop: () => Promise<void>;
}

const hostOf = (url: string) => new URL(url).host;

/** nginx as it is configured with the least: HTTP/1.0 to the instances, and one that fails once is left out for 10 s. */
export function startNginx(instances: readonly string[]): Promise<Proxy> {
  return onFreePorts(1, (port = 0) => startNginxAt(port, instances));
}

function startNginxAt(port: number, instances: readonly string[]): Promise<Proxy> {
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((name) => `${name}_temp_path ${name};`);
  return startProxy(
    port,
    (folder) => [partOf("nginx"), "-p", folder, "-e", "log", "-c", "conf"],
    `daemon off; pid pid; error_log log warn; worker_processes 1; ${process.getuid?.() === 0 ? "user root;" : ""}
events { worker_connections 512; }
http {
  access_log off; ${temporary.join(" ")}
  upstream belfry { ${instances.map((url) => `server ${hostOf(url)};`).join(" ")} }
  server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass http://belfry;
      proxy_set_header Host $http_host;
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
      add_header X-Upstream $upstream_addr always;
    }
  }
}
`,
  );
}

/** haproxy, which asks `/readyz` twice a second and keeps its connections. */
export function startHaproxy(instances: readonly string[]): Promise<Proxy> {
  return onFreePorts(1, (port = 0) => startHaproxyAt(port, instances));
}

function startHaproxyAt(port: number, instances: readonly string[]): Promise<Proxy> {
  return startProxy(
    port,
    () => [partOf("haproxy"), "-f", "conf"],
    `defaults
  mode http
  timeout connect 2s
  timeout client 60s
  timeout server 60s
  option forwardfor
  option redispatch 1
frontend people
  bind 127.0.0.1:${port}
  default_backend belfry
backend belfry
  option httpchk GET /readyz
${instances.map((url, n) => `  server s${n} ${hostOf(url)} check inter 500ms fall 2 rise 1`).join("\n")}
`,
  );
}

/** pgbouncer before a server, with a few connections to it for all who come. @returns Belfry's address of it */
export async function startPgbouncer(
  { port: behind }: Pick<RealPostgres, "port">,
  mode: "session" | "transaction" | "statement",
): Promise<Proxy> {
  const proxy = await onFreePorts(1, (port = 0) =>
    startProxy(
      port,
      (folder) => [partOf("pgbouncer"), path.join(folder, "conf")],
      `[databases]
${login.database} = host=127.0.0.1 port=${behind} user=${login.user} password='${login.password}'
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = any
pool_mode = ${mode}
default_pool_size = 30
`,
    ),
  );
  const { user, password, database } = login;
  return { ...proxy, url: `postgres://${user}:${encodeURIComponent(password)}@${hostOf(proxy.url)}/${database}` };
}

async function startProxy(port: number, command: (folder: string) => string[], conf: string): Promise<Proxy> {
  const folder = mkdtempSync(path.join(tmpdir(), "belfry-proxy-"));
  writeFileSync(path.join(folder, "conf"), conf);
  writeFileSync(path.join(folder, "log"), "");
  const [program = "", ...args] = command(`${folder}/`);
  // A pooler does not run as root.
  const account = program === partOf("pgbouncer") ? unprivileged() : {};
  if ("uid" in account) for (const name of ["", "conf"]) chownSync(path.join(folder, name), account.uid, account.gid);
  const child = spawn(program, args, { cwd: folder, stdio: ["ignore", "pipe", "pipe"], ...account });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const exited = once(child, "exit");
  const log = () => said + readFileSync(path.join(folder, "log"), "utf8");
  while (!(await isOpen(port))) {
    if (child.exitCode !== null) {
      const why = log().replace(/address already in use/i, "$& (EADDRINUSE)");
      rmSync(folder, { recursive: true, force: true });
      throw new Error(`${program} did not start: ${why}`);
    }
    await sleep(50);
  }
  return {
    url: `http://127.0.0.1:${port}`,
    log,
    async stop() {
      child.kill("SIGTERM");
      await exited;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function isOpen(port: number): Promise<boolean> {
  const socket = connect(port, "127.0.0.1");
  try {
    await once(socket, "connect");
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
