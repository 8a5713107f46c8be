import type { IncomingMessage, ServerResponse } from "node:http";
import type { LabChange, UserChange } from "./records.ts";
import { parseObject, readBody, sendHubError, sendJson } from "./respond.ts";
import type { HubState } from "./state.ts";

/**
 * `/_simulated/…`, for tests in another process: GET `state`, GET `labs` (`?username=`) with all arrivals,
 * POST `labs` a LabChange, POST `users` a UserChange, POST `hub` any of HubSettings, POST `reset`, POST `forget`. A wrong value: 400.
 */
export function answerControl(state: HubState, req: IncomingMessage, res: ServerResponse, url: URL): void {
  const request = `${req.method} ${url.pathname.slice("/_simulated/".length)}`;
  if (request === "GET state") return sendJson(res, 200, state.snapshot());
  if (request === "GET labs") {
    const username = url.searchParams.get("username");
    return sendJson(
      res,
      200,
      state.labs.filter((lab) => username === null || lab.username === username),
    );
  }
  const change = changes[request];
  if (change === undefined) return sendHubError(res, 404, `There is no ${request} here.`);
  readBody(req, (text) => {
    const body = text === "" ? {} : parseObject(text);
    if (body === null) return sendHubError(res, 400, "The body must be a JSON object.");
    try {
      sendJson(res, 200, change(state, body));
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      sendHubError(res, 400, error.message);
    }
  });
}

/** Bodies are checked by the state, value by value. */
const changes: Record<string, (state: HubState, body: object) => unknown> = {
  "POST labs": (state, body) => state.setLab(body as LabChange),
  "POST users": (state, body) => {
    const { name, admin, groups } = state.setUser(body as UserChange);
    return { name, admin, groups };
  },
  "POST hub": (state, body) => state.setHub(body),
  "POST reset": (state) => state.reset(),
  "POST forget": (state) => state.forget(),
};
