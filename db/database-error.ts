/** An error of ours about the connection, with a code as the driver and Postgres give theirs. */
export function databaseError(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}
