import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from "node:http";

const BODY_LIMIT_BYTES = 1024 * 1024;

export function sendJson(res: ServerResponse, status: number, value: unknown, headers?: OutgoingHttpHeaders): void {
  send(res, status, "application/json", JSON.stringify(value), headers);
}

/** An error as the hub's API words it. */
export function sendHubError(
  res: ServerResponse,
  status: number,
  message: string,
  headers?: OutgoingHttpHeaders,
): void {
  sendJson(res, status, { status, message }, headers);
}

export function sendHtml(
  res: ServerResponse,
  status: number,
  title: string,
  headers?: OutgoingHttpHeaders,
  body = "",
): void {
  const page = `<!DOCTYPE html><html><head><title>${title}</title></head><body><h1>${title}</h1>${body}</body></html>`;
  send(res, status, "text/html; charset=UTF-8", page, headers);
}

function send(res: ServerResponse, status: number, type: string, text: string, headers?: OutgoingHttpHeaders): void {
  res.writeHead(status, { "Content-Type": type, "Content-Length": Buffer.byteLength(text), ...headers }).end(text);
}

/** Reads a whole body and hands it on; one of more than 1 MiB cuts the connection. A client that leaves is never handed on. */
export function readBody(req: IncomingMessage, done: (text: string) => void): void {
  const chunks: Buffer[] = [];
  let bytes = 0;
  req.on("data", (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > BODY_LIMIT_BYTES) req.destroy();
    else chunks.push(chunk);
  });
  req.on("end", () => done(Buffer.concat(chunks).toString("utf8")));
}

/** The JSON object in `text`; null for anything else. */
export function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
