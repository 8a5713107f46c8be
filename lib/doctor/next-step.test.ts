import { expect, test } from "vitest";
import { nextStep } from "./next-step.ts";
import type { Check } from "./schema.ts";

const check = (name: string, state: Check["state"], todo?: string): Check => ({
  ...{ name, state, found: `${name} is ${state}` },
  ...(todo !== undefined && { todo }),
});
const well = [check("database", "ok"), check("hub", "ok"), check("lab", "ok"), check("mail", "off", "Set SMTP_URL.")];

test.each([
  ["what is wrong comes first", [check("hub", "off", "Set it."), check("clock", "wrong", "Set it right.")], false],
  ["also once a message has arrived", [check("clock", "wrong", "Set it right.")], true],
])("%s", (_, checks, delivered) => {
  expect(nextStep(checks, delivered)).toEqual({ about: "clock", todo: "Set it right." });
});

test("without a hub or a lab that is next, and mail may stay off", () => {
  expect(
    nextStep([check("mail", "off", "Set SMTP_URL."), check("hub", "off", "Set JUPYTERHUB_API_URL.")], false),
  ).toEqual({
    about: "hub",
    todo: "Set JUPYTERHUB_API_URL.",
  });
  expect(nextStep([check("hub", "ok"), check("lab", "off", "Start one.")], false)?.about).toBe("lab");
});

test("then a first message, and after it nothing", () => {
  expect(nextStep(well, false)?.about).toBe("message");
  expect(nextStep(well, true)).toBeUndefined();
});
