/** What came is no answer of HTTP/1.1, or one that does not say where it ends. */
export class NotHttp extends Error {
  constructor() {
    super("no HTTP answer");
  }
}

/** A status line with its headers, or the trailers, may be as long as this; a chunk's size line too. */
const mostHeadBytes = 16 * 1024;
const nothing = Buffer.alloc(0);

type State = "head" | "length" | "size" | "chunk" | "after-chunk" | "trailers" | "to-the-end" | "whole";

/**
 * Reads one answer to a GET or POST from the bytes of a connection, however they are cut.
 * @see https://www.rfc-editor.org/rfc/rfc9112#section-6.3
 */
export class AnswerReader {
  /** Of the answer itself: what a server says before it (1xx) is passed over. */
  status: number | undefined;
  /** By lower-case name; those that came more than once with commas between. */
  readonly headers = new Map<string, string>();
  /** Whether the body went on after `mostBytes`: the rest is not read, and the answer counts as whole. */
  truncated = false;
  readonly #mostBytes: number;
  #state: State = "head";
  /** The beginning of a line that is not all there. */
  #held = nothing;
  #parts: Buffer[] = [];
  #bytes = 0;
  /** Bytes of the body, or of the chunk, that are still to come. */
  #left = 0;
  #reusable = true;

  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes;
  }

  get body(): string {
    const [only = nothing, ...more] = this.#parts;
    return (more.length === 0 ? only : Buffer.concat(this.#parts)).toString();
  }

  /** Whether another request may be sent over the connection once this answer is whole. */
  get reusable(): boolean {
    return this.#reusable && !this.truncated;
  }

  /** Takes what has arrived; the bytes are the caller's again afterwards. @returns whether the answer is whole. @throws NotHttp */
  read(arrived: Buffer): boolean {
    const bytes = this.#held.length > 0 ? Buffer.concat([this.#held, arrived]) : arrived;
    this.#held = nothing;
    let at = 0;
    while (this.#state !== "whole") {
      const taken = this.#readAt(bytes, at);
      if (taken === undefined) return false;
      at += taken;
    }
    // Nobody asked for more than one.
    if (at < bytes.length) this.#reusable = false;
    return true;
  }

  /** The connection has ended. @returns whether that was the end of the answer too */
  end(): boolean {
    return this.#state === "to-the-end" || this.#state === "whole";
  }

  /** @returns how many bytes were used; nothing where more have to come */
  #readAt(bytes: Buffer, at: number): number | undefined {
    switch (this.#state) {
      case "head": {
        const head = this.#through(bytes, at, "\r\n\r\n");
        if (head === undefined) this.#requireBeginning();
        else this.#readHead(head.slice(0, -4));
        return head?.length;
      }
      case "size": {
        const line = this.#through(bytes, at, "\r\n");
        if (line !== undefined) this.#readSize(line);
        return line?.length;
      }
      case "after-chunk": {
        const line = this.#through(bytes, at, "\r\n");
        if (line !== undefined && line !== "\r\n") throw new NotHttp();
        if (line !== undefined) this.#state = "size";
        return line?.length;
      }
      case "trailers": {
        const line = this.#through(bytes, at, "\r\n");
        if (line === "\r\n") this.#state = "whole";
        return line?.length;
      }
      case "length":
      case "chunk":
      case "to-the-end":
        return this.#readBody(bytes, at);
      case "whole":
        return 0;
    }
  }

  /** The text up to and with its end; nothing, and what there is of it held, where that has not come. */
  #through(bytes: Buffer, at: number, end: string): string | undefined {
    const endsAt = bytes.indexOf(end, at, "latin1");
    if ((endsAt === -1 ? bytes.length : endsAt) - at > mostHeadBytes) throw new NotHttp();
    if (endsAt !== -1) return bytes.toString("latin1", at, endsAt + end.length);
    this.#held = Buffer.from(bytes.subarray(at));
    return undefined;
  }

  /** What is something else from its first byte on is not waited for. */
  #requireBeginning(): void {
    const beginning = this.#held.toString("latin1", 0, 7);
    if (!"HTTP/1.".startsWith(beginning)) throw new NotHttp();
  }

  #readHead(head: string): void {
    const [statusLine = "", ...lines] = head.split("\r\n");
    const [, minor, digits] = /^HTTP\/1\.([01]) ([1-9]\d\d)(?: |$)/.exec(statusLine) ?? [];
    if (digits === undefined || /[\r\n\0]/.test(statusLine)) throw new NotHttp();
    const status = Number(digits);
    if (status === 101) throw new NotHttp();
    if (status < 200) return;
    this.status = status;
    for (const line of lines) this.#readHeader(line);
    if (minor === "0" || /(^|,)\s*close\s*(,|$)/i.test(this.headers.get("connection") ?? "")) this.#reusable = false;
    this.#state = this.#framing(status);
  }

  #readHeader(line: string): void {
    const [, name, value] = /^([!#$%&'*+.^`|~\w-]+):[ \t]*([^\r\n\0]*?)[ \t]*$/.exec(line) ?? [];
    if (name === undefined || value === undefined) throw new NotHttp();
    const key = name.toLowerCase();
    const before = this.headers.get(key);
    this.headers.set(key, before === undefined ? value : `${before}, ${value}`);
  }

  /** How the body says where it ends. */
  #framing(status: number): State {
    if (status === 204 || status === 304) return "whole";
    const codings = this.headers.get("transfer-encoding");
    const length = this.headers.get("content-length");
    if (codings !== undefined) {
      // One that says both may mean to be read in two ways.
      if (length !== undefined) throw new NotHttp();
      return /(^|,)\s*chunked$/i.test(codings) ? "size" : "to-the-end";
    }
    if (length === undefined) return "to-the-end";
    if (!/^\d{1,15}$/.test(length)) throw new NotHttp();
    this.#left = Number(length);
    return this.#left === 0 ? "whole" : "length";
  }

  #readSize(line: string): void {
    const [, digits] = /^([\da-f]{1,8})[ \t]*(?:;[^\r\n\0]*)?\r\n$/i.exec(line) ?? [];
    if (digits === undefined) throw new NotHttp();
    this.#left = Number.parseInt(digits, 16);
    this.#state = this.#left === 0 ? "trailers" : "chunk";
  }

  #readBody(bytes: Buffer, at: number): number | undefined {
    const toEnd = this.#state === "to-the-end";
    const part = bytes.subarray(at, toEnd ? undefined : at + this.#left);
    if (part.length === 0) return undefined;
    const room = this.#mostBytes - this.#bytes;
    // A copy: the bytes are the caller's, who reads into the same memory again.
    this.#parts.push(Buffer.from(part.subarray(0, room)));
    this.#bytes += part.length;
    if (part.length > room) {
      this.truncated = true;
      this.#state = "whole";
    } else if (!toEnd) {
      this.#left -= part.length;
      if (this.#left === 0) this.#state = this.#state === "chunk" ? "after-chunk" : "whole";
    }
    return part.length;
  }
}
