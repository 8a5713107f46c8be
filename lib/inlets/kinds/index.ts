import type { Kinds } from "../delivery.ts";
import { alertmanager, grafana } from "./alerts.ts";
import { cloudevents } from "./cloudevents.ts";
import { github } from "./github.ts";
import { gitlab } from "./gitlab.ts";
import { json } from "./json.ts";

/** Every kind of inlet, by its name. @see docs/decisions/0032-inlets-are-translations.md */
export const kinds: Kinds = { github, gitlab, alertmanager, grafana, cloudevents, json };
