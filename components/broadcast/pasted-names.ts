/**
 * The names in what was pasted: by commas, semicolons, tabs or lines; without any of those by spaces. Each once, in order.
 */
export function pastedNames(text: string): string[] {
  const separator = /[,;\t\r\n]/.test(text.trim()) ? /[,;\t\r\n]+/ : /\s+/;
  return [...new Set(text.split(separator).map((name) => name.trim()))].filter((name) => name !== "");
}
