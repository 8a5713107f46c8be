import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { expect, it } from "vitest";
import { onFreePorts } from "./on-free-ports.ts";

const listen = async (port: number) => {
  const server = createServer().listen(port, "127.0.0.1");
  await once(server, "listening");
  return server;
};

it("tries other ports where one was taken meanwhile", async () => {
  const taken = await listen(0);
  const tried: number[] = [];
  const server = await onFreePorts(2, async (first, second = 0) => {
    tried.push(second);
    return listen(tried.length === 1 ? (taken.address() as AddressInfo).port : second);
  });
  expect((server.address() as AddressInfo).port).toBe(tried[1]);
  expect(tried).toHaveLength(2);
  for (const each of [taken, server]) each.close();
});

it("gives up where it is something else, or never ends", async () => {
  await expect(onFreePorts(1, () => Promise.reject(new Error("no such file")))).rejects.toThrow("no such file");
  let times = 0;
  const always = onFreePorts(1, () => {
    times += 1;
    return Promise.reject(new Error("listen EADDRINUSE"));
  });
  await expect(always).rejects.toThrow("EADDRINUSE");
  expect(times).toBe(6);
});
