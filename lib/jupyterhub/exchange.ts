import type { Dispatcher } from "undici";

/** One HTTP request to a hub or a lab. */
export interface ExchangeRequest {
  dispatcher: Dispatcher;
  method: "GET" | "POST";
  /** Scheme, host and port. */
  origin: string;
  /** Path and query, sent as it is: nothing here resolves `..` or decodes anything. */
  path: string;
  headers: Record<string, string>;
  body?: Uint8Array | undefined;
  /** Time for all of it, from now to the last byte of the answer. */
  timeoutMs: number;
  /** Bytes of the answer's body to read; the rest is dropped and the connection with it. */
  mostBytes: number;
  signal?: AbortSignal | undefined;
}

/** By lower-case name; a list where one came more than once. */
type Headers = Record<string, string | string[] | undefined>;

/**
 * How it ended. `unsent`: no connection, so not a byte of the request left. `cut-off`: the request may have arrived, but
 * no whole answer came. `answered`: a whole answer, or its first `mostBytes`.
 */
export interface Exchange {
  end: "answered" | "cut-off" | "unsent";
  /** The status line and headers, once they came; also of an answer that was cut off. */
  status: number | undefined;
  headers: Headers;
  body: string;
  /** Whether the body went on after `mostBytes`. */
  truncated: boolean;
  /** Why there is no whole answer: the system's code (`ECONNREFUSED`), `timeout` or `aborted`. */
  reason: string | undefined;
  durationMs: number;
}

/** A header's text; empty without one. */
export function headerOf({ headers }: Pick<Exchange, "headers">, name: string): string {
  const value = headers[name];
  return typeof value === "string" ? value : (value ?? []).join(", ");
}

/**
 * Sends one request and reads its answer, within its time and size. Follows no redirect and never throws.
 *
 * Works on undici's handlers, a level below its `request`: those tell whether the request ever had a connection, they
 * time out to the millisecond while still connecting, and they cost a quarter less CPU.
 */
export function exchange(request: ExchangeRequest): Promise<Exchange> {
  return new Promise((resolve) => new Handler(request, resolve).start());
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return "code" in error ? String(error.code) : error.message;
}

class Handler implements Dispatcher.DispatchHandler {
  readonly #request: ExchangeRequest;
  readonly #resolve: (exchange: Exchange) => void;
  #startedMs = 0;
  #timer: NodeJS.Timeout | undefined;
  #controller: Dispatcher.DispatchController | undefined;
  #stopped: string | undefined;
  #settled = false;
  #status: number | undefined;
  #headers: Headers = {};
  #chunks: Buffer[] = [];
  #bytes = 0;

  constructor(request: ExchangeRequest, resolve: (exchange: Exchange) => void) {
    this.#request = request;
    this.#resolve = resolve;
  }

  start(): void {
    const { dispatcher, method, origin, path, headers, body, timeoutMs, signal } = this.#request;
    this.#startedMs = performance.now();
    if (signal?.aborted) {
      this.#stop("aborted");
      return;
    }
    signal?.addEventListener("abort", this.#onAbort, { once: true });
    // A late timer may find the answer already in the socket: whatever has arrived by now is read first.
    this.#timer = setTimeout(() => setImmediate(() => this.#stop("timeout")), timeoutMs);
    try {
      dispatcher.dispatch(
        { origin, path, method, headers, body: body ?? null, headersTimeout: 0, bodyTimeout: 0 },
        this,
      );
    } catch (error) {
      this.#settle("unsent", reasonOf(error));
    }
  }

  readonly #onAbort = () => this.#stop("aborted");

  /** Ends it from our side. Where there is no connection yet, it is taken back as soon as there is one. */
  #stop(reason: string): void {
    if (this.#settled) return;
    this.#stopped = reason;
    this.#settle(this.#controller ? "cut-off" : "unsent", reason);
    this.#controller?.abort(new Error(reason));
  }

  /** There is a connection, and the request is about to be written to it. */
  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.#stopped) controller.abort(new Error(this.#stopped));
    else this.#controller = controller;
  }

  onResponseStart(_: Dispatcher.DispatchController, status: number, headers: Headers): void {
    if (status < 200) return;
    this.#status = status;
    this.#headers = headers;
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#settled) return;
    const room = this.#request.mostBytes - this.#bytes;
    this.#chunks.push(chunk.length > room ? chunk.subarray(0, room) : chunk);
    this.#bytes += chunk.length;
    if (chunk.length <= room) return;
    this.#settle("answered");
    controller.abort(new Error("the answer is too long"));
  }

  onResponseEnd(): void {
    this.#settle("answered");
  }

  onResponseError(_: unknown, error: Error): void {
    this.#settle(this.#controller ? "cut-off" : "unsent", reasonOf(error));
  }

  #settle(end: Exchange["end"], reason?: string): void {
    if (this.#settled) return;
    this.#settled = true;
    clearTimeout(this.#timer);
    this.#request.signal?.removeEventListener("abort", this.#onAbort);
    this.#resolve({
      end,
      status: this.#status,
      headers: this.#headers,
      body: Buffer.concat(this.#chunks).toString(),
      truncated: this.#bytes > this.#request.mostBytes,
      reason,
      durationMs: performance.now() - this.#startedMs,
    });
  }
}
