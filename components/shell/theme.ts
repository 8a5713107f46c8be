export const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

/** The cookie the server reads to draw the page in the chosen theme from its first byte. */
export const themeCookie = "belfry-theme";

/** What a cookie's value stands for; anything else follows the system. */
export function themeOf(value: string | undefined): Theme {
  return themes.find((theme) => theme === value) ?? "system";
}

/** Draws the page in another theme at once, and remembers it for a year in this browser. */
export function applyTheme(theme: Theme): void {
  if (theme === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = theme;
  document.cookie = `${themeCookie}=${theme}; Path=/; Max-Age=${365 * 24 * 3600}; SameSite=Lax`;
}
