/** Where the application is mounted, such as `/services/belfry`; empty at a host's root. The build writes it in here. */
export const basePath = process.env["NEXT_PUBLIC_BASE_PATH"] ?? "";
