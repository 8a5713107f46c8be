/** The audience of what everybody sees, also those who come later. */
export const everyone = "everyone";

/** The audience of an origin's members, whoever they are at the time. */
export function originAudience(origin: string): string {
  return `origin:${origin}`;
}

/**
 * The audience of one person, whether they have an account yet or not: what is said to them waits for their first
 * sign-in, and a namesake of another provider never sees it.
 * @param subject the provider's unchanging id for them; a hub's is the username there
 */
export function userAudience(provider: string, subject: string): string {
  return `user:${provider}:${subject}`;
}
