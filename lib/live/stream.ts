/** What may wait for a slow reader before one more chunk; a chunk is bounded by the events told at once. */
const mostWaitingBytes = 256 * 1024;

/** Why a stream broke off. Servers take an error of this name for a departure, not for a failure. */
class ReaderTooSlow extends Error {
  override name = "AbortError";
}

interface StreamOptions {
  /** Called once, whichever side ends it. */
  ended: (stream: Stream) => void;
  /** Whether its reader may send broadcasts. */
  hearsBroadcasts: boolean;
  /** Whether what its reader came with still counts; left out: their account alone decides. */
  stillValid?: (() => Promise<boolean>) | undefined;
}

/** One open answer. A reader who is too slow is cut off and resumes where they were, so that nothing piles up here. */
export class Stream {
  readonly body: ReadableStream<Uint8Array>;
  readonly hearsBroadcasts: boolean;
  readonly stillValid: (() => Promise<boolean>) | undefined;
  /** Feeds of which its reader has more than the instance handed out yet: what is at or below is not sent again. */
  above: ReadonlyMap<number, number> | undefined;
  private readonly ended: (stream: Stream) => void;
  private controller: ReadableStreamDefaultController<Uint8Array> | undefined;

  constructor({ ended, hearsBroadcasts, stillValid }: StreamOptions) {
    this.ended = ended;
    this.hearsBroadcasts = hearsBroadcasts;
    this.stillValid = stillValid;
    this.body = new ReadableStream<Uint8Array>(
      { start: (controller) => void (this.controller = controller), cancel: () => this.leave() },
      new ByteLengthQueuingStrategy({ highWaterMark: 0 }),
    );
  }

  push(chunk: Uint8Array): void {
    if (!this.controller || chunk.byteLength === 0) return;
    if (-(this.controller.desiredSize ?? 0) > mostWaitingBytes) {
      this.controller.error(new ReaderTooSlow("the reader was too slow"));
      this.leave();
      return;
    }
    this.controller.enqueue(chunk);
  }

  /** Ends it in order; the reader may come back. */
  end(): void {
    this.controller?.close();
    this.leave();
  }

  /** The reader is gone. */
  leave(): void {
    if (!this.controller) return;
    this.controller = undefined;
    this.ended(this);
  }
}
