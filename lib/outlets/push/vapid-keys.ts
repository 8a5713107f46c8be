import { createECDH, hkdfSync } from "node:crypto";

/** A key pair on P-256, in base64url: a point, uncompressed, and a number. */
export interface VapidKeys {
  publicKey: string;
  privateKey: string;
}

const orderOfP256 = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

/**
 * The keys that browsers know Belfry by. They follow from `AUTH_SECRET`, so they last as long, and every instance has the same: with
 * others a browser's subscription would be worth nothing.
 * @see https://www.rfc-editor.org/rfc/rfc8292
 */
export function vapidKeys(authSecret: string): VapidKeys {
  // As many bits more as make the number as good as even over all there are: NIST SP 800-56A, 5.6.1.2.1.
  const drawn = BigInt(`0x${Buffer.from(hkdfSync("sha256", authSecret, "", "belfry vapid", 48)).toString("hex")}`);
  const privateKey = Buffer.from(((drawn % (orderOfP256 - 1n)) + 1n).toString(16).padStart(64, "0"), "hex");
  const ecdh = createECDH("prime256v1");
  ecdh.setPrivateKey(privateKey);
  return { publicKey: ecdh.getPublicKey("base64url"), privateKey: privateKey.toString("base64url") };
}
