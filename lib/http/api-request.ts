import type { IncomingMessage, ServerResponse } from "node:http";
import type { RequestHead } from "#lib/auth/request-head.ts";

/** A request as handlers read it: a web `Request` is one, and the server's own front makes a lighter one. */
export interface ApiRequest extends RequestHead {
  readonly method: string;
  /** With or without scheme and host. */
  readonly url: string;
  /** Aborts when its sender is gone before the answer is out. */
  readonly signal: AbortSignal;
  readonly body: AsyncIterable<Uint8Array> | null;
}

/** A request as node:http has it, with nothing made that nobody asks for (docs/decisions/0008-two-doors.md). */
export class DirectRequest implements ApiRequest {
  readonly #incoming: IncomingMessage;
  readonly #response: ServerResponse;
  #signal: AbortSignal | undefined;

  constructor(incoming: IncomingMessage, response: ServerResponse) {
    this.#incoming = incoming;
    this.#response = response;
  }

  get method(): string {
    return this.#incoming.method ?? "";
  }

  get url(): string {
    return this.#incoming.url ?? "";
  }

  get headers(): RequestHead["headers"] {
    return this;
  }

  /** One header. @param name in lower case */
  get(name: string): string | null {
    const value = this.#incoming.headers[name];
    return value === undefined ? null : String(value);
  }

  has(name: string): boolean {
    return name in this.#incoming.headers;
  }

  get signal(): AbortSignal {
    this.#signal ??= closing(this.#response);
    return this.#signal;
  }

  /** Whoever stops reading leaves the connection as it is: the answer goes out on it. */
  get body(): AsyncIterable<Uint8Array> {
    return { [Symbol.asyncIterator]: () => this.#incoming.iterator({ destroyOnReturn: false }) };
  }
}

function closing(response: ServerResponse): AbortSignal {
  const gone = new AbortController();
  response.once("close", () => {
    if (!response.writableFinished) gone.abort();
  });
  return gone.signal;
}
