import { expect, test } from "vitest";
import { blockReader } from "./read-blocks.ts";

const stream = [
  "retry: 1500\nid: a.1\n\n",
  ": still here\n\n",
  'id: b.1\nevent: notification\ndata: {"id":7}\n\n',
  "event: reset\r\ndata: {}\r\n\r\n",
  "data: one\ndata: two\n\n",
].join("");
const blocks = [
  { retryMs: 1500, id: "a.1" },
  { id: "b.1", event: "notification", data: '{"id":7}' },
  { event: "reset", data: "{}" },
  { data: "one\ntwo" },
];

test("reads the blocks of a stream, and passes over comments", () => {
  expect(blockReader()(stream)).toEqual(blocks);
});

test("wherever the stream is cut, the blocks are the same", () => {
  for (let size = 1; size < 20; size++) {
    const read = blockReader();
    const found = Array.from({ length: Math.ceil(stream.length / size) }, (_, at) =>
      read(stream.slice(at * size, (at + 1) * size)),
    ).flat();
    expect(found, `in pieces of ${size}`).toEqual(blocks);
  }
});
