/** A header of a mail, unfolded; and its parts by type, decoded. */
export function readMail(raw: string): { header: (name: string) => string | undefined; text: string; html: string } {
  const [head = "", ...rest] = raw.split("\r\n\r\n");
  const unfolded = head.replace(/\r\n[ \t]+/g, " ");
  const header = (name: string) => {
    const found = new RegExp(`^${name}: (.*)$`, "im").exec(unfolded)?.[1];
    // What is no ASCII comes in words of its own. https://www.rfc-editor.org/rfc/rfc2047
    return found
      ?.replace(/\?= =\?/g, "?==?")
      .replace(/=\?UTF-8\?Q\?(.*?)\?=/gi, (_, word: string) => fromQuoted(word.replaceAll("_", " ")));
  };
  const boundary = /boundary="([^"]+)"/.exec(unfolded)?.[1] ?? "";
  const parts = rest.join("\r\n\r\n").split(`--${boundary}`);
  const part = (type: string) => {
    const found = parts.find((each) => each.includes(`Content-Type: ${type}`)) ?? "";
    const [partHead = "", ...body] = found.split("\r\n\r\n");
    const text = body.join("\r\n\r\n");
    if (/quoted-printable/.test(partHead)) return fromQuoted(text);
    return /base64/.test(partHead) ? Buffer.from(text, "base64").toString() : text;
  };
  return { header, text: part("text/plain"), html: part("text/html") };
}

function fromQuoted(text: string): string {
  const bytes = text
    .replace(/=\r\n/g, "")
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1").toString();
}
