/** What next-auth's error codes, which come back in the address, mean for the person who tried. */
const words = new Map([
  ["CredentialsSignin", "The username or the password is wrong."],
  ["SessionRequired", "Your session has ended. Sign in again."],
]);

/** The words for an error code; nothing without one. */
export function errorWords(code: string): string;
export function errorWords(code: string | undefined): string | undefined;
export function errorWords(code: string | undefined): string | undefined {
  if (code === undefined) return undefined;
  return words.get(code) ?? "Signing in did not work. Try again.";
}

/** When to try again after too many wrong passwords. `waitS` in seconds. */
export function tooManyWords(waitS: number): string {
  const minutes = Math.ceil(waitS / 60);
  return `Too many wrong passwords for this name. Try again in ${minutes === 1 ? "1 minute" : `${minutes} minutes`}.`;
}
