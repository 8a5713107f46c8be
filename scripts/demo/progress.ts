/**
 * Says what is being done, on one line of standard error: with the seconds so far at a terminal, and how long it took at the end.
 * @param what such as `building the pages`
 */
export async function withProgress<T>(what: string, work: () => Promise<T>): Promise<T> {
  const began = performance.now();
  const seconds = () => Math.round((performance.now() - began) / 1000);
  const { isTTY } = process.stderr;
  const show = () => process.stderr.write(`\r\u001b[Kbelfry: ${what} … ${seconds()} s`);
  if (!isTTY) process.stderr.write(`belfry: ${what} …\n`);
  const showing = isTTY ? setInterval(show, 1000) : undefined;
  if (isTTY) show();
  let how = "failed after";
  try {
    const done = await work();
    how = "took";
    return done;
  } finally {
    clearInterval(showing);
    process.stderr.write(`${isTTY ? "\r\u001b[K" : ""}belfry: ${what} ${how} ${seconds()} s\n`);
  }
}
