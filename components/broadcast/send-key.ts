/**
 * A key that makes sending twice harmless: the server gives the first broadcast again for a repeated one. The same text
 * keeps its key until it was sent, so a try after a lost answer does not ring anybody twice.
 */
export interface SendKey {
  /** The key for what is about to be sent. */
  for: (request: unknown) => string;
  /** It was sent: the same text again is a new broadcast. */
  spend: () => void;
}

/** @param random gives a new key; the browser's own randomness unless a test says otherwise */
export function createSendKey(random: () => string = randomKey): SendKey {
  let current: { key: string; text: string } | undefined;
  return {
    for: (request) => {
      const text = JSON.stringify(request);
      if (current?.text !== text) current = { key: random(), text };
      return current.key;
    },
    spend: () => {
      current = undefined;
    },
  };
}

/** 128 random bits. `crypto.randomUUID` is missing where the page is served by plain http. */
function randomKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
