import { z } from "zod";
import { endpoint } from "../endpoint.ts";

export const getOpenApi = endpoint({
  method: "get",
  path: "/api/openapi.json",
  summary: "This document",
  guard: "anyone",
  answers: {
    200: {
      description: "OpenAPI 3.1",
      body: z.looseObject({ openapi: z.string(), paths: z.record(z.string(), z.unknown()) }),
    },
    400: { description: "A parameter, of which there is none" },
  },
});
