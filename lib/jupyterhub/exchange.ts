import { AnswerReader } from "./answer-reader.ts";
import type { Connection, ConnectionPool, ConnectionUser } from "./connection-pool.ts";

/** One HTTP request to a hub, a lab or another service. */
export interface ExchangeRequest {
  pool: ConnectionPool;
  method: "GET" | "POST";
  /** Scheme, host and port. */
  origin: string;
  /** Path and query, sent as it is: nothing here resolves `..` or decodes anything. */
  path: string;
  headers: Record<string, string>;
  body?: string | Uint8Array | undefined;
  /** Time for all of it, from now to the last byte of the answer. */
  timeoutMs: number;
  /** Bytes of the answer's body to read; the rest is dropped and the connection with it. */
  mostBytes: number;
  signal?: AbortSignal | undefined;
}

/**
 * How it ended. `unsent`: no connection, so not a byte of the request left. `cut-off`: the request may have arrived, but
 * no whole answer came. `answered`: a whole answer, or its first `mostBytes`.
 */
export interface Exchange {
  end: "answered" | "cut-off" | "unsent";
  /** The status line and headers, once they came; also of an answer that was cut off. */
  status: number | undefined;
  /** By lower-case name. */
  headers: ReadonlyMap<string, string>;
  body: string;
  /** Whether the body went on after `mostBytes`. */
  truncated: boolean;
  /** Why there is no whole answer: the system's code (`ECONNREFUSED`), `timeout` or `aborted`, or a few words. */
  reason: string | undefined;
  durationMs: number;
}

/** Sends one request and reads its answer, within its time and size. Follows no redirect and never throws. */
export function exchange(request: ExchangeRequest): Promise<Exchange> {
  return new Promise((resolve) => new Exchanging(request, resolve).start());
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return "code" in error ? String(error.code) : error.message;
}

/** Visible ASCII: what can't end a line or a part of it. */
const asPath = /^\/[!-~]*$/;
const asHeader = /^[\t -~]*$/;

/** The request's own bytes. @throws TypeError for what would be read as more than one header or path */
function written({ method, origin, path, headers, body }: ExchangeRequest): string | Uint8Array {
  if (!asPath.test(path)) throw new TypeError("the path can't be sent");
  let head = `${method} ${path} HTTP/1.1\r\nhost: ${new URL(origin).host}\r\nconnection: keep-alive\r\n`;
  for (const [name, value] of Object.entries(headers)) {
    if (!asHeader.test(value)) throw new TypeError(`the header ${name} can't be sent`);
    head += `${name}: ${value}\r\n`;
  }
  if (body === undefined) return `${head}\r\n`;
  head += `content-length: ${Buffer.byteLength(body)}\r\n\r\n`;
  return typeof body === "string" ? head + body : Buffer.concat([Buffer.from(head), body]);
}

class Exchanging implements ConnectionUser {
  readonly #request: ExchangeRequest;
  readonly #resolve: (exchange: Exchange) => void;
  readonly #answer: AnswerReader;
  #startedMs = 0;
  #timer: NodeJS.Timeout | undefined;
  #text: string | Uint8Array = "";
  #connection: Connection | undefined;
  #sent = false;
  #settled = false;

  constructor(request: ExchangeRequest, resolve: (exchange: Exchange) => void) {
    this.#request = request;
    this.#resolve = resolve;
    this.#answer = new AnswerReader(request.mostBytes);
  }

  start(): void {
    const { timeoutMs, signal } = this.#request;
    this.#startedMs = performance.now();
    if (signal?.aborted) return this.#stop("aborted");
    try {
      this.#text = written(this.#request);
      this.#connect();
    } catch (error) {
      return this.#settle("unsent", reasonOf(error));
    }
    signal?.addEventListener("abort", this.#onAbort, { once: true });
    // A late timer may find the answer already in the socket: whatever has arrived by now is read first.
    this.#timer = setTimeout(() => setImmediate(() => this.#stop("timeout")), timeoutMs);
  }

  onConnect(): string | Uint8Array {
    this.#sent = true;
    return this.#text;
  }

  onData(bytes: Buffer): void {
    try {
      if (!this.#answer.read(bytes)) return;
    } catch (error) {
      return this.#stop(reasonOf(error));
    }
    this.#settle("answered");
    if (this.#answer.reusable) this.#free();
    else this.#connection?.destroy();
  }

  onClose(error: Error | undefined): void {
    if (this.#settled) return;
    // The other side had ended it before: nothing was written.
    if (!this.#sent && this.#connection?.reused) return this.#connect();
    if (!error && this.#answer.end()) this.#settle("answered");
    else this.#settle(this.#sent ? "cut-off" : "unsent", error ? reasonOf(error) : "no whole answer");
  }

  #connect(): void {
    this.#connection = this.#request.pool.take(this.#request.origin);
    this.#connection.use(this);
  }

  /** One turn later, when what else the other side may have sent has been read. */
  #free(): void {
    const connection = this.#connection;
    const [, seconds] = /timeout=(\d+)/i.exec(this.#answer.headers.get("keep-alive") ?? "") ?? [];
    // The other side begins to count before us.
    const forMs = seconds === undefined ? Infinity : Number(seconds) * 1000 - 1000;
    setImmediate(() => connection && this.#request.pool.free(connection, forMs));
  }

  readonly #onAbort = () => this.#stop("aborted");

  /** Ends it from our side, with its connection. */
  #stop(reason: string): void {
    if (this.#settled) return;
    this.#settle(this.#sent ? "cut-off" : "unsent", reason);
    this.#connection?.destroy();
  }

  #settle(end: Exchange["end"], reason?: string): void {
    if (this.#settled) return;
    this.#settled = true;
    clearTimeout(this.#timer);
    this.#request.signal?.removeEventListener("abort", this.#onAbort);
    const { status, headers, body, truncated } = this.#answer;
    this.#resolve({ end, status, headers, body, truncated, reason, durationMs: performance.now() - this.#startedMs });
  }
}
