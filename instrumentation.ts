/** Runs once when the server starts, before it answers anything. A failed start ends the process with one line. */
export async function register(): Promise<void> {
  if (process.env["NEXT_RUNTIME"] !== "nodejs") return;
  const { start, startInstance } = await import("#lib/start-instance.ts");
  await start(startInstance);
}
