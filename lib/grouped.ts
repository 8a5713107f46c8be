/** A whole number as English writes it, `12,345`. The browser's own way would cost a slow one a fifth of a second at its first use. */
export const grouped = (number: number): string => String(number).replace(/\B(?=(?:\d{3})+$)/g, ",");
