/** Which part of a long list is shown; it stands in the address, so that it outlives a reload and can be sent on. */
export interface ListPlace {
  /** A part of a name. */
  find: string;
  /** 1 is the first. */
  page: number;
}

/** The address of a part of a list, below `path`. What is as it is at first is left out. */
export function listAddress(
  path: `/${string}`,
  { page, ...rest }: Partial<ListPlace> & Record<string, string | number | undefined>,
): `/${string}` {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(rest))
    if (value !== undefined && value !== "") params.set(name, String(value));
  if (page !== undefined && page > 1) params.set("page", String(page));
  return params.size === 0 ? path : `${path}?${params.toString()}`;
}
