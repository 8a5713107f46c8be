/** Written alike on both sides: the server does not know the reader's zone, so the day is that of UTC. */
const written = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });

/** A day, such as `22 Nov 2026`. */
export function Day({ iso }: { iso: string }) {
  return (
    <time dateTime={iso} title={iso} className="whitespace-nowrap">
      {written.format(new Date(iso))}
    </time>
  );
}
