import { createDecipheriv, createECDH, createPublicKey, hkdfSync, randomBytes, verify } from "node:crypto";
import type { Subscription } from "../schema.ts";
import { startReceiver, type Came, type Receiver } from "./receiver.ts";

/** What was pushed, as the browser has it. */
export interface Pushed {
  message: { title: string; body: string; path: string; tag: string };
  headers: Record<string, string>;
  /** What the one who pushed says of itself, proven with the key that the browser subscribed with. */
  claims: { aud: string; exp: number; sub: string };
}

export interface PushService {
  receiver: Receiver;
  subscription: Subscription;
  /** All that came so far, opened. */
  pushed: () => Pushed[];
  close: () => Promise<void>;
}

/** Starts a push service with one browser behind it, which alone can read what is pushed. */
export async function startPushService(): Promise<PushService> {
  const receiver = await startReceiver();
  receiver.answer = () => ({ status: 201 });
  const browser = createECDH("prime256v1");
  browser.generateKeys();
  const auth = randomBytes(16);
  return {
    receiver,
    subscription: {
      endpoint: `${receiver.url}/send/4f1c`,
      expirationTime: null,
      keys: { p256dh: browser.getPublicKey("base64url"), auth: auth.toString("base64url") },
    },
    pushed: () =>
      receiver.came.map((came) => ({
        message: JSON.parse(decrypt(came.bytes, browser, auth)) as Pushed["message"],
        headers: came.headers,
        claims: provenClaims(came),
      })),
    close: () => receiver.close(),
  };
}

/** @see https://www.rfc-editor.org/rfc/rfc8291 and, for the coding, https://www.rfc-editor.org/rfc/rfc8188 */
function decrypt(bytes: Buffer, browser: ReturnType<typeof createECDH>, auth: Buffer): string {
  const salt = bytes.subarray(0, 16);
  const keyLength = bytes.readUInt8(20);
  const serverKey = bytes.subarray(21, 21 + keyLength);
  const sealed = bytes.subarray(21 + keyLength);
  const expand = (secret: Buffer, from: Buffer, info: Buffer, length: number) =>
    Buffer.from(hkdfSync("sha256", secret, from, info, length));
  const info = Buffer.concat([Buffer.from("WebPush: info\0"), browser.getPublicKey(), serverKey]);
  const ikm = expand(browser.computeSecret(serverKey), auth, info, 32);
  const key = expand(ikm, salt, Buffer.from("Content-Encoding: aes128gcm\0"), 16);
  const nonce = expand(ikm, salt, Buffer.from("Content-Encoding: nonce\0"), 12);
  const decipher = createDecipheriv("aes-128-gcm", key, nonce);
  decipher.setAuthTag(sealed.subarray(-16));
  const padded = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
  // The last record ends with a 2 and zeros.
  const end = padded.lastIndexOf(2);
  return padded.subarray(0, end).toString();
}

/** @see https://www.rfc-editor.org/rfc/rfc8292 */
function provenClaims({ headers }: Came): Pushed["claims"] {
  const [, token = "", key = ""] = /^vapid t=([\w.-]+), ?k=([\w-]+)$/.exec(headers["authorization"] ?? "") ?? [];
  const [head = "", body = "", signature = ""] = token.split(".");
  const point = Buffer.from(key, "base64url");
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((part) => part.toString("base64url"));
  const publicKey = createPublicKey({ key: { kty: "EC", crv: "P-256", x, y }, format: "jwk" });
  const given = Buffer.from(signature, "base64url");
  if (!verify("sha256", Buffer.from(`${head}.${body}`), { key: publicKey, dsaEncoding: "ieee-p1363" }, given))
    throw new Error("the signature is not the key's");
  return JSON.parse(Buffer.from(body, "base64url").toString()) as Pushed["claims"];
}
