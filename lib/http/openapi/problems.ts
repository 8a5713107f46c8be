import { z } from "zod";
import type { Answer, Endpoint } from "../endpoint.ts";

const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string().describe("What went wrong, for a person"),
    message: z.string().describe("The same as detail"),
    errors: z
      .array(z.object({ path: z.string(), message: z.string() }).meta({ id: "FieldError" }))
      .optional()
      .describe("With 400: which fields are wrong"),
  })
  .meta({ id: "Problem", description: "RFC 9457" });

/** The refusals that follow from how an endpoint is declared, and its own with the body that all of them have. */
export function problemAnswers({ guard, body, takes, answers }: Endpoint): Record<number, Answer> {
  const refusals: [boolean, number, string][] = [
    // Whatever it takes, a request with too many parameters, or two hosts, is refused.
    [true, 400, "Bad input; `errors` says where"],
    [guard !== "anyone", 401, "Not signed in, or a bad token"],
    [guard !== "anyone", 403, "Not allowed"],
    [Boolean(body ?? takes), 413, "The body is larger than 256 KiB"],
    [guard !== "anyone", 429, "Too many requests; `Retry-After` says when to try again"],
    [guard !== "anyone", 503, "The database is away; `Retry-After` says when to try again"],
  ];
  const general = refusals
    .filter(([applies]) => applies)
    .map(([, status, description]) => refusal(status, description));
  const own = Object.entries(answers)
    .filter(([status, answer]) => Number(status) >= 400 && !answer.body)
    .map(([status, { description }]) => refusal(Number(status), description));
  return Object.fromEntries([...general, ...own]);
}

/** Headers that tell a program what to do about a refusal. */
const headers: Record<number, Answer["headers"]> = {
  401: { "WWW-Authenticate": "`Bearer`" },
  429: { "Retry-After": z.int().min(1).describe("In how many seconds to try again") },
  503: { "Retry-After": z.int().min(1).describe("In how many seconds to try again, where that is known") },
};

const refusal = (status: number, description: string): [number, Answer] => [
  status,
  { description, body: problem, ...(headers[status] && { headers: headers[status] }) },
];
