/** The broadcast that the page's address names, `?broadcast=12`; nothing if it names none. */
export function openedBroadcast(given: string | null | undefined): number | undefined {
  return given !== null && given !== undefined && /^[1-9]\d{0,14}$/.test(given) ? Number(given) : undefined;
}
