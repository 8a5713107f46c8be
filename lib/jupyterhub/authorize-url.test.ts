import { expect, test } from "vitest";
import { authorizeUrl } from "./authorize-url.ts";

const root = "http://127.0.0.1:8081/hub/api";
const below = "http://127.0.0.1:8081/jh/hub/api";

test.each([
  [root, undefined, "http://127.0.0.1:8081/hub/api/oauth2/authorize"],
  [root, "https://hub.example.org", "https://hub.example.org/hub/api/oauth2/authorize"],
  [root, "https://hub.example.org/", "https://hub.example.org/hub/api/oauth2/authorize"],
  [root, "https://hub.example.org/hub", "https://hub.example.org/hub/api/oauth2/authorize"],
  [root, "https://hub.example.org/hub/api", "https://hub.example.org/hub/api/oauth2/authorize"],
  [below, "https://example.org", "https://example.org/jh/hub/api/oauth2/authorize"],
  [below, "https://example.org/jh/", "https://example.org/jh/hub/api/oauth2/authorize"],
  [below, "https://example.org/jh/hub/", "https://example.org/jh/hub/api/oauth2/authorize"],
])("the API at %s, the hub at %s: %s", (apiUrl, publicUrl, url) => {
  expect(authorizeUrl(apiUrl, publicUrl)).toBe(url);
});
