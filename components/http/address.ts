/** An address of ours as the browser must ask for it: below the path the application is served at. */
export function address(path: `/${string}`): string {
  return `${process.env.NEXT_PUBLIC_BASE_PATH ?? ""}${path}`;
}
