import type { Channel } from "../elect-leader.ts";

/** A channel whose tab can be frozen: it hears nothing until it thaws, and then everything at once. */
export interface FakeChannel extends Channel {
  freeze: () => void;
  thaw: () => void;
}

/** Stands in for a browser's channels, on the test's own clock. @returns what opens one by its name, for one tab */
export function fakeChannels(): (name: string) => FakeChannel {
  const all = new Map<FakeChannel, { name: string; missed: unknown[] | undefined }>();
  const deliver = (channel: FakeChannel, data: unknown) => {
    const missed = all.get(channel)?.missed;
    if (missed) missed.push(data);
    else channel.onmessage?.({ data } as MessageEvent);
  };
  return (name) => {
    const own: FakeChannel = {
      onmessage: null,
      postMessage(message) {
        const data: unknown = structuredClone(message);
        for (const [other, { name: theirs }] of all)
          if (other !== own && theirs === name) setTimeout(() => deliver(other, data), 0);
      },
      close: () => void all.delete(own),
      freeze: () => void all.set(own, { name, missed: [] }),
      thaw() {
        const missed = all.get(own)?.missed ?? [];
        all.set(own, { name, missed: undefined });
        for (const data of missed) deliver(own, data);
      },
    };
    all.set(own, { name, missed: undefined });
    return own;
  };
}
