/** An event as a program reads it; `id` is the last one seen, as browsers keep it. */
export interface ReadEvent {
  id: string;
  event: string;
  data: unknown;
}

/** Reads a stream to its end, as `EventSource` would: the body of an answer, or whatever else gives its bytes. */
export class Reader {
  readonly events: ReadEvent[] = [];
  comments = 0;
  lastId = "";
  retryMs: number | undefined;
  /** How it ended: in order, or by the error. */
  ended: true | Error | undefined;

  constructor(body: AsyncIterable<Uint8Array>) {
    void this.readAll(body);
  }

  /** Data of the events of one kind. */
  data(event: string): unknown[] {
    return this.events.filter((one) => one.event === event).map(({ data }) => data);
  }

  /** What `data.n` was in each notification, in the order they came. */
  numbers(): unknown[] {
    return this.data("notification").map((body) => (body as { data: { n: number } }).data.n);
  }

  private async readAll(body: AsyncIterable<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder();
    let rest = "";
    try {
      for await (const chunk of body) {
        const blocks = (rest + decoder.decode(chunk, { stream: true })).split("\n\n");
        rest = blocks.pop() ?? "";
        for (const block of blocks) this.take(block);
      }
      this.ended = true;
    } catch (error) {
      this.ended = error as Error;
    }
  }

  private take(block: string): void {
    let event = "message";
    let data = "";
    for (const hub of block.split("\n")) {
      const [, field = "", value = ""] = /^([^:]*)(?:: ?(.*))?$/s.exec(hub) ?? [];
      if (field === "") this.comments++;
      if (field === "id") this.lastId = value;
      if (field === "event") event = value;
      if (field === "data") data += value;
      if (field === "retry") this.retryMs = Number(value);
    }
    if (data) this.events.push({ id: this.lastId, event, data: JSON.parse(data) });
  }
}
