/**
 * How many random sequences a test tries: a few, and with the variable `BELFRY_SEQUENCES` so many times that. A sequence that fails
 * is printed with its seed.
 */
export const sequences = (few: number): number => few * Number(process.env["BELFRY_SEQUENCES"] ?? 1);
