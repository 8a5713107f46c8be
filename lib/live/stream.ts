import type { Writable } from "node:stream";
import { emit } from "#lib/diagnostics.ts";
import type { Chunk } from "./event.ts";

/** What may wait for a slow reader before one more chunk; a chunk is bounded by the events told at once. */
const mostWaitingBytes = 256 * 1024;

interface StreamOptions {
  /** Where it goes: an HTTP answer. */
  sink: Writable;
  /**
   * The connection below an answer that goes out in chunks. Once its head has, chunks that are framed already, for all
   * streams at once, are one write each; Node.js frames what it is given anew for each, and writes it in four pieces.
   */
  wire?: Writable | undefined;
  /** Called once, whichever side ends it. */
  ended: () => void;
  /** Whether its reader may send broadcasts. */
  hearsBroadcasts: boolean;
  /** Whether what its reader came with still counts; left out: their account alone decides. */
  stillValid?: (() => Promise<boolean>) | undefined;
}

/** One open answer. A reader who is too slow is cut off and resumes where they were, so that nothing piles up here. */
export class Stream {
  readonly hearsBroadcasts: boolean;
  readonly stillValid: (() => Promise<boolean>) | undefined;
  /** Feeds of which its reader has more than the instance handed out yet: what is at or below is not sent again. */
  above: ReadonlyMap<number, number> | undefined;
  private readonly sink: Writable;
  private readonly wire: Writable | undefined;
  private begun = false;
  private ended: (() => void) | undefined;

  constructor({ sink, wire, ended, hearsBroadcasts, stillValid }: StreamOptions) {
    this.sink = sink;
    this.wire = wire;
    this.ended = ended;
    this.hearsBroadcasts = hearsBroadcasts;
    this.stillValid = stillValid;
    // A reader who goes away closes it; an error of theirs is no more than that.
    sink.once("close", () => this.disconnect()).on("error", () => this.disconnect());
  }

  get open(): boolean {
    return this.ended !== undefined;
  }

  push({ plain, framed }: Chunk): void {
    if (!this.open || plain.byteLength === 0) return;
    if ((this.wire ?? this.sink).writableLength <= mostWaitingBytes) {
      if (this.begun && this.wire) this.wire.write(framed);
      else this.sink.write(plain);
      this.begun = true;
    } else {
      emit("slowReader", {});
      this.disconnect();
      this.sink.destroy();
    }
  }

  /** Ends it in order; the reader may come back. */
  end(): void {
    if (!this.open) return;
    this.disconnect();
    this.sink.end();
  }

  /** Nothing is sent any more. */
  disconnect(): void {
    this.ended?.();
    this.ended = undefined;
  }
}
