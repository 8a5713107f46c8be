import { expect, it } from "vitest";
import type { Stored } from "#lib/bus/committed.ts";
import { StoredHere } from "./stored-here.ts";

const stored = (feedId: number, ...seqs: number[]): Stored[] =>
  seqs.map((seq) => ({ feedId, seq, id: 100 + seq, text: () => `{"seq":${seq}}` }));
const seqs = (here: StoredHere, feedId: number, after: number, upTo: number) =>
  here.take({ feedId, after, upTo })?.map(({ seq }) => seq);

it("gives the whole of a stretch, once", () => {
  const here = new StoredHere();
  here.add([...stored(1, 5), ...stored(2, 1)]);
  here.add(stored(1, 6, 7));
  expect(here.take({ feedId: 1, after: 4, upTo: 6 })).toEqual([
    { feedId: 1, seq: 5, id: 105, event: 'event: notification\ndata: {"seq":5}\n\n' },
    { feedId: 1, seq: 6, id: 106, event: 'event: notification\ndata: {"seq":6}\n\n' },
  ]);
  expect(seqs(here, 1, 4, 6)).toBeUndefined();
  expect(seqs(here, 1, 6, 7)).toEqual([7]);
  expect(seqs(here, 2, 0, 1)).toEqual([1]);
});

it("gives nothing where others stored a part of it, and forgets what was here", () => {
  const here = new StoredHere();
  here.add(stored(1, 3, 4, 6));
  expect(seqs(here, 1, 3, 5)).toBeUndefined();
  expect(seqs(here, 1, 3, 4)).toBeUndefined();
  expect(seqs(here, 1, 5, 6)).toEqual([6]);
});

it("keeps no more than is worth it", () => {
  const here = new StoredHere();
  for (let feedId = 1; feedId <= 1000; feedId++) here.add(stored(feedId, 1));
  expect(seqs(here, 1, 0, 1)).toEqual([1]);
  here.add(stored(1001, 1, 2));
  expect(seqs(here, 2, 0, 1)).toBeUndefined();
  expect(seqs(here, 1001, 0, 2)).toBeUndefined();
  here.add(stored(2, 1));
  expect(seqs(here, 2, 0, 1)).toEqual([1]);
});
