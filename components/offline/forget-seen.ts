/** What this browser keeps of a person beside their settings: drafts, and what they cleared. */
const personal = /^belfry (?:draft|cleared) /;

/**
 * Forgets what was seen here, and what was written and not sent: nothing of a person stays after they have signed out. Where
 * another Belfry of this host keeps pages, they go as well.
 */
export async function forgetSeen(): Promise<void> {
  for (const key of Object.keys(localStorage)) if (personal.test(key)) localStorage.removeItem(key);
  // Only pages that came over TLS, or from this machine, have any.
  if (!("caches" in window)) return;
  const names = await caches.keys();
  await Promise.all(names.filter((name) => /^belfry .*seen /.test(name)).map((name) => caches.delete(name)));
}
