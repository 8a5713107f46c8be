/** The next Monday's morning at 8, by this browser's clock; on a Monday the one of next week. */
export function nextMonday(now: Date): Date {
  const days = (8 - now.getDay()) % 7 || 7;
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, 8);
}
