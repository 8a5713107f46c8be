/** Belfry's mark: a bell in its frame. */
export function Bell({ className }: { className: string }) {
  return (
    <svg
      aria-hidden
      viewBox="4 3 24 27"
      className={className}
      fill="none"
      stroke="currentColor"
      strokeWidth="2.4"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d="M16 5v3M7 22.5c2.4-2 2.8-4.2 2.8-7.3a6.2 6.2 0 0 1 12.4 0c0 3.1.4 5.3 2.8 7.3z" />
      <path d="M13.3 26a2.8 2.8 0 0 0 5.4 0" />
    </svg>
  );
}
