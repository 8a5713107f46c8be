import { z } from "zod";
import { endpoint } from "../endpoint.ts";

export const getOpenApi = endpoint({
  method: "get",
  path: "/api/openapi.json",
  summary: "This document",
  description: "As `/docs/reference` shows it to people, and for generators of clients.",
  guard: "anyone",
  headers: { "if-none-match": "The `ETag` of an earlier answer: 304 while nothing has changed" },
  answers: {
    200: {
      description: "OpenAPI 3.1",
      body: z.looseObject({ openapi: z.string(), paths: z.record(z.string(), z.unknown()) }).meta({ id: "OpenApi" }),
      headers: { ETag: "For `If-None-Match`" },
    },
    304: { description: "Nothing has changed" },
    400: { description: "A parameter, of which there is none" },
  },
});
