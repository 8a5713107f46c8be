import { expect, test } from "vitest";
import { schemasOf } from "./schemas.ts";

const quantity = "io.k8s.apimachinery.pkg.api.resource.Quantity";

const definitions = {
  "io.k8s.api.networking.v1.Ingress": {
    "x-kubernetes-group-version-kind": [{ group: "networking.k8s.io", kind: "Ingress", version: "v1" }],
    properties: { port: { type: "string", format: "int-or-string" }, size: { $ref: `#/definitions/${quantity}` } },
  },
  [quantity]: { type: "string" },
  "io.k8s.api.core.v1.Other": { properties: { name: { type: "string" } } },
};

test("a kind's schema refuses fields that it does not have, and holds what it is made of alone", () => {
  expect(schemasOf(definitions, ["networking.k8s.io/v1/Ingress"])).toEqual({
    "ingress-networking-v1.json": {
      $ref: "#/definitions/io.k8s.api.networking.v1.Ingress",
      definitions: {
        "io.k8s.api.networking.v1.Ingress": {
          "x-kubernetes-group-version-kind": [{ group: "networking.k8s.io", kind: "Ingress", version: "v1" }],
          properties: { port: { type: ["string", "number"] }, size: { $ref: `#/definitions/${quantity}` } },
          additionalProperties: false,
        },
        [quantity]: { type: ["string", "number"] },
      },
    },
  });
});

test("a kind that Kubernetes does not have is said", () => {
  expect(() => schemasOf(definitions, ["v1/Pond"])).toThrow("has no v1/Pond");
});
