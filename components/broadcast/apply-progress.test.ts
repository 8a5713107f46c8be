import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { applyProgress } from "./apply-progress.ts";
import { detailsQuery } from "./queries.ts";

beforeEach(() => vi.stubGlobal("window", { location: { pathname: "/hub/notifications/7" } }));
afterEach(() => vi.unstubAllGlobals());

const progress = { id: 7, total: 2, successful: 1, failed: 0 };

test("the table that is shown is fetched again at the end, also when it is being fetched just then", async () => {
  const queries = new QueryClient();
  const answers: ((outcome: string) => void)[] = [];
  const observer = new QueryObserver(queries, {
    queryKey: detailsQuery(7, false, 2).queryKey,
    queryFn: () => new Promise<string>((resolve) => answers.push(resolve)),
  });
  const end = observer.subscribe(() => undefined);
  applyProgress(queries, { ...progress, state: "running" });
  expect(answers, "one under way serves for what comes in meanwhile").toHaveLength(1);
  applyProgress(queries, { ...progress, state: "finished", successful: 2 });
  await vi.waitFor(() => expect(answers).toHaveLength(2));
  answers[0]?.("queued");
  answers[1]?.("delivered");
  await vi.waitFor(() => expect(observer.getCurrentResult().data).toBe("delivered"));
  end();
});
