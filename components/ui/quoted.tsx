import { Fragment } from "react";

/** Words of ours with words of others in quotation marks, which turn nothing around them, in whatever direction they run. */
export function Quoted({ words }: { words: string }) {
  return words
    .split(/(?<=“)(.*)(?=”)/su)
    .map((part, at) => (at % 2 === 1 ? <bdi key={at}>{part}</bdi> : <Fragment key={at}>{part}</Fragment>));
}
