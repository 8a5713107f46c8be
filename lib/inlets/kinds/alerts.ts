import { z } from "zod";
import type { Category } from "#lib/inbox/schema.ts";
import type { Draft, Kind, Translated } from "../delivery.ts";
import { firstLine, momentOf, present, readAs, someText, webAddress } from "../read-as.ts";

const texts = z
  .record(z.string(), z.string())
  .nullish()
  .transform((given) => given ?? {});

const alert = z.object({
  status: z.enum(["firing", "resolved"]),
  labels: texts,
  annotations: texts,
  startsAt: someText,
  endsAt: someText,
  generatorURL: someText,
  panelURL: someText,
  dashboardURL: someText,
  fingerprint: someText,
});
type Alert = z.output<typeof alert>;

const group = z.object({ alerts: z.array(alert).max(500, "holds more than 500 alerts"), externalURL: someText });

/** By the label `severity`, as rules commonly have it. */
const severities: Record<string, Category> = {
  critical: "error",
  page: "error",
  error: "error",
  high: "error",
  warning: "warning",
  info: "info",
  none: "info",
  low: "info",
};

function draftOf({ status, labels, annotations, ...one }: Alert, externalURL: string | undefined): Draft {
  const name = labels["alertname"] ?? "Alert";
  const category = status === "resolved" ? "success" : severities[labels["severity"]?.toLowerCase() ?? ""];
  const data = {
    title: `${status === "resolved" ? "Resolved: " : ""}${firstLine(annotations["summary"]) ?? name}`,
    message: annotations["description"] ?? annotations["message"],
    url: [one.panelURL, one.dashboardURL, one.generatorURL, externalURL].map(webAddress).find(Boolean),
    status,
    alert: name,
    labels,
    fingerprint: one.fingerprint,
  };
  return {
    type: "alert",
    category: category ?? "warning",
    data: present(data),
    timestamp: momentOf(status === "resolved" ? one.endsAt : one.startsAt),
  };
}

function translate(json: unknown): Translated {
  const { alerts, externalURL } = readAs(group, json);
  if (alerts.length === 0) return { ignored: "There is no alert in it." };
  return { drafts: alerts.map((one) => draftOf(one, externalURL)) };
}

const kind: Kind = { proof: "bearer", translate: ({ json }) => translate(json) };

/** Prometheus' Alertmanager, version 4 of its webhook. @see https://prometheus.io/docs/alerting/latest/configuration/#webhook_config */
export const alertmanager = kind;

/** Grafana's webhook contact point, which says the same and more. @see https://grafana.com/docs/grafana/latest/alerting/configure-notifications/manage-contact-points/integrations/webhook-notifier/ */
export const grafana = kind;
