/** An answer as handlers give it: each door writes it out in its own way. No body: there is none. */
export interface Answer {
  status: number;
  headers: Record<string, string>;
  body?: string;
}

interface More {
  status?: number;
  headers?: Record<string, string>;
}

/** An answer in JSON. */
export const json = (value: unknown, { status = 200, headers = {} }: More = {}): Answer => ({
  status,
  headers: { "Content-Type": "application/json", ...headers },
  body: JSON.stringify(value),
});

/** It is done, and there is nothing to say. */
export const noContent = (headers: Record<string, string> = {}): Answer => ({ status: 204, headers });

/** An answer as Next.js takes it. */
export const toResponse = ({ status, headers, body }: Answer): Response =>
  new Response(body ?? null, { status, headers });
