import { afterEach, expect, test, vi } from "vitest";
import { resultOf, type Answer } from "./answer.ts";
import { messageOf, RequestError } from "./request-error.ts";
import { request, requestJson } from "./request.ts";

afterEach(() => void vi.unstubAllGlobals());

const serve = (answer: Response | Error) =>
  vi.stubGlobal("fetch", async () => {
    if (answer instanceof Error) throw answer;
    return answer;
  });

test("an answer is given as it is", async () => {
  serve(Response.json({ id: 7 }));
  expect(await requestJson("/api/inbox")).toEqual({ id: 7 });
});

test.each<[Response | Error, number, string]>([
  [Response.json({ detail: "Key was used otherwise." }, { status: 409 }), 409, "Key was used otherwise."],
  [new Response("<html>", { status: 502 }), 502, "Belfry answered with HTTP 502."],
  [new TypeError("offline"), 0, "Belfry did not answer. Check your connection."],
])("what was refused, garbled or lost has words: %o", async (answer, status, message) => {
  serve(answer);
  const error = await request("/api/inbox").catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(RequestError);
  expect(error).toMatchObject({ status, message });
  expect(messageOf(error)).toBe(message);
});

test("an action's refusal is the same error, with what is wrong with which field", () => {
  expect(resultOf({ done: 7 })).toBe(7);
  expect(resultOf({} as Answer<undefined>)).toBeUndefined();
  const errors = [{ path: "name", message: "must not be empty" }];
  const refuse = () => resultOf({ refused: { message: "name must not be empty", errors } });
  expect(refuse).toThrow(expect.objectContaining({ status: 422, errors }));
});

test("of anything else that is thrown nothing is shown", () => {
  expect(messageOf(new Error("secret"))).toBe("Belfry did not answer as expected. Try again.");
});
