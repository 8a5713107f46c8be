/** One request for a stream, and what a test does with it. */
export interface AskedStream {
  /** Where its reader stands. */
  position: string;
  /** Answers with a stream, if that was not done yet, and sends some of it. */
  send: (text: string) => void;
  /** Answers with a status and nothing else. */
  refuse: (status: number) => void;
  /** Cuts it off. */
  cut: () => void;
  /** Whether the reader gave it up. */
  aborted: () => boolean;
}

/** Stands in for a server of streams: what was asked of it, the last one last. */
export function streamServer() {
  const asked: AskedStream[] = [];
  const open = (position: string, signal: AbortSignal) =>
    new Promise<Response>((resolve, reject) => {
      const pipe = new TransformStream<Uint8Array, Uint8Array>();
      const writer = pipe.writable.getWriter();
      const response = new Response(pipe.readable);
      // Each write waits for a reader; what becomes of one whose reader is gone is told by `aborted`.
      const ignored = () => undefined;
      signal.addEventListener("abort", () => {
        reject(new DOMException("aborted", "AbortError"));
        writer.abort(new Error("aborted")).catch(ignored);
      });
      asked.push({
        position,
        send(text) {
          resolve(response);
          writer.write(new TextEncoder().encode(text)).catch(ignored);
        },
        refuse: (status) => resolve(new Response(null, { status })),
        cut() {
          reject(new TypeError("cut off"));
          writer.abort(new Error("cut off")).catch(ignored);
        },
        aborted: () => signal.aborted,
      });
    });
  const last = () => {
    const one = asked.at(-1);
    if (!one) throw new Error("no stream was asked for");
    return one;
  };
  return { open, asked, last };
}
