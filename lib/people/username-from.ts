/**
 * What somebody is called here whom a provider calls `name`: the same, with what a username can't hold taken out.
 * Spaces and slashes become dashes; characters that can't be seen go, as two names that look alike must be one, and the
 * second of them refused.
 * @returns nothing when no username is left, or a longer one than 254 characters
 */
export function usernameFrom(name: string): string | undefined {
  const username = name
    .normalize("NFC")
    .replace(/[\s/]+/gu, " ")
    // Fillers, variation selectors and Braille's blank leave no trace either.
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}\u2800]/gu, "")
    .trim()
    .replaceAll(" ", "-");
  return username.length > 0 && username.length <= 254 ? username : undefined;
}
